import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import type { MqttClient, QoS, WriteOptions } from '../../modules/ports/mqtt-client.js';
import { MessageAssembly } from '../../modules/telemetry/message-assembly.js';
import { MessagesInFlight } from '../../modules/telemetry/messages-in-flight.js';
import { check } from '../property.js';
import { FakeMqttClient } from './fake-mqtt-client.js';

const IO = FakeMqttClient;

/** Gives the bytes it was made with, a few at a time. */
function readable(bytes: Uint8Array, portion: number): MqttClient {
  let at = 0;
  return {
    read: (into) => {
      const part = bytes.subarray(at, at + Math.min(into.length, portion));
      into.set(part);
      at += part.length;
      return part.length === 0 ? undefined : part.length;
    },
    write: () => 0,
    close: () => undefined,
  };
}

test('fragments of any size make the message again', (t) => {
  const sizes = fc.integer({ min: 1, max: 40 });
  const run = fc.property(fc.uint8Array({ maxLength: 40 }), sizes, sizes, (bytes, size, portion) => {
    const incoming = new MessageAssembly(40);
    const client = readable(bytes, portion);
    let isComplete = false;
    for (let at = 0; at < Math.max(1, bytes.length); at += size) {
      const count = Math.min(size, bytes.length - at);
      const more = at + count < bytes.length;
      isComplete = incoming.take(client, count, at === 0 ? { topic: 'a/b', more } : { more });
      assert.equal(isComplete, !more);
    }
    assert.ok(isComplete);
    assert.equal(incoming.topic, 'a/b');
    assert.ok(!incoming.isTooLong);
    assert.deepEqual([...incoming.payload], [...bytes]);
  });
  check(t, run);
});

test('a message that is too long is taken out all the same, and the next one is whole', (t) => {
  const incoming = new MessageAssembly(8);
  const client = readable(new Uint8Array(300), 300);
  t.false(incoming.take(client, 5, { topic: 'a', more: true }));
  t.true(incoming.take(client, 295, { more: false }));
  t.true(incoming.isTooLong);
  t.is(client.read(new Uint8Array(1)), undefined);
  t.true(incoming.take(readable(new Uint8Array([1, 2]), 2), 2, { topic: 'b', more: false }));
  t.deepEqual([incoming.isTooLong, incoming.topic, incoming.payload.length], [false, 'b', 2]);
});

test('a client that gives less than it has announced does not hang', (t) => {
  const incoming = new MessageAssembly(8);
  t.true(incoming.take(readable(new Uint8Array(2), 2), 5, { topic: 'a', more: false }));
  t.is(incoming.payload.length, 2);
});

function outgoing(payload: Uint8Array, QoS: QoS) {
  const message = new MessagesInFlight();
  const writes: { bytes: number[]; options: WriteOptions | undefined }[] = [];
  let deliveries = 0;
  const client: MqttClient = {
    read: () => undefined,
    write: (data, options) => {
      writes.push({ bytes: [...(data ?? [])], options: options === undefined ? undefined : { ...options } });
      return 0;
    },
    close: () => undefined,
  };
  const source = { next: () => undefined, delivered: () => (deliveries += 1) > 0 };
  message.begin(source, { topic: 'täg', payload, QoS, retain: true }, 7);
  return { message, client, writes, deliveries: () => deliveries };
}

test('a message is written in fragments as there is room, the options with the first', (t) => {
  const everyRoom = fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 10 });
  const run = fc.property(fc.uint8Array({ maxLength: 50 }), everyRoom, (payload, rooms) => {
    const { message, client, writes } = outgoing(payload, 0);
    for (const room of rooms) message.write(client, room);
    while (!message.isSentForGood()) message.write(client, 30);
    assert.deepEqual(writes.flatMap(({ bytes }) => bytes), [...payload]);
    assert.deepEqual(writes[0].options, { id: 7, topic: 'täg', QoS: 0, retain: true, byteLength: payload.length });
    assert.ok(writes.slice(1).every(({ options, bytes }) => options === undefined && bytes.length > 0));
  });
  check(t, run);
});

test('room is left for what PUBLISH adds', (t) => {
  const { message, client, writes } = outgoing(new Uint8Array(10), 1);
  // 9 bytes and 4 of topic come first.
  t.is(message.write(client, 13), 13);
  t.deepEqual(writes, []);
  message.write(client, 14);
  t.is(writes[0].bytes.length, 1);
});

test('each QoS has its acknowledgement', (t) => {
  const cases: [QoS, number, boolean][] = [
    [0, IO.PUBACK, false],
    [1, IO.PUBACK, true],
    [1, IO.PUBCOMP, false],
    [2, IO.PUBACK, false],
    [2, IO.PUBCOMP, true],
  ];
  for (const [QoS, operation, isAwaited] of cases) {
    const { message, client, deliveries } = outgoing(new Uint8Array(1), QoS);
    message.write(client, 100);
    t.is(message.isSentForGood(), QoS === 0);
    t.false(message.isAcknowledgedBy({ operation, id: 8 }, IO));
    t.is(message.isAcknowledgedBy({ operation, id: 7 }, IO), isAwaited);
    message.markDelivered();
    t.is(deliveries(), 0);
    t.false(message.isAcknowledgedBy({ operation, id: 7 }, IO));
    message.settle();
    message.settle();
    t.is(deliveries(), 1);
    t.is(message.count, 0);
  }
});

test('what was delivered and then abandoned is not delivered again', (t) => {
  const { message, deliveries } = outgoing(new Uint8Array(1), 1);
  message.markDelivered();
  message.abandon();
  t.is(deliveries(), 1);
});

test('what was abandoned is not delivered', (t) => {
  const { message, deliveries } = outgoing(new Uint8Array(1), 1);
  message.abandon();
  message.settle();
  t.is(message.count, 0);
  t.is(deliveries(), 0);
});
