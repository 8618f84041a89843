import test from 'ava';
import { l610 } from '../../host-sim/module/profile.js';
import { text, VirtualBench } from '../support/virtual-bench.js';

const REASONS = [
  [700, 'protocol version not accepted'],
  [701, 'client identifier rejected'],
  [702, 'broker unavailable'],
  [703, 'bad user or password'],
  [704, 'not authorised'],
] as const;

for (const refusalReport of ['status', 'appended'] as const) {
  test(`the broker's reason, told as ${refusalReport}, is in the error`, (t) => {
    for (const [code, words] of REASONS) {
      const bench = new VirtualBench({ broker: { refuse: () => code }, module: { profile: { refusalReport } } }).bringUp();
      const error = bench.client({ user: 'u', password: 'hush' }).untilError();
      t.like(error, { code: 'connection-refused', message: `AT+MQTTOPEN=: ${words}`, result: String(code), isRetryable: true });
      t.false(error.message.includes('hush'));
    }
  });
}

test('+MQTTOPEN: 1,0 is told at once, and says what to look at', (t) => {
  const bench = new VirtualBench({ broker: { refuse: () => 703 } }).bringUp();
  const client = bench.client();
  bench.until(() => bench.module.slots.state(1) === 'opening', 'the module has taken the command');
  bench.until(() => bench.module.slots.state(1) === 'closed', 'the module has given up');
  const start = bench.time.now();
  t.like(client.untilError(), {
    code: 'connection-refused',
    message: 'AT+MQTTOPEN=: broker not reached or connection refused: check host, port, user, password and client identifier',
    result: undefined,
  });
  t.true(bench.time.now() - start < 10);
  t.deepEqual(client.events, ['error connection-refused']);
  t.is(bench.sent().split('AT+MQTTOPEN=').length, 2);
});

test('after a refusal the slot serves the next client', (t) => {
  let isRefused = true;
  const bench = new VirtualBench({ broker: { refuse: () => (isRefused ? 702 : undefined) } }).bringUp();
  const client = bench.client();
  client.untilError();
  isRefused = false;
  client.client.close();
  t.is(bench.connectedClient().client.slot, 1);
});

test('a broker that does not answer: the module gives up first', (t) => {
  const bench = new VirtualBench().bringUp();
  bench.broker.stall();
  const start = bench.time.now();
  t.is(bench.client().untilError().code, 'connection-refused');
  t.true(bench.time.now() - start < 65_000);
});

test('a module that never tells how the opening ended: the deadline does', (t) => {
  const bench = new VirtualBench({ module: { profile: { timing: { mqttOpenLimit: [1e9, 1e9] } } } }).bringUp();
  bench.broker.stall();
  const client = bench.client();
  const start = bench.time.now();
  t.like(client.untilError(), { code: 'timeout', message: 'AT+MQTTOPEN=: no completion within its deadline' });
  t.true(bench.time.now() - start < 76_000);
});

test('texts over their documented length are sent, and a refusal names the limits', (t) => {
  const id = 'x'.repeat(56);
  t.notThrows(() => new VirtualBench().bringUp().connectedClient({ id }));
  const bench = new VirtualBench({ module: { profile: { enforcesDocumentedLengths: true } } }).bringUp();
  const error = bench.client({ id }).untilError();
  t.like(error, { code: 'refused', isRetryable: false });
  t.regex(error.message, /documented are 128 bytes for user and password and 23 for the client identifier$/);
});

test('what the module refuses for good is told as its refusal', (t) => {
  const bench = new VirtualBench({ module: { profile: l610 } }).bringUp();
  const start = bench.time.now();
  const error = bench.client({ keepAlive: 0 }).untilError();
  t.like(error, { code: 'refused', command: 'AT+MQTTOPEN=', isRetryable: false });
  t.regex(error.message, /keepAlive: 0 may not be known to this module, 1000 to 300000 milliseconds are$/);
  t.true(bench.time.now() - start < 10_000);
});

