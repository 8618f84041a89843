import test from 'ava';
import type { CellularError } from '../../modules/base/errors.js';
import type { RecoveryEvent } from '../../modules/modem/recovery/recovery-event.js';
import { EspruinoBench } from './bench.js';

test('a lost connection ends what is under way, and connect() makes another', (t) => {
  const bench = new EspruinoBench();
  const client = bench.connected();
  client.publish('a', 'under way', { qos: 1 }, bench.tell('under way'));
  client.publish('a', 'waiting', { qos: 1 }, bench.tell('waiting'));
  bench.module.slots.break(1, 1);
  bench.untilTold('close connection-lost');
  t.deepEqual([...bench.told].sort(), [
    'close connection-lost',
    'disconnected connection-lost',
    'under way: connection-lost',
    'waiting: connection-lost',
  ]);
  t.false(client.connected);

  bench.told.length = 0;
  client.publish('a', 'not connected', bench.tell('publish'));
  client.subscribe('a');
  bench.untilTold('error connection-lost');
  t.deepEqual(bench.told, ['publish: connection-lost', 'error connection-lost']);

  bench.told.length = 0;
  client.connect(bench.tell('again'));
  bench.untilTold('again: done');
  t.deepEqual(bench.told, ['connected', 'connect', 'again: done']);
  client.publish('a', 'again', { qos: 1 }, bench.tell('published'));
  bench.untilTold('published: done');
  t.is(Buffer.from(bench.received[bench.received.length - 1].payload).toString(), 'again');
});

test('after a restart of the module connect() waits until it is up again', (t) => {
  const bench = new EspruinoBench();
  const client = bench.connected();
  bench.module.reset();
  bench.untilTold('disconnected connection-lost');
  client.connect(bench.tell('again'));
  bench.untilTold('again: done');
  t.true(client.connected);
});

test('connect() while connected or at it throws', (t) => {
  const bench = new EspruinoBench();
  const client = bench.connect();
  t.like(t.throws(() => client.connect()), { code: 'invalid-argument' });
  bench.untilTold('connect: done');
  t.like(t.throws(() => client.connect()), { code: 'invalid-argument' });
});

test('a broker that refuses is told, and another attempt may succeed', (t) => {
  let isRefusing = true;
  const bench = new EspruinoBench({ broker: { refuse: () => (isRefusing ? 704 : undefined) } });
  const client = bench.connect();
  bench.untilTold('connect: connection-refused');
  t.false(client.connected);
  isRefusing = false;
  client.connect(bench.tell('again'));
  bench.untilTold('again: done');
  t.true(client.connected);
});

test('what no second attempt mends is told at once', (t) => {
  const bench = new EspruinoBench({ module: { sim: { pin: '1234' } } });
  bench.connect();
  const start = bench.time.now();
  bench.untilTold('connect: sim-pin');
  t.true(bench.time.now() - start < 60_000);
});

test('what may mend itself is told when the limit is over; the modem goes on', (t) => {
  const bench = new EspruinoBench({ module: { network: { hasDataService: false } } });
  const client = bench.connect({ limit: 120_000 });
  const start = bench.time.now();
  bench.untilTold('connect: no-address');
  t.true(Math.abs(bench.time.now() - start - 120_000) < 10);
  bench.module.radio.setDataService(true);
  // The modem pauses longer between its attempts, the more of them have failed.
  const connect = (): void => {
    client.connect((error) => (error === null ? bench.told.push('again') : connect()));
  };
  connect();
  bench.untilTold('again');
  t.true(client.connected);
});

test('a module that is not there is told as unresponsive, or by the limit', (t) => {
  const bench = new EspruinoBench();
  bench.module.powerOff();
  bench.connect({ limit: 30_000 });
  bench.untilTold('connect: timeout');
  t.pass();
});

test('a connection that is lost again and again has the ladder of recovery climbed', (t) => {
  const events: string[] = [];
  const onRecovery = ({ trouble, rung, outcome }: RecoveryEvent): number => events.push(`${trouble} ${rung} ${outcome}`);
  const bench = new EspruinoBench({ broker: { refuse: () => 702 } });
  const client = bench.connect({ modem: { recovery: { onRecovery } } }, () => undefined);
  client.on('connected', () => t.fail());
  const again = (error: CellularError | null): void => {
    if (error !== null) client.connect(again);
  };
  bench.time.advance(60_000);
  client.connect(again);
  bench.until(() => events.includes('connection redial begun'), 'the modem has dialled again', 60 * 60_000);
  t.true(events.includes('connection reopen-mqtt begun'));
});

