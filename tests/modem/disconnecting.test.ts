import test from 'ava';
import type { CellularError } from '../../modules/base/errors.js';
import { attention } from '../../modules/cellular/device.js';
import { ModemBench, NOON } from './modem-bench.js';

test('disconnect() gives the address back and stays so', (t) => {
  const bench = ModemBench.up();
  const reasons: string[] = [];
  bench.modem.claimSlot({ onUrc: () => undefined, onLinkDown: ({ code }) => reasons.push(code) });
  bench.modem.disconnect();
  bench.until('disconnected');
  t.is(bench.module.dataCall.state, 'down');
  t.is(bench.modem.connection, 200);
  t.is(bench.modem.address, undefined);
  t.deepEqual(reasons, ['closed']);
  bench.sent();
  bench.modem.disconnect();
  bench.time.advance(600_000);
  t.deepEqual(bench.sent(), []);
  t.is(bench.modem.state, 'disconnected');
});

test('disconnect() where nothing was connected does nothing', (t) => {
  const bench = new ModemBench();
  bench.modem.disconnect();
  bench.time.advance(1000);
  t.is(bench.modem.state, 'idle');
  t.deepEqual(bench.changes, []);
});

test('an attempt is abandoned in whatever state it is', (t) => {
  for (const state of ['waking', 'identifying', 'sim', 'signal', 'registering', 'dialling', 'clock', 'provisioning'] as const) {
    const bench = new ModemBench();
    bench.module.powerOn();
    bench.modem.connect();
    bench.until(state);
    bench.modem.disconnect();
    bench.until('disconnected');
    bench.time.advance(60_000);
    t.is(bench.modem.state, 'disconnected', state);
    t.is(bench.module.dataCall.state, 'down', state);
    bench.modem.connect();
    bench.until('up');
  }
});

test('a call that is under way is hung up although its address comes first', (t) => {
  const bench = new ModemBench({ profile: { timing: { dial: [300, 300], hangUp: [2000, 2000] } } });
  bench.module.powerOn();
  bench.modem.connect();
  bench.untilTrue(() => bench.module.dataCall.state === 'dialling');
  // The address comes while the module thinks about hanging up: behind its OK, where the answer to that is expected.
  bench.time.advance(295);
  bench.modem.disconnect();
  bench.until('disconnected');
  t.is(bench.count('AT+MIPCALL=0'), 2);
  t.is(bench.module.dataCall.state, 'down');
});

test('connect() right after disconnect() hangs up and dials again', (t) => {
  const bench = ModemBench.up();
  bench.sent();
  bench.modem.disconnect();
  bench.modem.connect({ apn: 'OTHER' });
  bench.until('disconnecting');
  bench.until('up');
  t.is(bench.count('AT+MIPCALL=0'), 1);
  t.is(bench.count('AT+MIPCALL=1,"OTHER"'), 1);
});

test('events of a disconnected module start nothing', (t) => {
  const bench = ModemBench.up();
  bench.modem.disconnect();
  bench.until('disconnected');
  bench.sent();
  bench.module.reset();
  bench.time.advance(60_000);
  bench.module.sim.remove();
  bench.module.sim.insert();
  bench.time.advance(60_000);
  t.deepEqual(bench.sent(), []);
  t.is(bench.modem.state, 'disconnected');
  bench.modem.connect();
  bench.until('up');
});

test('close() hangs up, closes the port, and tells', (t) => {
  const bench = ModemBench.up();
  const { modem } = bench;
  const told: unknown[] = [];
  modem.close(function (this: unknown, error) {
    told.push(this, error);
  });
  modem.close();
  t.is(told.length, 0);
  bench.untilTrue(() => told.length > 0);
  t.deepEqual(told, [modem, null]);
  t.is(bench.module.dataCall.state, 'down');
  // The port is free again.
  bench.modem = bench.makeModem();
  bench.modem.connect();
  bench.until('up');
});

test('close() is legal again after it is complete, and every callback comes', (t) => {
  const bench = ModemBench.up();
  let count = 0;
  const callback = (): void => {
    count += 1;
    bench.changes.length = 0;
  };
  bench.modem.close(callback);
  bench.modem.close(callback);
  bench.time.advance(20_000);
  t.is(count, 2);
  bench.modem.close(callback);
  t.is(count, 2);
  bench.time.advance(1);
  t.is(count, 3);
  t.deepEqual(bench.changes, []);
});

test('use after close() throws, and nothing is announced any more', (t) => {
  const bench = ModemBench.up();
  const { modem } = bench;
  modem.close();
  bench.time.advance(20_000);
  bench.changes.length = 0;
  const listener = { onUrc: () => undefined, onLinkDown: () => undefined };
  const uses = [
    () => modem.connect(),
    () => modem.disconnect(),
    () => modem.claimSlot(listener),
    () => modem.execute({ command: attention, values: [], onEnd: () => undefined }),
    () => modem.now(),
  ];
  for (const use of uses) t.is((t.throws(use) as CellularError).code, 'closed');
  bench.module.reset();
  bench.time.advance(600_000);
  t.deepEqual(bench.changes, []);
});

test('closing a modem whose module is silent takes no longer than its limit', (t) => {
  const bench = ModemBench.up();
  bench.lossAhead = Infinity;
  let isClosed = false;
  bench.modem.close(() => {
    isClosed = true;
  });
  bench.time.advance(10_001);
  t.true(isClosed);
  t.false(bench.time.runUntil(() => bench.uart.overruns > 0, 60_000));
});

test('closing one that was never connected sends nothing', (t) => {
  const bench = new ModemBench();
  let isClosed = false;
  bench.modem.close(() => {
    isClosed = true;
  });
  bench.time.advance(10);
  t.true(isClosed);
  t.deepEqual(bench.sent(), []);
});

test('close() from inside a callback', (t) => {
  let isClosed = false;
  const bench = new ModemBench(
    {},
    {
      onChanged(name) {
        if (name === 'connection' && this.connection === 500) {
          this.close(() => {
            isClosed = true;
          });
        }
      },
    },
  );
  bench.module.powerOn();
  bench.modem.connect();
  bench.untilTrue(() => isClosed);
  t.is(bench.modem.state, 'closed');
});

test('after close no alarm of the modem is left', (t) => {
  const bench = new ModemBench({ profile: { clockAtBoot: NOON } });
  bench.modem.connect();
  bench.time.advance(5000);
  bench.modem.close();
  bench.time.advance(20_000);
  t.is(bench.time.armed, 0);
});
