import test from 'ava';
import { l610Quirky } from '../../host-sim/module/profile.js';
import { text, VirtualBench } from '../support/virtual-bench.js';
import { checkExactDelivery } from './exact-delivery.js';

for (const [name, options] of [['the guide\'s module', {}], ['an odd L610', { module: { profile: l610Quirky } }]] as const) {
  test(`${name}: whatever is published arrives exactly, at every QoS`, (t) => {
    const bench = new VirtualBench(options).bringUp();
    checkExactDelivery(t, bench, 120);
  });
}

test('up to its capacity, and up to 4096 bytes, a payload can be as large as it likes', (t) => {
  const bench = new VirtualBench().bringUp();
  const client = bench.connectedClient({ publishCapacity: 4096 });
  const payload = Uint8Array.from({ length: 4096 }, (_, index) => index);
  client.publish('large', payload, 1);
  client.untilWritable();
  t.deepEqual(bench.received[0].payload, payload);
});

test('short plain text goes in quotes, all else after a prompt', (t) => {
  const bench = new VirtualBench().bringUp();
  const client = bench.connectedClient();
  const commandFor = (payload: string | Uint8Array): string => {
    bench.sent();
    client.publish('t', payload);
    client.untilWritable();
    return /AT\+MQTTPUB=1,"t",0,0,([^\r]*)\r/.exec(bench.sent())?.[1] ?? '';
  };
  t.is(commandFor('plain text'), '"plain text"');
  t.is(commandFor(''), '""');
  t.is(commandFor('x'.repeat(128)), `"${'x'.repeat(128)}"`);
  t.is(commandFor('x'.repeat(129)), '129');
  const unquotable = ['"', '\\', '\r', '\n', '\x7f', 'é', '{"a":1}'];
  for (const payload of unquotable) t.is(commandFor(payload), String(Buffer.byteLength(payload)));
  t.is(commandFor(Uint8Array.of(0)), '1');
});

test('a topic with a backslash arrives as it is, in both forms', (t) => {
  const bench = new VirtualBench().bringUp();
  const client = bench.connectedClient();
  client.publish('C:\\22', 'quoted');
  client.publish('C:\\22', '"prompted"');
  bench.until(() => bench.received.length === 2, 'both have arrived');
  t.deepEqual(bench.received.map(({ topic }) => topic), ['C:\\22', 'C:\\22']);
});

test('the payload may change as soon as write has returned', (t) => {
  const bench = new VirtualBench().bringUp();
  const client = bench.connectedClient();
  const payload = Buffer.from('as it was');
  client.publish('a', payload);
  payload.fill('!');
  bench.until(() => bench.received.length === 1, 'the message has arrived');
  t.is(text(bench.received[0].payload), 'as it was');
});

test('more topics than the client remembers are no matter', (t) => {
  const bench = new VirtualBench().bringUp();
  const client = bench.connectedClient();
  client.subscribe('#');
  const names = Array.from({ length: 30 }, (_, index) => `topic/${index % 12}`);
  for (const topic of names) client.publish(topic, topic, 1);
  const messages = client.untilReceived(30);
  t.deepEqual(messages.map(({ topic }) => topic), names);
  t.deepEqual(messages.map(({ payload }) => text(payload)), names);
});
