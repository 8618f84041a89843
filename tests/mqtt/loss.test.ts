import test from 'ava';
import type { RecordingClient } from '../support/recording-client.js';
import { VirtualBench, type VirtualBenchOptions } from '../support/virtual-bench.js';

const MINUTE = 60_000;

function connected(options: VirtualBenchOptions = {}): { bench: VirtualBench; client: RecordingClient } {
  const bench = new VirtualBench(options).bringUp();
  const client = bench.connectedClient();
  client.subscribe('a');
  return { bench, client };
}

/** `onError` has come once, nothing comes after it, and the slot serves the next client once the modem is up. */
function isOver(bench: VirtualBench, client: RecordingClient): boolean {
  const count = client.events.length;
  bench.advance(5 * MINUTE);
  const errors = client.events.filter((event) => event.startsWith('error'));
  const isSilent = client.events.length === count && errors.length === 1 && client.events[count - 1] === errors[0];
  client.client.close();
  bench.untilUp();
  const next = bench.patientClient({ slot: client.client.slot });
  next.publish('next', 'works', 1);
  next.untilWritable();
  return isSilent && bench.received.some(({ topic }) => topic === 'next');
}

const CAUSES = [
  [1, 'closed by the network or the broker'],
  [2, 'radio link lost'],
  [3, 'not registered'],
] as const;

for (const [cause, words] of CAUSES) {
  test(`+MQTTBREAK: 1,${cause} is told at once: ${words}`, (t) => {
    const { bench, client } = connected();
    const start = bench.time.now();
    bench.module.slots.break(1, cause);
    const message = `connection lost: ${words}`;
    t.like(client.untilError(), { code: 'connection-lost', message, result: '+MQTTBREAK', isRetryable: true });
    t.true(bench.time.now() - start < 100);
    t.true(isOver(bench, client));
  });
}

for (const linkLossReport of ['+MQTTLOSE', '+MQTTCLOSE'] as const) {
  test(`an unsolicited ${linkLossReport} is a loss`, (t) => {
    const { bench, client } = connected({ module: { profile: { linkLossReport } } });
    bench.broker.goAway();
    t.like(client.untilError(), { code: 'connection-lost', result: linkLossReport, isRetryable: true });
    t.true(isOver(bench, client));
  });
}

test('a break without a cause is one, too', (t) => {
  const { bench, client } = connected();
  bench.uart.module.write(Buffer.from('\r\n+MQTTBREAK: 2,1\r\n'));
  bench.advance(1000);
  t.is(client.error, undefined);
  bench.uart.module.write(Buffer.from('\r\n+MQTTBREAK: 1\r\n'));
  t.like(client.untilError(), { code: 'connection-lost', message: 'connection lost: the module tells no cause' });
});

test('a loss of which the module says nothing is found by the next publish', (t) => {
  const { bench, client } = connected({ module: { profile: { linkLossReport: 'none' } } });
  bench.module.slots.break(1, 1);
  bench.advance(MINUTE);
  t.is(client.error, undefined);
  client.publish('b', 'x', 1);
  t.like(client.untilError(), { code: 'refused', command: 'AT+MQTTPUB=' });
  t.true(isOver(bench, client));
});

test('a connection of which the carrier\'s NAT has lost track is found by the deadline of the next publish', (t) => {
  const { bench, client } = connected();
  bench.module.slots.mute(1);
  bench.advance(MINUTE);
  const start = bench.time.now();
  client.publish('b', 'x', 1);
  client.untilError();
  t.true(bench.time.now() - start < 31_000);
  t.true(isOver(bench, client));
});

test('+MIPCALL: 0 takes every connection with it', (t) => {
  const bench = new VirtualBench({ module: { profile: { reportsBreakOnContextLoss: false } } }).bringUp();
  const clients = [bench.connectedClient(), bench.connectedClient({ id: 'node-2' })];
  bench.module.dataCall.lose({ withUrc: true });
  for (const client of clients) {
    t.like(client.untilError(), { code: 'connection-lost', message: 'connection lost: the network took the address back' });
  }
  clients[1].client.close();
  t.true(isOver(bench, clients[0]));
});

test('an address that is lost without a word is found by the modem, and told', (t) => {
  const { bench, client } = connected({ module: { profile: { reportsBreakOnContextLoss: false } } });
  bench.module.dataCall.lose({ withUrc: false });
  const start = bench.time.now();
  t.is(client.untilError().code, 'connection-lost');
  t.true(bench.time.now() - start < 2 * MINUTE);
  t.true(isOver(bench, client));
});

