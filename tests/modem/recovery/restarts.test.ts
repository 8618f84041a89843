import test from 'ava';
import { functionality as cfun } from '../../../modules/cellular/device.js';
import { profiles } from '../../../host-sim/module/profile.js';
import { SETTLED, TextMemory } from '../../support/text-memory.js';
import { ModemBench } from '../modem-bench.js';

/** Boot lines or none, and a module that starts with the error format that the driver wants: then the echo alone tells. */
const SILENT_RESTARTS = [
  { startMessages: true },
  { startMessages: false },
  { startMessages: false, errorFormat: 1 },
] as const;

for (const [name, profile] of Object.entries(profiles)) {
  for (const change of SILENT_RESTARTS) {
    test(`${name}: a restart is noticed ${JSON.stringify(change)}, and the module is set up again`, (t) => {
      const bench = ModemBench.up({}, { profile: { ...profile, ...change } });
      const reasons: string[] = [];
      bench.modem.claimSlot({ onUrc: () => undefined, onLinkDown: ({ code }) => reasons.push(code) });
      bench.time.advance(90_000);
      bench.sent();
      bench.module.reset();
      bench.untilTrue(() => reasons.length > 0, 70_000);
      bench.until('up', 60_000);
      t.true(bench.count('ATE0') >= 1);
      t.is(bench.count('AT+MQTTCONF=1'), 1);
      t.is(bench.count('AT+MIPCALL=1'), 1);
    });
  }

  test(`${name}: a radio that was left off is switched on`, (t) => {
    const bench = new ModemBench({ profile });
    bench.module.powerOn();
    bench.modem.connect();
    bench.until('up');
    bench.modem.execute({ command: cfun, values: [4], onEnd: () => undefined });
    bench.time.advance(3000);
    bench.restartHost({ memory: new TextMemory(SETTLED) });
    bench.modem.connect();
    bench.until('up');
    t.deepEqual(bench.sent().filter((line) => line.startsWith('AT+CFUN=')), ['AT+CFUN=4', 'AT+CFUN=1']);
  });
}

test('flow control is asked for where the host has it, and only there', (t) => {
  const bench = ModemBench.up();
  t.is(bench.count('AT+IFC'), 0);
  bench.restartHost({ serial: { io: bench.uart.Serial, flowControl: 'hardware' }, memory: new TextMemory(SETTLED) });
  bench.modem.connect();
  bench.until('up');
  t.is(bench.count('AT+IFC=2,2'), 1);
});
