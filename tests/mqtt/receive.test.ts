import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { check } from '../property.js';
import type { RecordingClient } from '../support/recording-client.js';
import { text, VirtualBench, type VirtualBenchOptions } from '../support/virtual-bench.js';
import { NO_STRAY_WORDS } from '../support/voice.js';
import { payloads, topics } from './payloads.js';

const EVERY_BYTE = Uint8Array.from({ length: 256 }, (_, byte) => byte);

function subscribed(receiveCapacity = 1024, options: VirtualBenchOptions = {}): { bench: VirtualBench; client: RecordingClient } {
  const bench = new VirtualBench(options).bringUp();
  const client = bench.connectedClient({ receiveBuffer: new Uint8Array(receiveCapacity) });
  client.subscribe('#');
  return { bench, client };
}

test('a message has its topic, its QoS, its length, and every byte as it was', (t) => {
  const { bench, client } = subscribed();
  bench.publish('a/ü', EVERY_BYTE, 1);
  bench.publish('b', '', 0);
  bench.publish('c', 'x', 2);
  const messages = client.untilReceived(3);
  t.deepEqual(messages.map(({ topic, QoS }) => [topic, QoS]), [['a/ü', 1], ['b', 0], ['c', 1]]);
  t.deepEqual(messages[0].payload, EVERY_BYTE);
  t.deepEqual(client.events.filter((event) => event.startsWith('readable')), ['readable 256', 'readable 0', 'readable 1']);
});

test('whatever arrives is exact: every payload, every length, every topic', (t) => {
  const { bench, client } = subscribed(2255, { module: { profile: NO_STRAY_WORDS } });
  check(
    t,
    fc.property(fc.array(fc.tuple(topics, payloads(2000)), { minLength: 1, maxLength: 3 }), (sent) => {
      client.messages.length = 0;
      for (const [topic, payload] of sent) bench.publish(topic, payload);
      client.untilReceived(sent.length);
      assert.deepEqual(
        client.messages.map(({ topic, payload }) => [topic, Buffer.from(payload)]),
        sent.map(([topic, payload]) => [topic, Buffer.from(payload)]),
      );
    }),
    { runs: 150 },
  );
  t.is(client.error, undefined);
  t.is(client.client.exceptions, 0);
  t.is(bench.modem.counters.anomalies, 0);
});

test('the next message is held back until the last one has been read', (t) => {
  const { bench, client } = subscribed();
  client.isReading = false;
  for (const payload of ['one', 'two', 'three']) bench.publish('a', payload);
  bench.advance(60_000);
  t.is(client.messages.length, 1);
  t.is(bench.module.slots.waitingMessages(1), 2);
  client.take();
  bench.advance(60_000);
  t.is(client.messages.length, 2);
  client.isReading = true;
  client.take();
  t.deepEqual(client.untilReceived(3).map(({ payload }) => text(payload)), ['one', 'two', 'three']);
});

test('while a message is unread, other things go on', (t) => {
  const { bench, client } = subscribed();
  client.isReading = false;
  bench.publish('a', 'unread');
  bench.advance(1000);
  client.publish('b', 'out', 2);
  client.untilWritable();
  t.deepEqual(client.acknowledgements.slice(-1), ['control 7 2']);
  client.take();
  t.is(text(client.messages[0].payload), 'unread');
});

test('a message is read in pieces, as a new buffer or into one of the program\'s', (t) => {
  const { bench, client } = subscribed();
  const { client: mqtt } = client;
  client.isReading = false;
  t.is(mqtt.read(), undefined);
  t.is(mqtt.read(new Uint8Array(4)), undefined);
  bench.publish('a', '0123456789abcdef');
  bench.publish('a', 'next');
  client.untilReceived(1);
  const piece = mqtt.read(3);
  t.true(piece instanceof ArrayBuffer);
  t.is(text(new Uint8Array(piece ?? new ArrayBuffer(0))), '012');
  const bytes = new Uint8Array(8);
  t.is(mqtt.read(bytes.subarray(2, 4)), 2);
  t.is(mqtt.read(new DataView(bytes.buffer, 6, 1)), 1);
  t.is(mqtt.read(new Uint8Array(0)), 0);
  t.deepEqual([...bytes], [0, 0, 0x33, 0x34, 0, 0, 0x35, 0]);
  const buffer = new ArrayBuffer(4);
  t.is(mqtt.read(buffer), 4);
  t.is(text(new Uint8Array(buffer)), '6789');
  for (const wrong of [-1, 0, 1.5, Number.NaN]) t.throws(() => mqtt.read(wrong), { code: 'invalid-argument', message: /^count: / });
  t.throws(() => mqtt.read(new Uint16Array(2) as never), { code: 'invalid-argument', message: /^buffer: must be a Byte Buffer/ });
  t.is(text(new Uint8Array(mqtt.read() ?? new ArrayBuffer(0))), 'abcdef');
  t.is(mqtt.read(), undefined);
  client.untilReceived(2);
  t.is(mqtt.read(new Uint8Array(100)), 4);
  t.is(mqtt.read(1), undefined);
});

