import test from 'ava';
import type { CellularError } from '../../modules/base/errors.js';
import { type Client, EspruinoBench } from './bench.js';

/** A character for each byte. */
function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}

test('connect() brings the modem up, connects, and calls back with the client', (t) => {
  const bench = new EspruinoBench();
  let given: Client | undefined;
  const client = bench.connect({}, (error, theClient) => {
    t.is(error, null);
    given = theClient;
  });
  t.false(client.connected);
  bench.until(() => given !== undefined, 'the callback has come');
  t.is(given, client);
  t.true(client.connected);
  t.true(bench.broker.isConnected('node-1'));
  t.deepEqual(bench.told, ['connected', 'connect']);
  t.is(client.modem.operator, 'CHN-UNICOM');
});

test('the UART is set up once, with the rate and what belongs to it', (t) => {
  const bench = new EspruinoBench();
  bench.connected({ serial: { rx: 16, tx: 17 } });
  t.deepEqual(bench.port.setups, [[115200, { rx: 16, tx: 17 }]]);
});

test('messages go out at each QoS, retained or not, from strings and bytes', (t) => {
  const bench = new EspruinoBench();
  const client = bench.connected();
  const every = Uint8Array.from({ length: 256 }, (_, index) => index);
  client.publish('r/0', 'a reading', bench.tell('0'));
  client.publish('r/1', 'with "quotes"', { qos: 1, retain: true }, bench.tell('1'));
  client.publish('r/2', bench.engine.bytes(every), { qos: 2 }, bench.tell('2'));
  client.publish('r/buffer', bench.engine.bytes([1, 2]).buffer, { qos: 1 }, bench.tell('buffer'));
  client.publish('r/empty', '', { qos: 1 }, bench.tell('empty'));
  bench.untilTold('empty: done');
  t.deepEqual(bench.told, ['0: done', '1: done', '2: done', 'buffer: done', 'empty: done']);
  t.deepEqual(
    bench.received.map(({ topic, payload, qos, isRetained }) => [topic, latin1(payload), qos, isRetained]),
    [
      ['r/0', 'a reading', 0, false],
      ['r/1', 'with "quotes"', 1, false],
      ['r/2', latin1(every), 2, false],
      ['r/buffer', '\x01\x02', 1, false],
      ['r/empty', '', 1, false],
    ],
  );
  const retained: string[] = [];
  bench.broker.subscribe('#', ({ topic, isRetained }) => retained.push(`${topic} ${isRetained}`));
  bench.time.advance(1000);
  t.deepEqual(retained, ['r/1 true']);
});

test('bytes are taken at the call: the array may be used again at once', (t) => {
  const bench = new EspruinoBench();
  const client = bench.connected();
  const bytes = bench.engine.bytes([65, 66, 67]);
  client.publish('a', bytes, { qos: 1 }, bench.tell('a'));
  bytes.fill(0);
  bench.untilTold('a: done');
  t.is(latin1(bench.received[0].payload), 'ABC');
});

test('arriving messages are events, a character for each byte', (t) => {
  const bench = new EspruinoBench();
  const client = bench.connected();
  const events: unknown[] = [];
  client.on('message', (topic: string, message: string) => events.push([topic, message]));
  client.on('publish', (message: { topic: string; message: string; qos: number }) => {
    events.push([message.topic, message.message, message.qos]);
  });
  client.subscribe('cmd/#', { qos: 1 }, bench.tell('subscribed'));
  bench.untilTold('subscribed: done');
  bench.publish('cmd/a', Uint8Array.of(0, 13, 10, 34, 255), 1);
  bench.publish('other', 'not for us', 1);
  bench.publish('cmd/b', '', 0);
  bench.until(() => events.length === 4, 'both messages have come');
  t.deepEqual(events, [
    ['cmd/a', '\x00\r\n"\xff', 1],
    ['cmd/a', '\x00\r\n"\xff'],
    ['cmd/b', '', 0],
    ['cmd/b', ''],
  ]);
});

test('a module that pushes its messages is as good', (t) => {
  const bench = new EspruinoBench({ module: { profile: { hasReceiveMode: false } } });
  const client = bench.connected();
  const messages: string[] = [];
  client.on('message', (topic: string, message: string) => messages.push(`${topic} ${message}`));
  client.subscribe('#', bench.tell('subscribed'));
  bench.untilTold('subscribed: done');
  bench.publish('a', 'pushed', 0);
  bench.until(() => messages.length === 1, 'the message has come');
  t.deepEqual(messages, ['a pushed']);
});