for (const startMessages of [true, false]) {
  test(`a module that restarts ${startMessages ? 'with' : 'without'} boot lines takes its connections with it`, (t) => {
    const { bench, client } = connected({ module: { profile: { startMessages } } });
    client.publish('b', 'x', 2);
    bench.module.reset();
    t.is(client.untilError().isRetryable, true);
    t.true(isOver(bench, client));
  });
}

test('a module that loses its power and gets it back later', (t) => {
  const { bench, client } = connected();
  bench.module.powerOff();
  t.is(client.untilError().code, 'connection-lost');
  bench.advance(MINUTE);
  bench.module.powerOn();
  bench.untilUp();
  t.true(isOver(bench, client));
});

test('a SIM card that is pulled', (t) => {
  const { bench, client } = connected();
  bench.module.sim.remove();
  t.is(client.untilError().code, 'connection-lost');
  bench.module.sim.insert();
  t.true(isOver(bench, client));
});

test('disconnect() and close() of the modem end its clients', (t) => {
  for (const end of ['disconnect', 'close'] as const) {
    const { bench, client } = connected();
    bench.modem[end]();
    t.is(client.untilError().code, 'connection-lost');
    bench.advance(MINUTE);
    t.is(client.events.filter((event) => event.startsWith('error')).length, 1);
    t.notThrows(() => client.client.close());
  }
});

test('+MQTTPUB: 1,0 ends the connection: a late completion must not acknowledge another message', (t) => {
  const { bench, client } = connected();
  bench.broker.stall();
  client.publish('b', 'x', 1);
  bench.advance(500);
  bench.uart.module.write(Buffer.from('\r\n+MQTTPUB: 1,0\r\n'));
  t.like(client.untilError(), { code: 'failed', command: 'AT+MQTTPUB=', isRetryable: true });
  t.deepEqual(client.acknowledgements.filter((event) => event.startsWith('control 4')), []);
  bench.broker.resume();
  t.true(isOver(bench, client));
});

for (const QoS of [1, 2]) {
  test(`a publish at QoS ${QoS} that is never acknowledged ends by its deadline; another slot serves the next client at once`, (t) => {
    const { bench, client } = connected();
    bench.broker.stall();
    client.publish('b', 'x', QoS);
    const start = bench.time.now();
    const message = 'AT+MQTTPUB=: no completion within its deadline';
    t.like(client.untilError(), { code: 'timeout', message, isRetryable: true });
    const waited = bench.time.now() - start;
    t.true(waited >= 30_000 && waited < 31_000, `${waited}`);
    client.client.close();
    bench.broker.resume();
    const next = bench.client();
    const restart = bench.time.now();
    next.untilWritable();
    t.true(bench.time.now() - restart < 1000);
    next.publish('c', 'y', QoS);
    next.untilWritable();
    t.is(next.acknowledgements.length, QoS);
    t.is(client.events.filter((event) => event.startsWith('error')).length, 1);
  });
}

test('a client that gave up its connection ends it when it is closed', (t) => {
  const { bench, client } = connected();
  bench.broker.stall();
  client.publish('b', 'x', 1);
  client.untilError();
  bench.broker.resume();
  t.is(bench.module.slots.state(1), 'open');
  client.client.close();
  bench.advance(1000);
  t.is(bench.module.slots.state(1), 'closed');
});

test('an acknowledgement that comes after the loss was told is not told', (t) => {
  const { bench, client } = connected();
  bench.broker.stall();
  client.publish('b', 'x', 1);
  bench.advance(500);
  bench.uart.module.write(Buffer.from('\r\n+MQTTBREAK: 1,1\r\n'));
  client.untilError();
  bench.uart.module.write(Buffer.from('\r\n+MQTTPUB: 1,1\r\n'));
  bench.advance(1000);
  t.deepEqual(client.events.slice(-1), ['error connection-lost']);
});

test('a subscription that is never acknowledged ends by its deadline', (t) => {
  const { bench, client } = connected();
  bench.broker.stall();
  client.write(null, { operation: 8, items: [{ topic: 'b' }, { topic: 'c' }] });
  t.like(client.untilError(), { code: 'timeout', command: 'AT+MQTTSUB=' });
  bench.broker.resume();
  t.true(isOver(bench, client));
});
