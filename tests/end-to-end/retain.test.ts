import test from 'ava';
import { RealBench } from '../support/real-bench.js';
import type { Message } from '../../host-sim/broker/uplink.js';

test('what the node has retained is there for a subscriber that comes later, and nothing else is', async (t) => {
  const bench = await RealBench.up(t);
  const client = await bench.connectedClient();
  await client.publish('node/passing', 'gone', 1, false);
  await client.publish('node/kept', 'old', 1, true);
  await client.publish('node/kept', 'new', 1, true);
  const late: Message[] = [];
  await (await bench.independent()).subscribe('node/#', (message) => {
    late.push(message);
    bench.changed();
  });
  await client.publish('node/last', 'live');
  await bench.until(() => late.length >= 2, 'the late subscriber has the retained message and the live one');
  t.deepEqual(late.map(({ topic, payload, isRetained }) => [topic, Buffer.from(payload).toString(), isRetained]), [
    ['node/kept', 'new', true],
    ['node/last', 'live', false],
  ]);
});

test('what others have retained reaches the node when it subscribes, until somebody clears it', async (t) => {
  const bench = await RealBench.up(t);
  await bench.observer.publish('config/kept', 'yes', 1, true);
  await bench.observer.publish('config/cleared', 'no', 1, true);
  await bench.observer.publish('config/cleared', '', 1, true);
  await bench.observer.publish('config/passing', 'no', 1, false);
  const client = await bench.connectedClient();
  await client.subscribe('config/#', 1);
  await bench.observer.publish('config/last', 'live');
  const messages = await client.received(2);
  t.deepEqual(messages.map(({ topic, payload }) => [topic, Buffer.from(payload).toString()]), [
    ['config/kept', 'yes'],
    ['config/last', 'live'],
  ]);
});