test('a slot that a restarted host has left open is closed and left alone: the next connection is made in another', (t) => {
  const bench = new VirtualBench().bringUp();
  bench.connectedClient().subscribe('old');
  bench.restartHost();
  bench.bringUp();
  t.is(bench.module.slots.state(1), 'open');
  bench.publish('old', 'nobody waits for it');
  bench.sent();
  const start = bench.time.now();
  const client = bench.client();
  t.like(client.untilError(), { code: 'connection-lost', isRetryable: true });
  client.client.close();
  t.deepEqual(bench.sent().match(/\+MQTT[A-Z]+/g), ['+MQTTUSER', '+MQTTOPEN', '+MQTTCLOSE']);
  const next = bench.connectedClient();
  t.is(next.client.slot, 2);
  t.true(bench.time.now() - start < 2000);
  t.is(bench.broker.counters.connections, 2);
  next.subscribe('new');
  bench.publish('new', 'arrives');
  t.deepEqual(next.untilReceived(1).map(({ payload }) => text(payload)), ['arrives']);
});

test('a slot that this program has left open is closed and opened again', (t) => {
  const bench = new VirtualBench().bringUp();
  bench.connectedClient().client.close();
  bench.advance(1000);
  const first = bench.connectedClient();
  bench.uart.module.write(Buffer.from('\r\n+MQTTBREAK: 1,1\r\n'));
  first.untilError();
  first.client.close();
  t.is(bench.module.slots.state(1), 'open');
  bench.sent();
  const start = bench.time.now();
  const client = bench.connectedClient({ will: { topic: 'will', message: 'gone' } });
  t.is(client.client.slot, 1);
  t.true(bench.time.now() - start < 2000);
  const opening = ['+MQTTUSER', '+MQTTWILL', '+MQTTOPEN'];
  t.deepEqual(bench.sent().match(/\+MQTT[A-Z]+/g), [...opening, '+MQTTCLOSE', ...opening]);
});

test('news of the connection that a restarted host has left behind are not the new one\'s', (t) => {
  for (const urc of ['+MQTTBREAK: 1,1', '+MQTTCLOSE: 1,1', '+MQTTLOSE: 1,2', '+MQTTPUB: 1,1', '+MQTTMSGI: 1,1,1,1']) {
    for (let delay = 0; delay < 240; delay += 30) {
      const bench = new VirtualBench().bringUp();
      const client = bench.client();
      bench.advance(delay);
      t.deepEqual(client.events, []);
      bench.uart.module.write(Buffer.from(`\r\n${urc}\r\n`));
      bench.advance(3000);
      t.deepEqual(client.events, ['control 2', 'writable'], `${urc} after ${delay} ms`);
      t.is(bench.sent().split('AT+MQTTOPEN=').length, 2, `${urc} after ${delay} ms`);
    }
  }
});

test('a slot that was closed just now is opened again, however slow the network', (t) => {
  for (const roundTrip of [60, 400, 1000, 3000]) {
    const bench = new VirtualBench({ broker: { roundTrip } }).bringUp();
    for (let index = 0; index < 3; index += 1) {
      const client = bench.connectedClient({ slot: 1 });
      client.publish('a', `${index}`, 1);
      client.untilWritable();
      client.client.close();
    }
    t.deepEqual(bench.received.map(({ payload }) => text(payload)), ['0', '1', '2'], `${roundTrip} ms`);
  }
});

test('a connection lost while it opens ends the opening: nothing is sent any more for it', (t) => {
  const bench = new VirtualBench().bringUp();
  const client = bench.client({ will: { topic: 'w', message: 'm' } });
  bench.until(() => bench.sent().includes('MQTTUSER'), 'it has begun');
  bench.modem.disconnect();
  t.is(client.untilError().code, 'connection-lost');
  bench.advance(10_000);
  t.false(bench.sent().includes('MQTT'));
});
