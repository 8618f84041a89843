import test from 'ava';
import { l610Quirky, mc66x } from '../../host-sim/module/profile.js';
import type { CellularError } from '../../modules/base/errors.js';
import { Modem } from '../../modules/modem/modem.js';
import { TextMemory } from '../support/text-memory.js';
import { NO_STRAY_WORDS } from '../support/voice.js';
import { ModemBench, NOON, PATIENCE } from './modem-bench.js';

test('from power-on to an address and a clock', (t) => {
  const bench = new ModemBench({ profile: NO_STRAY_WORDS });
  const { modem } = bench;
  t.is(modem.connection, 0);
  t.is(modem.state, 'idle');
  bench.module.powerOn();
  modem.connect({ apn: 'CMNET' });
  bench.until('up');
  bench.time.advance(1000);

  t.is(modem.connection, 500);
  t.is(modem.address, '10.217.202.45');
  t.is(modem.error, undefined);
  t.is(modem.MAC, undefined);
  t.is(modem.RSSI, -73);
  t.is(modem.strength, 'moderate');
  t.is(modem.sim, 'ready');
  t.is(modem.iccid, '89860321249930012345');
  t.is(modem.registration, 'home');
  t.is(modem.operator, 'CHN-UNICOM');
  t.is(modem.model, mc66x.model);
  t.is(modem.revision, mc66x.revision);
  t.is(modem.imei, mc66x.imei);
  t.is(modem.utcOffset, 480);
  t.true(modem.isClockSet);
  t.true(Math.abs((modem.now() ?? 0) - NOON - bench.time.now()) < 1500);
  t.is(modem.receiveMode, 'read');
  t.deepEqual(bench.states, ['waking', 'identifying', 'sim', 'signal', 'registering', 'dialling', 'clock', 'provisioning', 'up']);
  t.deepEqual(bench.errors, []);
  t.is(modem.counters.anomalies, 0);
});

test('the connection grows in the order of ECMA-419, and is told last', (t) => {
  const connections: number[] = [];
  let hasAddress = false;
  const bench = new ModemBench(
    {},
    {
      onChanged(name) {
        if (name === 'address') hasAddress = true;
        if (name !== 'connection') return;
        connections.push(this.connection);
        if (this.connection === 500) t.true(hasAddress);
      },
    },
  );
  bench.module.powerOn();
  bench.modem.connect();
  bench.untilTrue(() => connections.includes(500));
  t.deepEqual(connections, [100, 200, 300, 400, 500]);
});

test('a module that was never switched off comes up without being restarted where a slot is known to be settled, and keeps its address', (t) => {
  const memory = new TextMemory();
  const bench = ModemBench.up({}, {}, { memory });
  bench.sent();
  bench.restartHost({ memory });
  bench.modem.connect();
  bench.until('up');
  t.is(bench.modem.address, '10.217.202.45');
  t.is(bench.count('AT+MIPCALL=1'), 0);
  t.is(bench.count('AT+MIPNTP'), 0);
  t.true(bench.modem.isClockSet);
});

test('boot lines that never come are not missed', (t) => {
  const bench = ModemBench.up({}, { profile: { startMessages: false } });
  t.is(bench.modem.address, '10.217.202.45');
});

test('a module with every captured oddity', (t) => {
  const bench = ModemBench.up({}, { profile: l610Quirky });
  t.is(bench.modem.address, '10.217.202.45');
  t.is(bench.modem.receiveMode, 'push');
  t.is(bench.modem.utcOffset, 0);
  t.deepEqual(bench.errors, []);
});

test('a module without power is reported, not waited for in silence, and comes up whenever it gets power', (t) => {
  const bench = new ModemBench();
  bench.modem.connect();
  bench.untilTrue(() => bench.modem.error !== undefined, 90_000);
  t.is(bench.modem.error?.code, 'unresponsive');
  t.true(bench.modem.error?.isRetryable);
  t.is(bench.modem.connection, 0);
  bench.time.advance(600_000);
  t.true(bench.modem.state === 'waking' || bench.modem.state === 'recovering', bench.modem.state);
  bench.module.powerOn();
  bench.until('up', 150_000);
  t.is(bench.modem.error, undefined);
});

test('a silent module is asked at a measured pace', (t) => {
  const bench = new ModemBench();
  bench.modem.connect();
  bench.time.advance(600_000);
  const probes = bench.count('AT+CMEE?');
  t.true(probes > 100 && probes <= 600, `${probes} probes in ten minutes`);
});

test('connect() is refused while an attempt is in progress, with nothing sent for a bad argument', (t) => {
  const bench = new ModemBench();
  t.throws(() => bench.modem.connect({ apn: '"' }), { message: /^apn/ });
  bench.time.advance(PATIENCE);
  t.deepEqual(bench.sent(), []);
  t.is(bench.modem.state, 'idle');
  bench.modem.connect();
  t.throws(() => bench.modem.connect(), { message: /in progress/ });
  bench.module.powerOn();
  bench.until('up');
  t.throws(() => bench.modem.connect(), { message: /in progress/ });
});

test('nothing is called back from inside a public method', (t) => {
  let isInside = false;
  const bench = new ModemBench(
    {},
    {
      onChanged() {
        t.false(isInside);
      },
    },
  );
  const inside = (method: () => void): void => {
    isInside = true;
    method();
    isInside = false;
  };
  bench.module.powerOn();
  inside(() => bench.modem.connect());
  bench.until('up');
  let isDown = false;
  bench.modem.claimSlot({
    onUrc: () => undefined,
    onLinkDown: () => {
      t.false(isInside);
      isDown = true;
    },
  });
  inside(() => bench.modem.disconnect());
  bench.until('disconnected');
  t.true(isDown);
  inside(() => bench.modem.connect());
  bench.until('up');
  inside(() => bench.modem.close(() => t.false(isInside)));
  bench.until('closed');
});

test('a callback that throws is counted, and breaks nothing', (t) => {
  const bench = new ModemBench(
    {},
    {
      onChanged() {
        throw new Error('not my day');
      },
    },
  );
  bench.module.powerOn();
  bench.modem.connect();
  bench.until('up');
  bench.time.advance(1);
  t.true(bench.modem.callbackExceptions > 10);
  t.is(bench.modem.connection, 500);
});

test('the target is kept, and bad constructor options open no port', (t) => {
  const target = {};
  const bench = new ModemBench({}, { target });
  t.is(bench.modem.target, target);
  const { Serial } = bench.uart;
  const wrong = [
    undefined,
    { time: bench.time },
    { serial: {}, time: bench.time },
    { serial: { io: Serial } },
    { serial: { io: Serial }, time: bench.time, onChanged: 1 },
    { serial: { io: Serial }, time: bench.time, onAnomaly: {} },
    { serial: { io: Serial }, time: bench.time, checkInterval: 1 },
    { serial: { io: Serial }, time: bench.time, earliestYear: 1999 },
    { serial: { io: Serial }, time: bench.time, receiveCapacity: 1000 },
  ];
  for (const options of wrong) {
    // The bench's own modem has the port: one that got as far as opening it would fail with another error.
    const error = t.throws(() => new Modem(options as never)) as CellularError;
    t.is(error.code, 'invalid-argument');
  }
});