test('what the broker has acknowledged ends the climb', (t) => {
  const events: string[] = [];
  const onRecovery = ({ trouble, rung, outcome }: RecoveryEvent): number => events.push(`${trouble} ${rung} ${outcome}`);
  const bench = new EspruinoBench();
  const client = bench.connected({ modem: { recovery: { onRecovery } } });
  bench.module.slots.break(1, 1);
  bench.untilTold('disconnected connection-lost');
  client.connect(bench.tell('again'));
  bench.untilTold('again: done');
  t.deepEqual(events.filter((event) => event.endsWith('cured')), []);
  client.publish('a', 'x', { qos: 1 }, bench.tell('published'));
  bench.untilTold('published: done');
  t.deepEqual(events.filter((event) => !event.endsWith('skipped')), ['connection reopen-mqtt begun', 'connection reopen-mqtt cured']);
});

test('a module that is gone for good has the board restarted, where the program says how', (t) => {
  const bench = new EspruinoBench();
  let restarts = 0;
  const client = bench.connected({ modem: { recovery: { restartHost: () => (restarts += 1) } } });
  bench.module.powerOff();
  bench.until(() => restarts > 0, 'the board restarts', 60 * 60_000);
  t.false(client.connected);
});

test('without a callback an error is an event', (t) => {
  const bench = new EspruinoBench({ broker: { refuse: () => 703 } });
  const client = bench.cellnode.connect(bench.port.object, { broker: { host: 'broker.example.com' } });
  client.on('error', (error: { code: string }) => bench.told.push(error.code));
  bench.untilTold('connection-refused');
  t.pass();
});

test('setting the clock by years changes nothing', (t) => {
  const bench = new EspruinoBench();
  const client = bench.connected();
  client.subscribe('a', bench.tell('subscribed'));
  bench.engine.clockStep = 1.7e9;
  client.publish('b', 'x', { qos: 1 }, bench.tell('forwards'));
  bench.untilTold('forwards: done');
  bench.engine.clockStep = 0;
  client.publish('b', 'x', { qos: 1 }, bench.tell('backwards'));
  bench.untilTold('backwards: done');
  bench.time.advance(600_000);
  t.deepEqual(bench.told, ['subscribed: done', 'forwards: done', 'backwards: done']);
  t.is(client.modem.counters.timeouts, 0);
});

test('close() disconnects, ends what waits, and leaves the UART and the clock alone', (t) => {
  const bench = new EspruinoBench();
  const client = bench.connected();
  client.publish('a', 'x', { qos: 1 }, bench.tell('publish'));
  client.close(() => bench.told.push('closed'));
  client.close(() => bench.told.push('closed again'));
  const start = bench.time.now();
  bench.untilTold('closed again');
  t.true(bench.time.now() - start < 10_000);
  t.deepEqual(bench.told, ['publish: closed', 'closed', 'closed again']);
  t.false(bench.broker.isConnected('node-1'));
  t.is(bench.module.dataCall.state, 'down');

  bench.module.powerOff();
  bench.time.advance(600_000);
  t.is(bench.time.armed, 0);
  t.is(bench.port.listeners, 0);
  t.like(t.throws(() => client.connect()), { code: 'closed' });
  client.publish('a', 'x', bench.tell('late'));
  bench.untilTold('late: closed');
});

test('while it connects, close() ends the attempt', (t) => {
  const bench = new EspruinoBench();
  const client = bench.connect();
  bench.time.advance(5000);
  client.close(() => bench.told.push('closed'));
  bench.untilTold('closed');
  t.deepEqual(bench.told, ['connect: closed', 'closed']);
});

test('what a callback or a listener throws is the engine\'s to report, and harms nobody', (t) => {
  const bench = new EspruinoBench();
  const client = bench.connected();
  client.publish('a', '1', { qos: 1 }, () => {
    throw new Error('of the program');
  });
  client.publish('a', '2', { qos: 1 }, bench.tell('second'));
  t.throws(() => bench.untilTold('second: done'), { message: 'of the program' });
  bench.untilTold('second: done');
  t.is(client.modem.callbackExceptions, 0);
});