test('a message larger than the receive buffer is dropped, counted and told, and later ones arrive', (t) => {
  const { bench, client } = subscribed(100);
  bench.publish('12345', new Uint8Array(96));
  bench.publish('12345', new Uint8Array(2000));
  bench.publish('12345', new Uint8Array(95).fill(7));
  bench.publish('12345', 'after');
  const messages = client.untilReceived(2);
  t.deepEqual(messages.map(({ payload }) => payload.length), [95, 5]);
  t.deepEqual(messages[0].payload, new Uint8Array(95).fill(7));
  t.deepEqual(client.events.filter((event) => event.startsWith('dropped')), ['dropped 1', 'dropped 2']);
  t.is(client.client.dropped, 2);
});

test('of a burst that the module can hold nothing is lost', (t) => {
  const { bench, client } = subscribed();
  for (let index = 0; index < 16; index += 1) bench.publish(`burst/${index}`, `${index}`, 1);
  const messages = client.untilReceived(16);
  t.deepEqual(messages.map(({ payload }) => text(payload)), Array.from({ length: 16 }, (_, index) => `${index}`));
});

test('of a burst that the module cannot hold the rest arrives, and so does all that follows', (t) => {
  const { bench, client } = subscribed();
  client.isReading = false;
  for (let index = 0; index < 40; index += 1) bench.publish('burst', `${index}`, 1);
  bench.advance(5000);
  client.isReading = true;
  client.take();
  client.untilReceived(16);
  bench.advance(5000);
  for (const payload of ['x', 'y']) bench.publish('later', payload);
  bench.advance(5000);
  t.deepEqual(client.messages.map(({ payload }) => text(payload)).slice(-3), ['39', 'x', 'y']);
});

test('a message that comes while another is fetched by a slow host does not hurt it', (t) => {
  const { bench, client } = subscribed(1024, { uart: { receiveFifo: 4096 }, module: { profile: { holdsUrcs: false } } });
  bench.uart.hostLatency = 20;
  const sent = Array.from({ length: 12 }, (_, index) => new Uint8Array(400).fill(index + 1));
  for (const payload of sent) {
    bench.publish('a', payload);
    bench.advance(7);
  }
  t.deepEqual(client.untilReceived(12).map(({ payload }) => payload), sent);
});

test('publishing in both forms meanwhile does not hurt what arrives, nor the other way round', (t) => {
  const { bench, client } = subscribed(1200);
  const sent = Array.from({ length: 20 }, (_, index) => new Uint8Array(50 * index).fill(index));
  for (const [index, payload] of sent.entries()) {
    bench.publish('in', payload);
    client.publish('out', index % 2 === 0 ? `plain ${index}` : `{"number": ${index}}`, index % 3);
  }
  bench.until(() => bench.received.length === 40 && client.messages.length === 40, 'all have arrived');
  const incoming = client.messages.filter(({ topic }) => topic === 'in');
  t.deepEqual(incoming.map(({ payload }) => payload), sent);
});

test('after bytes were lost in the receive FIFO, later messages arrive', (t) => {
  const { bench, client } = subscribed(2048);
  bench.publish('a', new Uint8Array(1500));
  bench.uart.hostLatency = 30;
  bench.until(() => bench.uart.overruns > 0, 'bytes are lost');
  bench.uart.hostLatency = 0;
  bench.advance(30_000);
  client.messages.length = 0;
  for (const payload of ['x', 'y']) bench.publish('later', payload);
  bench.advance(5000);
  t.deepEqual(client.messages.map(({ payload }) => text(payload)), ['x', 'y']);
  t.is(client.error, undefined);
  t.is(client.client.dropped, 1);
});

test('messages whose announcements were lost arrive all the same, and later ones are not late', (t) => {
  const { bench, client } = subscribed();
  const sent = Array.from({ length: 12 }, (_, index) => `${index}`);
  bench.uart.hostLatency = 30;
  for (const payload of sent) bench.publish('burst', payload);
  bench.until(() => bench.uart.overruns > 0, 'announcements are lost');
  bench.uart.hostLatency = 0;
  t.deepEqual(client.untilReceived(12).map(({ payload }) => text(payload)), sent);
  bench.publish('later', 'x');
  bench.advance(5000);
  t.is(text(client.messages[12].payload), 'x');
});
