import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { l610Quirky, type Profile, type ProfileOptions } from '../../host-sim/module/profile.js';
import { check } from '../property.js';
import type { RecordingClient } from '../support/recording-client.js';
import { text, VirtualBench } from '../support/virtual-bench.js';
import { topics } from './payloads.js';

/** Text that is something else elsewhere on the line. */
const PARTS = ['OK', 'ERROR', '\r\n', '\n', '"x', ',', '+MQTTBREAK: 1,1', '+MQTTMSG: 1,0,', '\\22', 'ä', ' ', '>'];

/** A module that refuses `AT+MQTTCONF=1` and pushes what arrives as `+MQTTMSG`, unescaped. */
const PUSHING: ProfileOptions = { hasReceiveMode: false };

function subscribed(profile: ProfileOptions = PUSHING, receiveCapacity = 1024): { bench: VirtualBench; client: RecordingClient } {
  const bench = new VirtualBench({ module: { profile } }).bringUp();
  const client = bench.connectedClient({ receiveBuffer: new Uint8Array(receiveCapacity) });
  client.subscribe('#');
  return { bench, client };
}

test('a module that refuses AT+MQTTCONF=1 pushes its messages', (t) => {
  const { bench, client } = subscribed();
  t.is(bench.modem.receiveMode, 'push');
  bench.publish('a/ü', 'pushed', 1);
  bench.publish('b', '', 0);
  const messages = client.untilReceived(2);
  t.deepEqual(messages.map(({ topic, QoS, payload }) => [topic, QoS, text(payload)]), [['a/ü', 1, 'pushed'], ['b', 0, '']]);
  t.false(bench.sent().includes('AT+MQTTREAD'));
});

for (const [name, profile] of [['the guide\'s module', PUSHING], ['an odd L610', l610Quirky as Profile]] as const) {
  test(`${name}: a payload without a quote at a line's end is exact`, (t) => {
    const { bench, client } = subscribed(profile);
    // A quote before a line end looks like the end of the message: the one thing that cannot be told.
    const payload = fc
      .array(fc.constantFrom(...PARTS), { maxLength: 30 })
      .map((parts) => parts.join(''))
      .filter((joined) => !/"[\r ]*\n/.test(joined));
    check(
      t,
      fc.property(topics, payload, (topic, sent) => {
        client.messages.length = 0;
        bench.publish(topic, sent);
        const [message] = client.untilReceived(1);
        assert.deepEqual([message.topic, text(message.payload)], [topic, sent]);
      }),
      { runs: 100 },
    );
    t.is(client.error, undefined);
  });
}

test('a payload with a quote at a line\'s end loses what follows the quote, and harms nobody else', (t) => {
  const { bench, client } = subscribed();
  bench.publish('a', 'he said "no"\r\nand left');
  bench.publish('a', 'unharmed');
  bench.advance(5000);
  t.deepEqual(client.messages.map(({ payload }) => text(payload)), ['he said "no', 'unharmed']);
  t.is(client.error, undefined);
  client.publish('b', 'x', 1);
  client.untilWritable();
});

test('what is pushed while a message is unread waits, as long as there is room', (t) => {
  const { bench, client } = subscribed(PUSHING, 64);
  client.isReading = false;
  const payload = (index: number): string => `message ${index} `.padEnd(20, '.');
  for (let index = 0; index < 5; index += 1) bench.publish('a', payload(index));
  bench.advance(5000);
  t.is(client.messages.length, 1);
  t.is(client.client.dropped, 2);
  t.deepEqual(client.events.filter((event) => event.startsWith('dropped')).slice(-1), ['dropped 2']);
  client.isReading = true;
  client.take();
  client.untilReceived(3);
  bench.publish('a', payload(5));
  t.deepEqual(client.untilReceived(4).map((message) => text(message.payload)), [0, 1, 2, 5].map(payload));
});

test('a pushed message larger than the receive buffer is dropped, counted and told, and later ones arrive', (t) => {
  const { bench, client } = subscribed(PUSHING, 100);
  bench.publish('a', 'x'.repeat(100));
  bench.publish('a', 'y'.repeat(99));
  t.deepEqual(client.untilReceived(1).map(({ payload }) => text(payload)), ['y'.repeat(99)]);
  t.deepEqual(client.events.filter((event) => event.startsWith('dropped')), ['dropped 1']);
});

test('a pushed burst arrives whole and in order while the program publishes', (t) => {
  const { bench, client } = subscribed(PUSHING, 1024);
  for (let index = 0; index < 16; index += 1) bench.publish('in', `{"index": ${index}}`);
  client.publish('out', '{"form": "prompted"}', 1);
  client.publish('out', 'quoted', 2);
  client.untilWritable();
  const incoming = client.untilReceived(18).filter(({ topic }) => topic === 'in');
  t.deepEqual(incoming.map(({ payload }) => text(payload)), Array.from({ length: 16 }, (_, index) => `{"index": ${index}}`));
});

test('text that looks like URCs is no event', (t) => {
  const { bench, client } = subscribed();
  const payload = 'x\r\n+MQTTBREAK: 1,1\r\n+MQTTCLOSE: 1,1\r\n+MIPCALL: 0\r\nAT command ready\r\nOK\r\nx';
  bench.publish('a', payload);
  t.is(text(client.untilReceived(1)[0].payload), payload);
  bench.advance(1000);
  t.is(client.error, undefined);
  t.is(bench.modem.connection, 500);
});
