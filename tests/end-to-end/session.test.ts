import test from 'ava';
import { RealBench } from '../support/real-bench.js';

const texts = (messages: readonly { readonly payload: Uint8Array }[]): string[] =>
  messages.map(({ payload }) => Buffer.from(payload).toString());

test('a persistent session keeps what was published while the node was away', async (t) => {
  const bench = await RealBench.up(t);
  const first = await bench.connectedClient({ clean: false });
  await first.subscribe('to/node', 2);
  await first.disconnect();
  for (const [text, qos] of [['one', 1], ['two', 2], ['three', 1]] as const) await bench.observer.publish('to/node', text, qos);
  const second = await bench.connectedClient({ clean: false });
  await bench.observer.publish('to/node', 'four');
  const messages = await second.received(4);
  t.deepEqual(texts(messages), ['one', 'two', 'three', 'four']);
  t.deepEqual(messages.map(({ QoS }) => QoS), [1, 2, 1, 1]);
});

test('a persistent session outlives a module that loses its power', async (t) => {
  const bench = await RealBench.up(t);
  const first = await bench.connectedClient({ clean: false, will: { topic: 'node/status', message: 'offline' } });
  await first.subscribe('to/node', 1);
  bench.module.powerOff();
  await bench.message('node/status');
  await bench.observer.publish('to/node', 'kept');
  bench.module.powerOn();
  await first.ended('the restart is noticed');
  first.client.close();
  await bench.until(() => bench.modem.connection === 500, 'the modem is up again');
  const second = await bench.connectedClient({ clean: false });
  t.deepEqual(texts(await second.received(1)), ['kept']);
});

test('a clean session begins with nothing, and ends the one that was kept', async (t) => {
  const bench = await RealBench.up(t);
  const first = await bench.connectedClient({ clean: false });
  await first.subscribe('to/node', 1);
  await first.disconnect();
  await bench.observer.publish('to/node', 'missed');
  const second = await bench.connectedClient({ clean: true });
  await bench.observer.publish('to/node', 'not subscribed to');
  await second.subscribe('to/node', 1);
  await bench.observer.publish('to/node', 'marker');
  t.deepEqual(texts(await second.received(1)), ['marker']);
  await second.disconnect();
  const third = await bench.connectedClient({ clean: false });
  await third.subscribe('to/node', 1);
  await bench.observer.publish('to/node', 'another marker');
  t.deepEqual(texts(await third.received(1)), ['another marker']);
});
