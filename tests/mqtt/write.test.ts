import test from 'ava';
import { MQTTClient } from '../../modules/mqtt/mqtt-client.js';
import type { WriteOptions } from '../../modules/ports/mqtt-client.js';
import type { RecordingClient } from '../support/recording-client.js';
import { text, VirtualBench } from '../support/virtual-bench.js';

const { DISCONNECT, PUBLISH, SUBSCRIBE, UNSUBSCRIBE } = MQTTClient;
const BYTES = Buffer.from('payload');
/** What a publish may cost besides its payload; `onWritable` and `write` count it in. */
const OVERHEAD = 264;

function connected(publishCapacity?: number): { bench: VirtualBench; client: RecordingClient } {
  const bench = new VirtualBench().bringUp();
  const client = bench.connectedClient({ publishCapacity });
  bench.sent();
  return { bench, client };
}

test('before CONNACK write throws, and nothing is sent for it', (t) => {
  const bench = new VirtualBench().bringUp();
  const { client } = bench.client();
  const refusal = { code: 'connection-lost', message: 'not connected' };
  t.throws(() => client.write(BYTES, { topic: 'a' }), refusal);
  bench.until(() => bench.module.slots.state(1) === 'opening', 'the slot is opening');
  t.throws(() => client.write(BYTES, { topic: 'a' }), refusal);
  t.throws(() => client.write(null, { operation: DISCONNECT }), refusal);
  bench.advance(5000);
  t.false(bench.sent().includes('MQTTPUB'));
});

test('what write is given wrongly it refuses by name, and nothing is sent', (t) => {
  const { bench, client } = connected(100);
  const refusals: readonly (readonly [data: unknown, options: unknown, message: RegExp])[] = [
    [BYTES, undefined, /^options: are required/],
    [BYTES, null, /^options: are required/],
    ['text', { topic: 'a' }, /^data: must be a Byte Buffer/],
    [new Uint16Array(2), { topic: 'a' }, /^data: must be a Byte Buffer/],
    [BYTES, {}, /^topic: is required/],
    [BYTES, { topic: null }, /^topic: must be a Byte Buffer/],
    [BYTES, { topic: 5 }, /^topic: must be a Byte Buffer/],
    [BYTES, { topic: '' }, /^topic: must be 1 to 255 bytes long, is 0 .*§4\.1\.3/],
    [BYTES, { topic: new ArrayBuffer(0) }, /^topic: must be 1 to 255 bytes long, is 0/],
    [BYTES, { topic: 'x'.repeat(256) }, /^topic: must be 1 to 255 bytes long, is 256/],
    [BYTES, { topic: 'ä'.repeat(128) }, /^topic: must be 1 to 255 bytes long, is 256/],
    [BYTES, { topic: 'a/+/b' }, /^topic: must not hold the wildcards/],
    [BYTES, { topic: Buffer.from('a/#') }, /^topic: must not hold the wildcards/],
    [BYTES, { topic: 'a"b' }, /^topic: must not hold a double quote/],
    [BYTES, { topic: 'a\r\nATD1;\r' }, /^topic: must not hold control characters/],
    [BYTES, { topic: Uint8Array.of(0x61, 0) }, /^topic: must not hold control characters/],
    ...[3, -1, 1.5, '1'].map((QoS) => [BYTES, { topic: 'a', QoS }, /^qos: must be a whole number from 0 to 2/] as const),
    ...[101, -1, 7.5, '7', Number.NaN].map(
      (byteLength) => [null, { topic: 'a', byteLength }, /^byteLength: must be a whole number up to .*Capacity, 100/] as const,
    ),
    [new Uint8Array(101), { topic: 'a' }, /^byteLength: .* publishCapacity, 100/],
    [BYTES, { topic: 'a', byteLength: 6 }, /^data: must not be longer than byteLength/],
    ...[-1, 65536, 1.5, NaN, '1'].map((id) => [BYTES, { topic: 'a', id }, /^id: must be a whole number from 0 to 65535/] as const),
    ...[1, 2, 4, 5, 6, 7, 9, 11, 12, 13, 0, 15, '3'].map(
      (operation) => [BYTES, { operation, id: 1, topic: 'a' }, /^operation: must be one that the module does not send/] as const,
    ),
    ...[SUBSCRIBE, UNSUBSCRIBE].flatMap((operation) => [
      [null, { operation }, /^items: must hold at least one topic/] as const,
      [null, { operation, items: [] }, /^items: must hold at least one topic/] as const,
      [null, { operation, items: 'a/b' }, /^items: must hold at least one topic/] as const,
      [null, { operation, items: [{ topic: 'a' }, { topic: '' }] }, /^topic: must be 1 to 255/] as const,
      [null, { operation, items: [{}] }, /^topic: must be a Byte Buffer/] as const,
      ...['a+', 'a/#/b', '#a', 'a/+b/c'].map(
        (topic) => [null, { operation, items: [{ topic }] }, /^topic: has a wildcard/] as const,
      ),
      [null, { operation, items: [{ topic: 'a\r' }] }, /^topic: must not hold control characters/] as const,
    ]),
    [null, { operation: SUBSCRIBE, items: [{ topic: 'a', QoS: 3 }] }, /^qos: must be a whole number from 0 to 2/],
  ];
  for (const [data, options, message] of refusals) {
    const what = JSON.stringify([data, options]).slice(0, 90);
    t.throws(() => client.client.write(data as Uint8Array, options as WriteOptions), { code: 'invalid-argument', message }, what);
  }
  bench.advance(1000);
  t.is(bench.sent(), '');
  client.publish('still/works', 'yes');
  bench.until(() => bench.received.length === 1, 'the message has arrived');
});

