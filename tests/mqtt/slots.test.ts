import test from 'ava';
import { MQTTClient } from '../../modules/mqtt/mqtt-client.js';
import { text, VirtualBench } from '../support/virtual-bench.js';

test('clients take the free slots in order, and a third one is refused', (t) => {
  const bench = new VirtualBench().bringUp();
  const first = bench.client();
  const second = bench.client({ id: 'node-2' });
  t.deepEqual([first.client.slot, second.client.slot], [1, 2]);
  bench.sent();
  t.throws(() => bench.client({ id: 'node-3' }), { code: 'slot-taken', message: 'every slot is taken' });
  t.throws(() => bench.client({ id: 'node-3', slot: 2 }), { code: 'slot-taken', message: 'slot 2 is taken' });
  t.is(bench.sent(), '');
  first.client.close();
  t.is(bench.client({ id: 'node-3' }).client.slot, 1);
});

test('a completion that comes when its connection is long gone acknowledges nothing of the next one', (t) => {
  const bench = new VirtualBench().bringUp();
  const first = bench.connectedClient();
  bench.broker.stall();
  first.client.write(Buffer.from('x'), { topic: 'a', QoS: 1, id: 11 });
  t.is(first.untilError().code, 'timeout');
  first.client.close();
  bench.broker.resume();
  const next = bench.connectedClient();
  t.is(next.client.slot, 2);
  bench.broker.stall();
  next.client.write(Buffer.from('y'), { topic: 'a', QoS: 1, id: 22 });
  bench.advance(1000);
  bench.uart.module.write(Buffer.from('\r\n+MQTTPUB: 1,1\r\n'));
  bench.advance(1000);
  t.deepEqual(next.acknowledgements, []);
  bench.broker.resume();
  bench.until(() => next.acknowledgements.length === 1, 'its own has come');
  t.deepEqual(next.acknowledgements, ['control 4 22']);
});

test('two clients share the line, and neither notices the other', (t) => {
  const bench = new VirtualBench().bringUp();
  const clients = [bench.client(), bench.client({ id: 'node-2' })];
  for (const [index, client] of clients.entries()) client.subscribe(`to/${index}`, 'to/both');
  const count = 15;
  for (let index = 0; index < count; index += 1) {
    for (const [number, client] of clients.entries()) client.publish(`from/${number}`, `{"n": ${index}}`, (index + number) % 3);
    bench.publish(`to/${index % 2}`, `${index}`);
    bench.publish('to/both', `both ${index}`);
  }
  bench.until(() => bench.received.filter(({ topic }) => topic.startsWith('from/')).length === 2 * count, 'all was published');
  bench.advance(5000);
  for (const [number, client] of clients.entries()) {
    const published = bench.received.filter(({ topic }) => topic === `from/${number}`);
    t.deepEqual(published.map(({ payload }) => text(payload)), Array.from({ length: count }, (_, index) => `{"n": ${index}}`));
    const own = client.messages.filter(({ topic }) => topic === `to/${number}`);
    t.deepEqual(own.map(({ payload }) => Number(text(payload)) % 2), own.map(() => number));
    const both = client.messages.filter(({ topic }) => topic === 'to/both');
    t.deepEqual(both.map(({ payload }) => text(payload)), Array.from({ length: count }, (_, index) => `both ${index}`));
    t.is(client.error, undefined);
  }
});

test('one client\'s loss, failure and end are not the other\'s', (t) => {
  const bench = new VirtualBench().bringUp();
  const [lost, other] = [bench.connectedClient(), bench.connectedClient({ id: 'node-2' })];
  other.subscribe('a');
  bench.module.slots.break(1, 1);
  t.is(lost.untilError().code, 'connection-lost');
  lost.client.close();
  const next = bench.connectedClient();
  next.client.write(null, { operation: MQTTClient.DISCONNECT });
  next.untilError();
  next.client.close();
  bench.publish('a', 'still here');
  t.is(text(other.untilReceived(1)[0].payload), 'still here');
  other.publish('b', 'x', 2);
  other.untilWritable();
  t.deepEqual(other.acknowledgements.slice(-1), ['control 7 2']);
});

test('completions go to the slot that they name, in whatever order they come', (t) => {
  const bench = new VirtualBench({ broker: { roundTrip: 1000 } }).bringUp();
  const [first, second] = [bench.connectedClient(), bench.connectedClient({ id: 'node-2' })];
  first.client.write(Buffer.from('x'), { topic: 'a', QoS: 2, id: 11 });
  second.client.write(Buffer.from('x'), { topic: 'a', QoS: 1, id: 22 });
  bench.until(() => second.acknowledgements.length === 1, 'the second is acknowledged');
  t.deepEqual(first.acknowledgements, []);
  bench.until(() => first.acknowledgements.length === 2, 'the first is acknowledged');
  t.deepEqual([first.acknowledgements, second.acknowledgements], [['control 5 11', 'control 7 11'], ['control 4 22']]);
});
