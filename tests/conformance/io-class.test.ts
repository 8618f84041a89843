import test from 'ava';
import { MQTTClient } from '../../modules/mqtt/mqtt-client.js';
import { latin1, utf8 } from '../support/bytes.js';
import { VirtualBench } from '../support/virtual-bench.js';

/** ECMA-419 §9 and Annex A, IO Class Pattern, with the format `buffer` (§25). */

/** A client with a message that is announced and not read. */
function withMessage(text: string) {
  const bench = new VirtualBench().bringUp();
  const recording = bench.connectedClient();
  recording.isReading = false;
  recording.subscribe('in');
  bench.publish('in', text);
  recording.untilReceived(1);
  return { bench, recording, client: recording.client };
}

const textOf = (buffer: ArrayBuffer | undefined): string | undefined => buffer && latin1(new Uint8Array(buffer));

test('read: undefined as long as there is nothing, whatever is asked for', (t) => {
  const { client } = new VirtualBench().bringUp().connectedClient();
  t.is(client.read(), undefined);
  t.is(client.read(5), undefined);
  t.is(client.read(new Uint8Array(5)), undefined);
});

test('read(): all that there is, as an ArrayBuffer', (t) => {
  const { client } = withMessage('message');
  const data = client.read();
  t.true(data instanceof ArrayBuffer);
  t.is(textOf(data), 'message');
});

test('read(count): an ArrayBuffer of up to so many bytes', (t) => {
  const { client } = withMessage('message');
  const data = client.read(3);
  t.true(data instanceof ArrayBuffer);
  t.is(textOf(data), 'mes');
  t.is(textOf(client.read(100)), 'sage');
});

test('read(count): throws for what is no positive integer, and takes nothing', (t) => {
  const { client } = withMessage('message');
  for (const count of [0, -1, 1.5, Number.NaN]) t.throws(() => client.read(count), { code: 'invalid-argument' });
  t.is(textOf(client.read()), 'message');
});

test('read(buffer): fills what the Byte Buffer spans, and gives the number of bytes', (t) => {
  const { client } = withMessage('0123456789');
  const bytes = new Uint8Array(12).fill(0x2d);
  const { buffer } = bytes;
  t.is(client.read(new Uint8Array(buffer, 1, 2)), 2);
  t.is(client.read(new Int8Array(buffer, 4, 2)), 2);
  t.is(client.read(new DataView(buffer, 7, 2)), 2);
  t.is(latin1(bytes), '-01-23-45---');
  t.is(client.read(buffer), 4);
  t.is(latin1(bytes), '6789' + '23-45---');
});

test('read(buffer): throws for what is no Byte Buffer, and takes nothing', (t) => {
  const { client } = withMessage('message');
  for (const wrong of ['text', {}, [1, 2], new Uint16Array(2), new Float64Array(1)]) {
    t.throws(() => client.read(wrong as never), { code: 'invalid-argument' });
  }
  t.is(textOf(client.read()), 'message');
});

test('write: takes every kind of Byte Buffer, and of a view what it spans', (t) => {
  const bench = new VirtualBench().bringUp();
  const client = bench.connectedClient();
  const { buffer } = Uint8Array.from(utf8('..data..'));
  const parts = [new Uint8Array(buffer, 2, 4), new Int8Array(buffer, 2, 4), new DataView(buffer, 2, 4)];
  for (const data of [buffer, ...parts]) client.write(data as Uint8Array, { topic: 'out' });
  bench.until(() => bench.received.length === 4, 'all have arrived');
  t.deepEqual(bench.received.map(({ payload }) => latin1(payload)), ['..data..', 'data', 'data', 'data']);
});

test('write: throws for data that is incompatible, and sends nothing of it', (t) => {
  const bench = new VirtualBench().bringUp();
  const { client } = bench.connectedClient();
  bench.sent();
  for (const wrong of ['text', 5, {}, [1, 2], new Uint16Array(2)]) {
    t.throws(() => client.write(wrong as never, { topic: 'out' }), { code: 'invalid-argument' });
  }
  bench.advance(5000);
  t.is(bench.sent(), '');
});

test('write: all or nothing: what would overflow throws, and nothing of it is sent', (t) => {
  const bench = new VirtualBench().bringUp();
  const { client } = bench.connectedClient({ publishCapacity: 32 });
  bench.sent();
  const expected = { code: 'invalid-argument', message: /publishCapacity, 32/ };
  t.throws(() => client.write(new Uint8Array(33), { topic: 'out' }), expected);
  bench.advance(5000);
  t.is(bench.sent(), '');
  client.write(new Uint8Array(32), { topic: 'out' });
  t.throws(() => client.write(new Uint8Array(1), { topic: 'out' }), { code: 'overflow' });
  bench.advance(5000);
  t.deepEqual(bench.received.map(({ payload }) => payload.length), [32]);
});

test('write: the data are the caller\'s again as soon as it has returned', (t) => {
  const bench = new VirtualBench().bringUp();
  const { client } = bench.connectedClient();
  const data = Uint8Array.from(utf8('as it was'));
  client.write(data, { topic: 'out' });
  data.fill(0);
  bench.until(() => bench.received.length === 1, 'the message has arrived');
  t.is(latin1(bench.received[0].payload), 'as it was');
});

test('format: buffer at first and for ever: another value throws, and changes nothing', (t) => {
  const { client } = new VirtualBench().client();
  t.is(client.format, 'buffer');
  for (const format of ['number', 'string', 'object', 'buffer/disposable', undefined]) {
    t.throws(() => (client.format = format as 'buffer'), { code: 'invalid-argument' });
  }
  client.format = 'buffer';
  t.is(client.format, 'buffer');
});

test('onReadable: once for what has arrived, and not again before there is more', (t) => {
  const { bench, recording, client } = withMessage('first');
  bench.publish('in', 'second');
  bench.advance(60_000);
  t.is(recording.messages.length, 1);
  client.read(2);
  bench.advance(60_000);
  t.is(recording.messages.length, 1);
  client.read();
  bench.advance(60_000);
  t.is(recording.messages.length, 2);
});

test('onWritable: when the connection takes data, and again when it takes more', (t) => {
  const bench = new VirtualBench().bringUp();
  const client = bench.client();
  t.is(client.writable, 0);
  client.untilWritable();
  t.is(client.client.write(new Uint8Array(4), { topic: 'out' }), 0);
  client.writable = 0;
  client.untilWritable();
  t.true(client.writable > 0);
});

test('onError: told once; the instance is of no use any more, and closing it is legal', (t) => {
  const bench = new VirtualBench().bringUp();
  const client = bench.connectedClient();
  bench.module.slots.break(1, 1);
  t.true(client.untilError() instanceof Error);
  t.throws(() => client.client.write(new Uint8Array(1), { topic: 'out' }), { code: 'connection-lost' });
  bench.advance(600_000);
  t.is(client.events.filter((event) => event.startsWith('error')).length, 1);
  t.notThrows(() => client.client.close());
});

test('a resource that is in use makes the constructor throw', (t) => {
  const bench = new VirtualBench().bringUp();
  bench.client({ slot: 1 });
  t.throws(() => new MQTTClient(bench.clientOptions({ slot: 1 })), { code: 'slot-taken' });
});
