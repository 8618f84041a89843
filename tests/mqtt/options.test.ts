import test from 'ava';
import { MQTTClient } from '../../modules/mqtt/mqtt-client.js';
import { VirtualBench } from '../support/virtual-bench.js';

/** What is wrong, the option that the error must name, and its bound or section. */
type Refusal = readonly [options: object, argument: string, bound: RegExp];

const LONG = 'x'.repeat(256);
const HOSTILE = ['a"b', 'a\rb', 'a\nb', 'a\r\nATD123;\r', 'a\0b', 'a\x7fb'];
const WIRE = /must not hold (control characters such as CR and LF|a double quote)/;

const refusals: readonly Refusal[] = [
  [{ link: undefined }, 'link', /must be the modem/],
  [{ link: null }, 'link', /must be the modem/],
  [{ link: {} }, 'link', /must be the modem/],
  [{ host: undefined }, 'host', /must be a string/],
  [{ host: {} }, 'host', /must be a string/],
  [{ host: '' }, 'host', /must be 1 to 255 bytes long, is 0 .*§4\.1\.1/],
  [{ host: LONG }, 'host', /must be 1 to 255 bytes long, is 256 .*§4\.1\.1/],
  [{ host: 'ä'.repeat(128) }, 'host', /is 256/],
  ...HOSTILE.map((host): Refusal => [{ host }, 'host', WIRE]),
  ...[0, -1, 65536, 1.5, Number.NaN, 'http', ''].map(
    (port): Refusal => [{ port }, 'port', /whole number from 1 to 65535 .*§4\.1\.1/],
  ),
  ...[-1, 300_001, Number.NaN, Infinity, 'long'].map(
    (keepAlive): Refusal => [{ keepAlive }, 'keepAlive', /0 to 300000 milliseconds .*§5\.1/],
  ),
  [{ keepalive: 600_000 }, 'keepAlive', /0 to 300000 milliseconds/],
  [{ password: 'x'.repeat(1024) }, 'user, password and id', /take 1053 bytes in AT\+MQTTUSER=, the modem's transmitCapacity is 1024/],
  [{ tls: {} }, 'tls', /must be true or false .*§4\.2\.2/],
  [{ tls: 1 }, 'tls', /must be true or false/],
  [{ id: 5 }, 'id', /must be a string/],
  [{ id: 'x'.repeat(257) }, 'id', /is 257 bytes long, the module is sent at most 256: .*docs.platforms/],
  ...HOSTILE.map((id): Refusal => [{ id }, 'clientId', WIRE]),
  [{ user: true }, 'user', /must be a string/],
  [{ user: 'x'.repeat(513) }, 'user', /is 513 bytes long, the module is sent at most 512/],
  ...HOSTILE.map((user): Refusal => [{ user }, 'user', WIRE]),
  [{ password: 5 }, 'password', /must be a Byte Buffer/],
  [{ password: new Uint16Array(4) }, 'password', /must be a Byte Buffer/],
  [{ password: 'x'.repeat(1025) }, 'password', /the module is sent at most 1024/],
  ...HOSTILE.map((password): Refusal => [{ password }, 'password', WIRE]),
  ...HOSTILE.map((password): Refusal => [{ password: Buffer.from(password) }, 'password', WIRE]),
  ...[3, -1, 0.5, '1'].map((QoS): Refusal => [{ will: { topic: 'w', QoS } }, 'qos', /whole number from 0 to 2/]),
  [{ will: {} }, 'will.topic', /must be a Byte Buffer/],
  [{ will: 'w' }, 'will.topic', /must be a Byte Buffer/],
  [{ will: { topic: '' } }, 'will.topic', /must be 1 to 255 bytes long, is 0 .*§4\.1\.3/],
  [{ will: { topic: LONG } }, 'will.topic', /must be 1 to 255 bytes long, is 256/],
  [{ will: { topic: 'a/+' } }, 'will.topic', /wildcards .*MQTT 3\.1\.1 §3\.3\.2\.1/],
  [{ will: { topic: 'a/#' } }, 'will.topic', /wildcards/],
  ...HOSTILE.map((topic): Refusal => [{ will: { topic } }, 'topic', WIRE]),
  [{ will: { topic: 'w', message: 5 } }, 'will.message', /must be a Byte Buffer/],
  [{ will: { topic: 'w', message: 'x'.repeat(4097) } }, 'will.message', /at most 4096 bytes long, is 4097/],
  ...['number', 'string', null].map((format): Refusal => [{ format }, 'format', /must be "buffer" .*ECMA-419 §25/]),
  ...[new Uint8Array(0), new ArrayBuffer(8), new Uint16Array(8), 1024].map(
    (receiveBuffer): Refusal => [{ receiveBuffer }, 'receiveBuffer', /must be a Uint8Array that is not empty/],
  ),
  ...[0, 4097, 1.5, '64', Number.NaN].map(
    (publishCapacity): Refusal => [{ publishCapacity }, 'publishCapacity', /whole number from 1 to 4096/],
  ),
  ...[0, -1, 1.5, 257, NaN, '16', null].map(
    (publishWindow): Refusal => [{ publishWindow }, 'publishWindow', /whole number from 1 to 256/],
  ),
  ...['onReadable', 'onWritable', 'onControl', 'onError', 'onDropped'].map(
    (name): Refusal => [{ [name]: 'a name' }, name, /must be a function .*ECMA-419 §8/],
  ),
  ...[0, 4, 1.5, '1'].map((slot): Refusal => [{ slot }, 'slot', /must be 1 to 3 .*facts\.md#slots/]),
];

test('each bad option is refused by name, bound and section, with nothing claimed and not a byte sent', (t) => {
  const bench = new VirtualBench().bringUp();
  bench.sent();
  for (const [options, argument, bound] of refusals) {
    const what = `${argument}: ${JSON.stringify(options).slice(0, 60)}`;
    const construct = (): MQTTClient => new MQTTClient({ ...bench.clientOptions(), ...options } as never);
    const error = t.throws(construct, { code: 'invalid-argument' }, what);
    t.true(error?.message.startsWith(`${argument}: `), `${what}: ${error?.message}`);
    t.regex(error?.message ?? '', bound, what);
    t.regex(error?.message ?? '', /\(.+\)$/, what);
    t.like(error, { isRetryable: false });
  }
  bench.advance(1000);
  t.is(bench.sent(), '');
  t.deepEqual([bench.client().client.slot, bench.client({ id: 'node-2' }).client.slot], [1, 2]);
});

test('options are required', (t) => {
  const Constructor = MQTTClient as unknown as new (options?: null) => MQTTClient;
  for (const call of [() => new Constructor(), () => new Constructor(null)]) {
    t.throws(call, { code: 'invalid-argument', message: /^options: must be an object/ });
  }
});

test('all other options are looked at before the slot is', (t) => {
  const bench = new VirtualBench().bringUp();
  bench.client({ slot: 1 });
  t.throws(() => bench.client({ slot: 1, host: '' }), { code: 'invalid-argument', message: /^host: / });
  const options = { ...bench.clientOptions(), slot: 1, onError: 5 as never };
  t.throws(() => new MQTTClient(options), { code: 'invalid-argument', message: /^onError: / });
  t.throws(() => bench.client({ slot: 1 }), { code: 'slot-taken', message: 'slot 1 is taken' });
});

test('a password is in no error', (t) => {
  const bench = new VirtualBench();
  const error = t.throws(() => bench.client({ password: 'hush"hush' }));
  t.false(JSON.stringify([error?.message, error]).includes('hush'));
});

test('values at their bounds are taken', (t) => {
  const bench = new VirtualBench();
  const atBounds = [
    { host: 'x'.repeat(255), port: 65535, keepAlive: 300_000, publishCapacity: 4096 },
    { host: 'x', port: 1, keepAlive: 0, publishCapacity: 1, receiveBuffer: new Uint8Array(1) },
    { id: 'x'.repeat(256), user: 'x'.repeat(512), password: 'x'.repeat(227) },
    { password: 'x'.repeat(995) },
    { will: { topic: 'x'.repeat(255), message: 'x'.repeat(4096), QoS: 2 } },
    { id: '', user: '', password: '', will: undefined, format: 'buffer', slot: 3 },
  ] as const;
  for (const options of atBounds) t.notThrows(() => bench.client(options).client.close());
});

test('options are taken from a frozen object, and those that it does not know are ignored', (t) => {
  const bench = new VirtualBench().bringUp();
  const options = Object.freeze({
    ...bench.clientOptions(),
    will: Object.freeze({ topic: 'w', message: 'm' }),
    io: MQTTClient,
    socket: { io: null },
    dns: { io: null },
    onBanana: 5,
  });
  const client = new MQTTClient(options);
  bench.until(() => bench.broker.isConnected('node-1'), 'the client is connected');
  t.deepEqual(Object.keys(options).sort(), ['dns', 'host', 'id', 'io', 'link', 'onBanana', 'socket', 'will']);
  client.close();
});

test('what becomes of the options object later changes nothing', (t) => {
  const bench = new VirtualBench().bringUp();
  const told: string[] = [];
  const options = { ...bench.clientOptions(), host: 'first.example.com', onControl: (): unknown => told.push('first') };
  new MQTTClient(options as never);
  options.onControl = () => told.push('second');
  options.host = 'second.example.com';
  bench.sent();
  bench.until(() => told.length > 0, 'CONNACK has come');
  t.deepEqual(told, ['first']);
  t.regex(bench.sent(), /AT\+MQTTOPEN=1,"first\.example\.com"/);
});
