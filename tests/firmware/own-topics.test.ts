import test from 'ava';
import { NorFlash } from '../../host-sim/flash/nor-flash.js';
import type { Message } from '../../host-sim/broker/uplink.js';
import type { CellularError } from '../../modules/base/errors.js';
import { JournalOutbox } from '../../modules/telemetry/journal/journal-outbox.js';
import { RamOutbox } from '../../modules/telemetry/ram-outbox.js';
import type { RefusedMessage } from '../../modules/telemetry/refused-message.js';
import { MINUTE, ScenarioBench, SECOND, type ScenarioOptions } from '../scenarios/scenario-bench.js';
import { text } from '../support/bytes.js';

const EVENT = 'plant/node-1/event';

function on(topic: string, { received }: { received: readonly Message[] }): string[] {
  return received.filter((message) => message.topic === topic).map(({ payload }) => text(payload));
}

function fates(): { fates: (string | null)[]; tell: (error: CellularError | null) => void } {
  const told: (string | null)[] = [];
  return { fates: told, tell: (error) => told.push(error?.code ?? null) };
}

function closingOn(refuses: (topic: string, payload: string) => boolean): ScenarioOptions['broker'] {
  return { closesOn: ({ topic, payload }: Message) => refuses(topic, text(payload)) };
}

test('what is published arrives in its turn between the readings, and its fate is told', (t) => {
  const bench = ScenarioBench.online('l610');
  const { fates: told, tell } = fates();
  const events = bench.node.topic('plant/{nodeId}/event', { QoS: 2, retain: true });
  t.is(events.topic, EVENT);
  events.publish('{"door":"open"}', tell);
  bench.until(() => told.length > 0, 'the fate');
  t.deepEqual([told, on(EVENT, bench)], [[null], ['{"door":"open"}']]);
  t.like(bench.received.find(({ topic }) => topic === EVENT), { qos: 2 });
  t.throws(() => events.publish(new Uint8Array(events.limit + 1)), { code: 'invalid-argument', message: new RegExp(`^payload: must be at most ${events.limit} bytes`) });
  events.publish(new Uint8Array(events.limit).fill(0x78));
  bench.until(() => on(EVENT, bench).length === 2, 'the longest');
  const { accepted, delivered } = bench.node.statistics;
  t.true(delivered <= accepted);
});

test('what an outbox on flash holds when the host loses power is published by the next start, with readings of both in order', (t) => {
  const flash = new NorFlash({ blocks: 8 });
  const bench = ScenarioBench.online('mc66x', { outbox: () => new JournalOutbox({ flash: { io: flash } }) });
  bench.broker.goAway(3 * MINUTE);
  const events = bench.node.topic('plant/{nodeId}/event', { QoS: 1 });
  const before = bench.received.length;
  for (let number = 1; number <= 5; number += 1) {
    events.publish(`${number}`);
    bench.time.advance(20 * SECOND);
  }
  bench.restartHost();
  bench.until(() => on(EVENT, bench).length === 5, 'they arrive', 20 * MINUTE);
  bench.until(() => bench.node.statistics.waiting === 0, 'the outbox is empty');
  t.deepEqual(on(EVENT, bench), ['1', '2', '3', '4', '5']);
  const mixed = bench.received.slice(before).map(({ topic }) => topic.split('/').at(-1));
  t.true(mixed.lastIndexOf('event') > mixed.indexOf('readings'), 'between readings');
  const sequences = bench.readings().map(({ sequence }) => sequence);
  t.deepEqual([...sequences].sort((a, b) => a - b), sequences);
});

test('with a backlog it goes by itself, in its turn, and batches go on behind it', (t) => {
  const bench = ScenarioBench.online('l610', { configuration: { backlog: {} } });
  const events = bench.node.topic('plant/{nodeId}/event');
  const { fates: told, tell } = fates();
  bench.broker.goAway(8 * MINUTE);
  for (let number = 1; number <= 3; number += 1) {
    bench.time.advance(2 * MINUTE);
    events.publish(`${number}`, tell);
  }
  bench.until(() => told.length === 3, 'they arrive', 30 * MINUTE);
  bench.until(() => bench.node.statistics.waiting === 0, 'the outbox is empty');
  t.deepEqual(on(EVENT, bench), ['1', '2', '3']);
  const kept = bench.received.map(({ topic, payload }) => (topic === EVENT ? 'event' : topic.endsWith('/backlog') ? (JSON.parse(text(payload)) as unknown[]).length : '')).filter((entry) => entry !== '');
  t.true(kept.indexOf('event') > 0 && kept.lastIndexOf('event') < kept.length - 1, kept.join(' '));
  const { accepted, delivered, waiting, dropped } = bench.node.statistics;
  t.deepEqual([delivered, waiting, dropped], [accepted, 0, 0]);
});

test('one with the priority of an alarm overtakes what waits', (t) => {
  const alarms = { outbox: new RamOutbox() };
  const bench = ScenarioBench.online('l610', { node: { alarms } });
  bench.broker.goAway(6 * MINUTE);
  bench.time.advance(5 * MINUTE);
  bench.node.topic('plant/{nodeId}/event', { priority: 'alarm' }).publish('fire');
  const before = bench.received.length;
  bench.until(() => on(EVENT, bench).length === 1, 'it arrives', 20 * MINUTE);
  t.false(bench.received.slice(before).slice(0, -1).some(({ topic }) => topic.endsWith('/readings')));
});