test('while one operation is under way another one is too many', (t) => {
  const { bench, client } = connected();
  const items = [{ topic: 'a' }];
  const lists = [SUBSCRIBE, UNSUBSCRIBE].map((operation) => ({ operation, items }));
  const operations: readonly WriteOptions[] = [{ topic: 'a' }, ...lists];
  for (const underWay of operations) {
    client.untilWritable();
    t.is(client.client.write(BYTES, underWay), 0);
    client.writable = 0;
    for (const further of operations) {
      t.throws(() => client.client.write(BYTES, further), { code: 'overflow', message: /wait for onWritable/ });
    }
  }
  client.untilWritable();
  t.is(bench.received.length, 1);
});

test('write and onWritable say how much can be written', (t) => {
  const { client } = connected(50);
  t.is(client.writable, 50 + OVERHEAD);
  t.is(client.client.write(Buffer.from('ab'), { topic: 'a', byteLength: 50 }), 48);
  t.is(client.client.write(Buffer.from('cd')), 46);
  t.is(client.client.write(new Uint8Array(46)), 0);
  client.writable = 0;
  client.untilWritable();
  t.is(client.writable, 50 + OVERHEAD);
});

test('a message goes out in fragments, the later ones without options', (t) => {
  const { bench, client } = connected();
  const { client: mqtt } = client;
  mqtt.write(Buffer.from('one '), { topic: 'a', QoS: 1, id: 9, byteLength: 11 });
  bench.advance(1000);
  t.is(bench.sent(), '');
  const code = 'invalid-argument';
  t.throws(() => mqtt.write(Buffer.from('two '), { topic: 'a' }), { code, message: /^options: go with the first fragment/ });
  t.throws(() => mqtt.write(Buffer.from('two three'), null as never), { code, message: /^data: must not be longer/ });
  mqtt.write(Buffer.from('two '), null as never);
  mqtt.write(new Uint8Array(0));
  client.writable = mqtt.write(new DataView(Uint8Array.from(Buffer.from('..end')).buffer, 2));
  client.untilWritable();
  t.deepEqual(bench.received.map(({ topic, payload }) => [topic, text(payload)]), [['a', 'one two end']]);
  t.deepEqual(client.acknowledgements, ['control 4 9']);
});

test('a program that writes one fragment for each onWritable gets its message out', (t) => {
  const { bench, client } = connected();
  const message = Buffer.from('in many small pieces');
  let sent = client.client.write(message.subarray(0, 4), { topic: 'a', byteLength: message.length }) > 0 ? 4 : 0;
  for (client.writable = 0; sent < message.length; sent += 4) {
    bench.until(() => client.writable > 0, 'another fragment can be written');
    t.is(client.writable, message.length - sent);
    client.writable = 0;
    client.client.write(message.subarray(sent, sent + 4));
  }
  bench.until(() => bench.received.length === 1, 'the message has arrived');
  t.is(text(bench.received[0].payload), 'in many small pieces');
});

test('an end that the full command queue refuses can be written again', (t) => {
  const bench = new VirtualBench({ modem: { queueCapacity: 1 } }).bringUp();
  const [first, second] = [bench.connectedClient(), bench.connectedClient({ id: 'node-2' })];
  first.client.write(Buffer.from('a'), { topic: 'split', byteLength: 2 });
  second.publish('whole', 'x');
  t.throws(() => first.client.write(Buffer.from('b')), { code: 'overflow' });
  bench.advance(1000);
  first.client.write(Buffer.from('b'));
  bench.until(() => bench.received.length === 2, 'both have arrived');
  t.deepEqual(bench.received.map(({ payload }) => text(payload)), ['x', 'ab']);
});

test('topics and data come as text and as every kind of Byte Buffer', (t) => {
  const { bench, client } = connected();
  const bytes = Uint8Array.from(Buffer.from('..päyload..'));
  const { buffer } = bytes;
  const whole = [buffer, bytes, new Int8Array(buffer), new Uint8ClampedArray(buffer), new DataView(buffer)];
  const parts = [new Uint8Array(buffer, 2, 8), new Int8Array(buffer, 2, 8), new DataView(buffer, 2, 8)];
  for (const topic of [...whole, ...parts]) client.write(Buffer.from('x'), { topic });
  for (const data of [...whole, ...parts]) client.write(data as Uint8Array, { topic: 'tö/pic' });
  client.write(null, { topic: 'none' });
  bench.until(() => bench.received.length === 17, 'all have arrived');
  const expected = [...whole.map(() => '..päyload..'), ...parts.map(() => 'päyload')];
  t.deepEqual(bench.received.slice(0, 8).map(({ topic }) => topic), expected);
  t.deepEqual(bench.received.slice(8).map(({ payload }) => text(payload)), [...expected, '']);
});

test('an empty message deletes what is retained', (t) => {
  const { bench, client } = connected();
  const retained = (): string[] => {
    const texts: string[] = [];
    const unsubscribe = bench.broker.subscribe('kept', ({ payload }) => texts.push(text(payload)));
    bench.advance(100);
    unsubscribe();
    return texts;
  };
  client.publish('kept', 'not retained', 1);
  client.publish('kept', 'old', 1, true);
  client.untilWritable();
  t.deepEqual(retained(), ['old']);
  client.publish('kept', '', 1, true);
  client.untilWritable();
  t.deepEqual(retained(), []);
});

test('PUBLISH is the operation where none is named', (t) => {
  const { bench, client } = connected();
  client.write(BYTES, { operation: PUBLISH, topic: 'named', duplicate: true });
  client.write(BYTES, { topic: 'unnamed' });
  bench.until(() => bench.received.length === 2, 'both have arrived');
  const published = bench.received.map(({ topic, qos, isRetained }) => [topic, qos, isRetained]);
  t.deepEqual(published, [['named', 0, false], ['unnamed', 0, false]]);
});
