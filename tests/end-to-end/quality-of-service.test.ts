import test from 'ava';
import { MQTTClient } from '../../modules/mqtt/mqtt-client.js';
import { RealBench } from '../support/real-bench.js';

const EVERY_BYTE = Uint8Array.from({ length: 256 }, (_, value) => value);
/** Backwards, so that CR and LF, `"` and `>` stand in another order, and 16 times to the driver's limit. */
const LARGEST = Uint8Array.from({ length: 4096 }, (_, index) => 255 - (index % 256));
/** What would end a command, a connection or a prompt if it were looked at. */
const FRAMING = new TextEncoder().encode('\r\nOK\r\n\r\n+MQTTBREAK: 1,1\r\n\r\n> "\r\nERROR\r\n+MQTTPUB: 1,0\r\n\x1a\x1b');
const EMPTY = new Uint8Array(0);

/** What follows SUBACK or CONNACK until a publish has ended. */
const ACKNOWLEDGEMENTS = [[], [MQTTClient.PUBACK], [MQTTClient.PUBREC, MQTTClient.PUBCOMP]];

for (const QoS of [0, 1, 2] as const) {
  test(`QoS ${QoS} to the broker: every byte value arrives as it was written`, async (t) => {
    const bench = await RealBench.up(t);
    const client = await bench.connectedClient();
    await client.publish('node/bytes', EVERY_BYTE, QoS);
    t.deepEqual(await bench.message('node/bytes'), { topic: 'node/bytes', payload: EVERY_BYTE, qos: QoS, isRetained: false });
    t.deepEqual(client.controls.slice(1).map(Number), ACKNOWLEDGEMENTS[QoS]);
  });

  test(`QoS ${QoS} from the broker: every byte value arrives as it was published`, async (t) => {
    const bench = await RealBench.up(t);
    const client = await bench.connectedClient();
    await client.subscribe('to/node', QoS);
    await bench.observer.publish('to/node', EVERY_BYTE, QoS);
    t.deepEqual(await client.received(1), [{ topic: 'to/node', QoS, payload: EVERY_BYTE }]);
  });
}

test('a payload is nothing but bytes, however long it is and whatever it looks like, to the broker and back', async (t) => {
  const bench = await RealBench.up(t);
  const receiveBuffer = new Uint8Array(LARGEST.length + 'echo'.length);
  const client = await bench.connectedClient({ publishCapacity: LARGEST.length, receiveBuffer });
  const { anomalies } = bench.modem.counters;
  await client.subscribe('echo', 2);
  for (const payload of [LARGEST, FRAMING, EMPTY]) await client.publish('echo', payload, 2);
  const messages = await client.received(3);
  t.deepEqual(messages.map(({ payload }) => payload), [LARGEST, FRAMING, EMPTY]);
  t.deepEqual(bench.received.map(({ payload }) => payload), [LARGEST, FRAMING, EMPTY]);
  t.is(bench.modem.counters.anomalies, anomalies);
});

test('a message comes at the lower of the two QoS', async (t) => {
  const bench = await RealBench.up(t);
  const client = await bench.connectedClient();
  await client.subscribe('low', 0);
  await client.subscribe('high', 2);
  await bench.observer.publish('low', 'x', 2);
  await bench.observer.publish('high', 'y', 1);
  const messages = await client.received(2);
  t.deepEqual(messages.map(({ topic, QoS }) => [topic, QoS]), [
    ['low', 0],
    ['high', 1],
  ]);
});

test('messages keep their order in both directions while both are under way', async (t) => {
  const bench = await RealBench.up(t);
  const client = await bench.connectedClient();
  await client.subscribe('down/+', 1);
  const numbers = Array.from({ length: 12 }, (_, index) => String(index));
  const down = Promise.all(numbers.map((number) => bench.observer.publish(`down/${number}`, number)));
  for (const number of numbers) await client.publish(`up/${number}`, number);
  await down;
  const messages = await client.received(numbers.length);
  t.deepEqual(messages.map(({ topic }) => topic), numbers.map((number) => `down/${number}`));
  await bench.message('up/11');
  const up = bench.received.filter(({ topic }) => topic.startsWith('up/'));
  t.deepEqual(up.map(({ topic }) => topic), numbers.map((number) => `up/${number}`));
});

test('topics are UTF-8, with blanks and backslashes, to the broker and back', async (t) => {
  const topic = 'räume/温度/a b\\22c/🌡';
  const bench = await RealBench.up(t);
  const client = await bench.connectedClient();
  await client.subscribe(topic, 1);
  await client.publish(topic, '21.5');
  t.is((await client.received(1))[0].topic, topic);
  t.is((await bench.message(topic)).topic, topic);
});

test('after UNSUBSCRIBE nothing comes any more', async (t) => {
  const bench = await RealBench.up(t);
  const client = await bench.connectedClient();
  await client.subscribe('one', 1);
  await client.subscribe('other', 1);
  await client.unsubscribe('one');
  await bench.observer.publish('one', 'x');
  await bench.observer.publish('other', 'y');
  const messages = await client.received(1);
  t.deepEqual(messages.map(({ topic }) => topic), ['other']);
  t.deepEqual(client.controls, [
    `${MQTTClient.CONNACK}`,
    `${MQTTClient.SUBACK} 1`,
    `${MQTTClient.SUBACK} 1`,
    `${MQTTClient.UNSUBACK}`,
  ]);
});

test('a module that pushes messages brings JSON unharmed', async (t) => {
  const json = '{"sample":{"unit":"°C","values":[1,2]},"note":"a, \\"b\\""}';
  const bench = await RealBench.up(t, { module: { profile: { hasReceiveMode: false } } });
  const client = await bench.connectedClient();
  t.is(bench.modem.receiveMode, 'push');
  await client.subscribe('to/node', 2);
  await bench.observer.publish('to/node', json, 2);
  const [{ payload }] = await client.received(1);
  t.is(new TextDecoder().decode(payload), json);
});
