import test from 'ava';
import type { TopicSubscription } from '../../modules/telemetry/topic-subscriptions.js';
import { sessionBench } from './session-bench.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const MINUTE = 60000;

/** Subscriptions that note what they are handed. */
function listeners(...topics: string[]) {
  const heard: [filter: string, topic: string, text: string][] = [];
  const subscriptions = topics.map(
    (filter, index): TopicSubscription => ({
      topic: filter,
      QoS: index === 0 ? 1 : undefined,
      onMessage: (payload, topic) => heard.push([filter, topic, new TextDecoder().decode(payload)]),
      onTooLong: (topic) => heard.push([filter, topic, 'too long']),
    }),
  );
  return { heard, subscriptions };
}

test('each topic is subscribed to on each connection, in order, and hears what its filter matches', (t) => {
  const { heard, subscriptions } = listeners('p/n/command', 'p/all/#', 'p/+/time');
  const { time, broker, setLink, session } = sessionBench({ subscriptions });
  setLink(500);
  time.advance(2000);
  t.deepEqual(broker.subscribed, ['p/n/command', 'p/all/#', 'p/+/time']);
  broker.publish('p/n/command', bytes('1'));
  broker.publish('p/all/weather/today', bytes('22'));
  broker.publish('p/all/time', bytes('333'));
  broker.publish('p/old/command', bytes('4444'));
  broker.publish('p/n/time', bytes(''));
  time.advance(1000);
  t.deepEqual(heard, [
    ['p/n/command', 'p/n/command', '1'],
    ['p/all/#', 'p/all/weather/today', '22'],
    ['p/all/#', 'p/all/time', '333'],
    ['p/+/time', 'p/all/time', '333'],
    ['p/+/time', 'p/n/time', ''],
  ]);
  broker.drop();
  time.advance(5000);
  t.is(session.state, 'ready');
  t.is(broker.subscribed.length, 6);
  t.deepEqual(broker.violations, []);
});

test('one that is refused is told, and the others are subscribed to', (t) => {
  const { heard, subscriptions } = listeners('a', 'b', 'c');
  const { time, broker, setLink, progress, append } = sessionBench({
    subscriptions,
    manner: { grant: (topic) => (topic === 'b' ? 128 : undefined) },
  });
  setLink(500);
  append();
  time.advance(2000);
  t.deepEqual(broker.subscribed, ['a', 'b', 'c']);
  t.deepEqual(
    progress.filter(([event]) => event === 'subscription-refused'),
    [['subscription-refused', 'b']],
  );
  broker.publish('c', bytes('1'));
  time.advance(1000);
  t.deepEqual(heard, [['c', 'c', '1']]);
  t.deepEqual(broker.texts('p/n/readings'), ['1']);
});

test('one on which the broker ends the connection is left out, and tried again after a rest', (t) => {
  const { heard, subscriptions } = listeners('a', 'forbidden', 'c');
  let isForbidden = true;
  const bench = sessionBench({
    subscriptions,
    manner: { endsOn: (topic) => isForbidden && topic === 'forbidden' },
  });
  const { time, broker, setLink, session, append, progress } = bench;
  setLink(500);
  append();
  t.true(time.runUntil(() => session.state === 'ready', 5 * MINUTE));
  t.is(broker.clients, 3);
  time.advance(1000);
  t.deepEqual(broker.texts('p/n/readings'), ['1']);
  t.deepEqual(broker.subscribed.slice(-2), ['a', 'c']);
  t.is(progress.filter(([event]) => event === 'subscription-refused').length, 1);
  // The next attempt ends one connection, and then it rests for twice as long.
  time.advance(10 * MINUTE);
  t.true(time.runUntil(() => session.state === 'ready', 5 * MINUTE));
  t.is(broker.clients, 5);
  isForbidden = false;
  time.advance(22 * MINUTE);
  t.is(broker.clients, 6);
  broker.publish('forbidden', bytes('1'));
  time.advance(1000);
  t.deepEqual(heard, [['forbidden', 'forbidden', '1']]);
  time.advance(600 * MINUTE);
  t.is(broker.clients, 6);
  t.is(time.armed, 0);
  t.deepEqual(broker.violations, []);
});

test('what a handler throws is told, and the next one hears all the same', (t) => {
  const { heard, subscriptions } = listeners('a');
  const failure = new Error('of the program');
  const throwing: TopicSubscription = {
    topic: '+',
    onMessage: () => {
      throw failure;
    },
  };
  const { time, broker, setLink, progress, session } = sessionBench({ subscriptions: [throwing, ...subscriptions] });
  setLink(500);
  time.advance(2000);
  broker.publish('a', bytes('1'));
  time.advance(1000);
  t.deepEqual(heard, [['a', 'a', '1']]);
  t.deepEqual(progress.at(-1), ['handler-failed', failure]);
  t.is(session.state, 'ready');
});

test('one that is too long is told to whom it was for, with the topic', (t) => {
  const { heard, subscriptions } = listeners('a');
  const { time, broker, setLink, progress } = sessionBench({ subscriptions });
  setLink(500);
  time.advance(2000);
  broker.publish('a', bytes('x'.repeat(33)));
  broker.publish('a', bytes('x'.repeat(32)));
  broker.publish('z', bytes('x'.repeat(33)));
  time.advance(1000);
  t.deepEqual(heard, [
    ['a', 'a', 'too long'],
    ['a', 'a', 'x'.repeat(32)],
  ]);
  t.deepEqual(
    progress.filter(([event]) => event === 'message-too-long'),
    [['message-too-long', 'a']],
  );
});

test('with nothing to subscribe to it says online at once', (t) => {
  const { time, broker, setLink, session } = sessionBench({ subscriptions: [] });
  setLink(500);
  time.advance(2000);
  t.is(session.state, 'ready');
  t.deepEqual(broker.subscribed, []);
});