test('a full outbox tells whose messages it has dropped', (t) => {
  const bench = ScenarioBench.online('l610', { outbox: () => new RamOutbox({ capacity: 1024, maximumPayload: 200 }) });
  bench.broker.goAway(60 * MINUTE);
  const { fates: told, tell } = fates();
  bench.node.topic('plant/{nodeId}/event').publish('old', tell);
  bench.time.advance(30 * MINUTE);
  t.deepEqual(told, ['dropped']);
  t.true(bench.node.statistics.dropped > 0);
});

test('closing tells who waits, and accepts no more', (t) => {
  const bench = ScenarioBench.online('l610');
  const { fates: told, tell } = fates();
  const events = bench.node.topic('plant/{nodeId}/event');
  bench.broker.goAway(60 * MINUTE);
  bench.time.advance(MINUTE);
  events.publish('x', tell);
  bench.node.close();
  t.throws(() => events.publish('y'), { code: 'closed' });
  t.throws(() => bench.node.topic('z'), { code: 'closed' });
  bench.time.advance(2 * MINUTE);
  t.deepEqual(told, ['closed']);
});

for (const backlog of [undefined, { pause: 500 }]) {
  const how = backlog === undefined ? 'one by one' : 'in batches';

  test(`a message on which the broker closes is given up, told and nothing else is lost, ${how}`, (t) => {
    const bench = ScenarioBench.online('l610', { configuration: { backlog }, broker: closingOn((_topic, payload) => payload.includes('poison')) });
    const { fates: told, tell } = fates();
    const events = bench.node.topic('plant/{nodeId}/event');
    if (backlog !== undefined) bench.broker.goAway(5 * MINUTE);
    bench.time.advance(MINUTE);
    events.publish('poison', tell);
    bench.time.advance(MINUTE);
    events.publish('harmless', tell);
    bench.until(() => told.length === 2, 'both fates', 120 * MINUTE);
    t.deepEqual([...told].sort(), ['message-refused', null].sort());
    const refused = bench.progress.flatMap(([event, detail]) => (event === 'message-refused' ? [detail as RefusedMessage] : []));
    t.is(refused.length, 1);
    t.like(refused[0], { topic: EVENT, code: 'message-refused' });
    t.is(text(refused[0].payload), 'poison');
    t.deepEqual(on(EVENT, bench).filter((payload) => payload === 'harmless').length > 0, true);
    bench.until(() => bench.node.statistics.waiting <= 1, 'all else arrives', 60 * MINUTE);
    const { refused: readingsRefused, dropped } = bench.node.statistics;
    t.deepEqual([readingsRefused, dropped], [0, 0]);
  });

  test(`where readings are forbidden none is given up because other topics are not, ${how}`, (t) => {
    let isForbidden = false;
    const bench = ScenarioBench.online('l610', {
      configuration: { backlog },
      outbox: () => new RamOutbox({ capacity: 2 ** 18 }),
      broker: closingOn((topic) => isForbidden && (topic.endsWith('/readings') || topic.endsWith('/backlog'))),
    });
    const events = bench.node.topic('plant/{nodeId}/event');
    const { fates: told, tell } = fates();
    isForbidden = true;
    // One between any two readings.
    for (let count = 0; count < 360; count += 1) {
      events.publish('x', count % 30 === 0 ? tell : undefined);
      bench.time.advance(10 * SECOND);
    }
    t.is(bench.progress.filter(([event]) => event === 'message-refused').length, 0);
    t.true(bench.progress.some(([event]) => event === 'publishing-forbidden'));
    isForbidden = false;
    bench.until(() => bench.node.statistics.waiting <= 1, 'all of it arrives', 200 * MINUTE);
    bench.until(() => told.length === 12, 'the fates');
    t.deepEqual(told, new Array(12).fill(null));
    const { refused, dropped } = bench.node.statistics;
    t.deepEqual([refused, dropped], [0, 0]);
    t.log(`${bench.losses} closings`);
  });
}

test('what is wrong with a topic is named', (t) => {
  const bench = ScenarioBench.online('l610', { node: { subscriptions: [{ topic: 'plant/+/set', onMessage: () => undefined }] } });
  const refused: [string, string, object?][] = [
    ['topic: {imei} is no variable', 'plant/{imei}'],
    ['topic: must not hold the wildcards', 'plant/+'],
    ['topic: must be another than topics.readings', 'cellnode/{nodeId}/readings'],
    ['topic: subscriptions[0] would bring back what is published on plant/x/set', 'plant/x/set'],
    ['QoS: must be 0, 1 or 2', 'a', { QoS: 3 }],
    ['retain: must be true or false', 'a', { retain: 1 }],
    ['priority: must be normal or alarm', 'a', { priority: 'high' }],
    ['priority: alarm wants an outbox for alarms', 'a', { priority: 'alarm' }],
    ['qos: is no option', 'a', { qos: 1 }],
  ];
  for (const [message, template, options] of refused) {
    const error = t.throws(() => bench.node.topic(template, options), { code: 'invalid-argument' }, message);
    t.true(error.message.startsWith(message), error.message);
  }
});
