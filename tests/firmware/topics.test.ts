import test from 'ava';
import type { TopicSubscription } from '../../modules/telemetry/topic-subscriptions.js';
import { text, utf8 } from '../support/bytes.js';
import { NodeBench } from './node-bench.js';

const SECOND = 1000;

test('a node speaks and listens on topics of its own', (t) => {
  const bench = new NodeBench(
    {},
    { topics: { readings: 'plant/{nodeId}/air', status: 'plant/{nodeId}/state', command: 'plant/{nodeId}/set', response: 'plant/{nodeId}/done' } },
  );
  bench.node.start();
  const on = (topic: string) => bench.received.filter((message) => message.topic === topic);
  const texts = (topic: string): string[] => on(topic).map(({ payload }) => text(payload));
  bench.until(() => texts('plant/node-1/air').length > 0, 'readings come');
  t.deepEqual(texts('plant/node-1/state'), ['online']);
  bench.broker.publish({ topic: 'plant/node-1/set', payload: utf8('{"interval":5}'), qos: 1, isRetained: false });
  bench.until(() => texts('plant/node-1/done').length > 0, 'an answer');
  t.is(bench.node.sensors.intervalOf('room'), 5 * SECOND);
  t.true(bench.received.every(({ topic }) => topic.startsWith('plant/')));
});

test('its subscriptions hear what the broker sends, up to their limit, again after a reboot of the module', (t) => {
  const heard: string[] = [];
  const subscription: TopicSubscription = {
    topic: 'plant/{nodeId}/+',
    QoS: 1,
    onMessage: (payload, topic) => heard.push(`${topic} ${payload.length}`),
    onTooLong: (topic) => heard.push(`${topic} too long`),
  };
  const bench = NodeBench.online({ messageLimit: 1000 }, { subscriptions: [subscription] });
  const publish = (byteLength: number): void => {
    bench.broker.publish({ topic: 'plant/node-1/x', payload: new Uint8Array(byteLength), qos: 1, isRetained: false });
    bench.time.advance(10 * SECOND);
  };
  publish(1000);
  publish(1001);
  publish(2000);
  t.deepEqual(heard, ['plant/node-1/x 1000', 'plant/node-1/x too long']);
  t.true(bench.progress.some(([event, total]) => event === 'messages-dropped' && total === 1));
  bench.module.reset();
  bench.until(() => bench.node.session !== 'ready', 'the loss is noticed');
  bench.until(() => bench.node.session === 'ready', 'ready again');
  publish(1);
  t.is(heard.at(-1), 'plant/node-1/x 1');
});

test('what is wrong is refused at construction, by name', (t) => {
  t.throws(() => new NodeBench({ messageLimit: 63 }), { code: 'invalid-argument', message: /^messageLimit: must be a whole number from 64 to 4096/ });
  t.throws(() => new NodeBench({}, { topics: { readings: 'a/{imei}' } }), { message: /^topics\.readings: \{imei\} is no variable/ });
  t.throws(() => new NodeBench({}, { topics: 'plant' as never }), { message: /^topics: must be an object/ });
  t.throws(() => new NodeBench({}, { subscriptions: [{ topic: 'a' } as never] }), { message: /^subscriptions\[0\]\.onMessage: must be a function/ });
});
