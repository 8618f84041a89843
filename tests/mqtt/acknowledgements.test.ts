import test from 'ava';
import { MQTTClient } from '../../modules/mqtt/mqtt-client.js';
import { text, VirtualBench } from '../support/virtual-bench.js';

const { SUBSCRIBE, UNSUBSCRIBE } = MQTTClient;
const BYTES = Buffer.from('x');

for (const form of ['plain text', '{"json": "text"}']) {
  test(`${form}: the broker's acknowledgement brings back the id`, (t) => {
    const bench = new VirtualBench().bringUp();
    const client = bench.connectedClient();
    [0, 1, 2].forEach((QoS) => client.write(Buffer.from(form), { topic: 'a', QoS, id: 1000 + QoS }));
    client.untilWritable();
    t.deepEqual(client.acknowledgements, ['control 4 1001', 'control 5 1002', 'control 7 1002']);
    t.deepEqual(bench.received.map(({ payload, qos }) => [text(payload), qos]), [[form, 0], [form, 1], [form, 2]]);
  });
}

test('without ids of the program\'s, each message has one of its own', (t) => {
  const bench = new VirtualBench().bringUp();
  const client = bench.connectedClient();
  client.publish('a', 'x', 1);
  client.subscribe('b');
  client.publish('a', 'x', 2);
  client.write(null, { operation: UNSUBSCRIBE, items: [{ topic: 'b' }] });
  client.untilWritable();
  t.deepEqual(client.acknowledgements, ['control 4 1', 'control 9 2 1', 'control 5 3', 'control 7 3', 'control 11 4']);
});

test('a publish at QoS 1 ends when the broker has acknowledged it, and not before', (t) => {
  const bench = new VirtualBench({ broker: { roundTrip: 3000 } }).bringUp();
  const client = bench.connectedClient();
  client.publish('a', 'x', 1);
  bench.until(() => bench.received.length === 1, 'the broker has it');
  t.deepEqual([client.acknowledgements, client.writable], [[], 0]);
  client.untilWritable();
  t.deepEqual(client.acknowledgements, ['control 4 1']);
});

test('a callback may write the next message at once', (t) => {
  const bench = new VirtualBench().bringUp();
  const acknowledged: (number | undefined)[] = [];
  let writables = 0;
  const client = new MQTTClient({
    ...bench.clientOptions(),
    onWritable: () => {
      writables += 1;
    },
    onControl: ({ operation, id }) => {
      if (operation === MQTTClient.PUBCOMP) acknowledged.push(id);
      const isNext = operation === MQTTClient.CONNACK || operation === MQTTClient.PUBCOMP;
      if (isNext && acknowledged.length < 5) client.write(BYTES, { topic: 'a', QoS: 2 });
    },
  });
  bench.until(() => acknowledged.length === 5, 'all are acknowledged');
  t.deepEqual(acknowledged, [1, 2, 3, 4, 5]);
  bench.advance(100);
  t.is(writables, 1);
  t.is(bench.received.length, 5);
});

test('SUBACK has for each topic the QoS, or 128 where the broker refuses', (t) => {
  const bench = new VirtualBench({ broker: { grant: (filter, qos) => (filter.startsWith('secret') ? 128 : qos) } }).bringUp();
  const client = bench.connectedClient();
  const items = [
    { topic: 'a/+', QoS: 2 },
    { topic: 'secret/#', QoS: 1 },
    { topic: Buffer.from('b') },
    { topic: 'secret', QoS: 0 },
    { topic: 'c/#', QoS: 1 },
  ];
  client.write(null, { operation: SUBSCRIBE, items, id: 42 });
  client.untilWritable();
  t.deepEqual(client.acknowledgements, ['control 9 42 2,128,0,128,1']);
  for (const topic of ['a/1', 'secret/1', 'b', 'secret', 'c/1/2']) bench.publish(topic, 'x', 2);
  bench.advance(2000);
  t.deepEqual(client.messages.map(({ topic, QoS }) => [topic, QoS]), [['a/1', 2], ['b', 0], ['c/1/2', 1]]);
});

test('UNSUBSCRIBE ends several subscriptions, and leaves the others', (t) => {
  const bench = new VirtualBench().bringUp();
  const client = bench.connectedClient();
  client.subscribe('a', 'b', 'c');
  client.write(null, { operation: UNSUBSCRIBE, items: [{ topic: 'a' }, { topic: 'c' }], id: 65535 });
  client.untilWritable();
  t.deepEqual(client.acknowledgements, ['control 9 1 1,1,1', 'control 11 65535']);
  for (const topic of ['a', 'b', 'c']) bench.publish(topic, 'x');
  bench.advance(2000);
  t.deepEqual(client.messages.map(({ topic }) => topic), ['b']);
});

test('DISCONNECT ends the connection cleanly, and onError says that it was asked for', (t) => {
  const bench = new VirtualBench().bringUp();
  const client = bench.connectedClient({ will: { topic: 'will', message: 'died' } });
  client.publish('last', 'words', 1);
  client.untilWritable();
  client.client.write(null, { operation: MQTTClient.DISCONNECT });
  t.throws(() => client.client.write(BYTES, { topic: 'a' }), { code: 'connection-lost' });
  t.throws(() => client.client.write(null, { operation: MQTTClient.DISCONNECT }), { code: 'connection-lost' });
  t.like(client.untilError(), { code: 'closed', message: 'disconnected as asked' });
  bench.advance(5000);
  t.false(bench.broker.isConnected('node-1'));
  t.is(bench.module.slots.state(1), 'closed');
  t.deepEqual(bench.received.map(({ topic }) => topic), ['last']);
  t.deepEqual(client.events.slice(-1), ['error closed']);
});
