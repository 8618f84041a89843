import test from 'ava';
import { profiles } from '../../host-sim/module/profile.js';
import type { PowerSavingOptions } from '../../modules/modem/power-saving.js';
import { ModemBench } from './modem-bench.js';

const ALL: PowerSavingOptions = { psm: { update: 14_400, active: 10 }, edrx: 20.48, sleep: 1 };

for (const [name, profile] of Object.entries(profiles)) {
  test(`${name}: PSM, eDRX and sleep are asked for once for each start of the module`, (t) => {
    const bench = ModemBench.up({}, { profile });
    bench.restartHost({ powerSaving: ALL });
    bench.sent();
    bench.modem.connect();
    bench.until('up');
    t.is(bench.count('AT+CPSMS=1,,,"00011000","00000101"'), 1);
    t.is(bench.count('AT+CEDRXS=1,4,"0010"'), 1);
    t.is(bench.count('AT+CSCLK=1'), 1);
    bench.module.reset();
    bench.until('waking', 70_000);
    bench.until('up');
    t.is(bench.count('AT+CSCLK=1'), 2);
  });
}

test('a module that refuses them works on', (t) => {
  const bench = new ModemBench({}, { powerSaving: ALL });
  bench.refusedBeginning = 'AT+CPSMS';
  bench.module.powerOn();
  bench.modem.connect();
  bench.until('up');
  t.is(bench.count('AT+CSCLK=1'), 1);
});

test('nothing is asked for where nothing was wanted', (t) => {
  const bench = ModemBench.up();
  t.is(bench.count('AT+CPSMS') + bench.count('AT+CEDRXS') + bench.count('AT+CSCLK') + bench.count('AT+CFUN=4'), 0);
});

test('disconnected, the radio is off where it was asked for, and connecting switches it on', (t) => {
  const bench = ModemBench.up();
  bench.restartHost({ powerSaving: { radioOff: true } });
  bench.modem.connect();
  bench.until('up');
  bench.modem.disconnect();
  bench.until('disconnected');
  bench.time.advance(2000);
  t.is(bench.module.registration, 0);
  bench.modem.connect();
  bench.until('up');
  t.is(bench.module.registration, 1);
});

const WRONG: readonly [PowerSavingOptions, RegExp][] = [
  [{ sleep: 3 as never }, /^powerSaving\.sleep/],
  [{ radioOff: 1 as never }, /^powerSaving\.radioOff/],
  [{ psm: { update: 1, active: 10 } }, /^update: must be/],
  [{ psm: { update: 100, active: 1 } }, /^active: must be/],
  [{ edrx: 0 }, /^cycle: must be/],
  [{ naps: true } as never, /powerSaving\.naps/],
];

for (const [powerSaving, message] of WRONG) {
  test(`refused by name: ${JSON.stringify(powerSaving)}`, (t) => {
    t.throws(() => new ModemBench({}, { powerSaving }), { message });
  });
}