test('after unsubscribe() nothing comes any more', (t) => {
  const bench = new EspruinoBench();
  const client = bench.connected();
  client.on('message', () => t.fail());
  client.subscribe('a', bench.tell('subscribed'));
  client.unsubscribe('a', bench.tell('unsubscribed'));
  bench.untilTold('unsubscribed: done');
  bench.publish('a', 'late');
  bench.time.advance(10_000);
  t.deepEqual(bench.told, ['subscribed: done', 'unsubscribed: done']);
});

test('a subscription that the broker refuses has failed, and the connection goes on', (t) => {
  const bench = new EspruinoBench({ broker: { grant: (filter, qos) => (filter === 'secret' ? 128 : qos) } });
  const client = bench.connected();
  client.subscribe('secret', bench.tell('secret'));
  client.subscribe('open', bench.tell('open'));
  bench.untilTold('open: done');
  t.deepEqual(bench.told, ['secret: failed', 'open: done']);
});

test('operations wait for one another, and only so many', (t) => {
  const bench = new EspruinoBench();
  const client = bench.connected();
  const names = Array.from({ length: 17 }, (_, index) => String(index + 1));
  for (const name of names) client.publish('n', name, { qos: 1 }, bench.tell(name));
  bench.untilTold('16: done');
  t.is(bench.told[0], '17: overflow');
  t.deepEqual(bench.received.map(({ payload }) => latin1(payload)), names.slice(0, 16));
});

test('what a callback asks for is done in its turn', (t) => {
  const bench = new EspruinoBench();
  const client = bench.connected();
  client.publish('a', '1', { qos: 1 }, () => client.publish('a', '2', { qos: 1 }, bench.tell('second')));
  bench.untilTold('second: done');
  t.is(bench.received.length, 2);
});

test('a bound that is broken is told to the callback, without one by an event; what is no text throws', (t) => {
  const bench = new EspruinoBench();
  const client = bench.connected();
  client.publish('a/+', 'x', bench.tell('wildcard'));
  client.publish('a\r', 'x', bench.tell('line end'));
  client.publish('a', 'x', { qos: 3 }, bench.tell('qos'));
  client.publish('a', 'x'.repeat(1025), bench.tell('long'));
  client.subscribe('a#');
  client.publish('a', 'fine', { qos: 1 }, bench.tell('fine'));
  bench.untilTold('fine: done');
  t.deepEqual(bench.told, [
    'wildcard: invalid-argument',
    'line end: invalid-argument',
    'qos: invalid-argument',
    'long: invalid-argument',
    'error invalid-argument',
    'fine: done',
  ]);
  t.like(t.throws(() => client.publish('a', 5)), { code: 'invalid-argument' });
  t.like(t.throws(() => client.publish(undefined, 'x')), { code: 'invalid-argument' });
  t.like(t.throws(() => client.subscribe(['a'])), { code: 'invalid-argument' });
  t.is(bench.received.length, 1);
});

test('options that are none are refused by name, before anything is sent', (t) => {
  const bench = new EspruinoBench();
  const refusal = (options: unknown): string => {
    const error = t.throws(() => bench.cellnode.connect(bench.port.object, options)) as CellularError;
    return `${error.code} ${error.message.split(':')[0]}`;
  };
  const broker = { host: 'broker.example.com' };
  t.is(refusal(undefined), 'invalid-argument options');
  t.is(refusal({}), 'invalid-argument broker');
  t.is(refusal({ broker, apn: 'CMNET' }), 'invalid-argument apn');
  t.is(refusal({ broker: { ...broker, client_id: 'x' } }), 'invalid-argument broker.client_id');
  t.is(refusal({ broker: { host: 'a"b' } }), 'invalid-argument host');
  t.is(refusal({ broker, network: { Apn: 'x' } }), 'invalid-argument Apn');
  t.is(refusal({ broker, network: { pin: 'x' } }), 'invalid-argument pin');
  t.is(refusal({ broker, limit: 0 }), 'invalid-argument limit');
  t.is(refusal({ broker, modem: { checkInterval: 1 } }), 'invalid-argument checkInterval');
  t.is(refusal({ broker, modem: { dialect: {} } }), 'invalid-argument modem.dialect');
  bench.time.advance(60_000);
  t.is(bench.port.written, 0);
});

test('the transmit queue never fills: writing never stops the engine', (t) => {
  const bench = new EspruinoBench();
  const client = bench.connected({ broker: { host: 'broker.example.com', id: 'node-1', publishCapacity: 4096 } });
  client.publish('a', bench.engine.bytes(new Uint8Array(4096)), { qos: 1 }, bench.tell('long'));
  bench.untilTold('long: done');
  t.is(bench.received[0].payload.length, 4096);
  t.is(bench.port.blocked, 0);
});
