import test from 'ava';
import { OutboxPublisher } from '../../modules/telemetry/outbox-publisher.js';
import { RamOutbox } from '../../modules/telemetry/ram-outbox.js';
import { SharedLine } from '../../modules/telemetry/shared-line.js';
import { sessionBench } from './session-bench.js';
import { appendText, COMPOSED_OVERHEAD, composeText, publisherParts, textOf } from './text-records.js';

const READINGS = 'p/n/readings';
const SECOND = 1000;

function online(publishWindow: number) {
  const bench = sessionBench({ publishWindow, manner: { style: 'tcp', latency: () => SECOND } });
  bench.setLink(500);
  bench.time.runUntil(() => bench.session.state === 'ready', 60 * SECOND);
  return bench;
}

test('as many readings as the window holds are published without waiting for the broker', (t) => {
  const bench = online(3);
  for (let count = 0; count < 5; count += 1) bench.append();
  bench.time.advance(1.5 * SECOND);
  t.deepEqual(bench.broker.texts(READINGS), ['1', '2', '3']);
  t.is(bench.outbox.length, 5);
  bench.time.advance(SECOND);
  t.is(bench.outbox.length, 2);
  bench.time.advance(3 * SECOND);
  t.deepEqual(bench.broker.texts(READINGS), ['1', '2', '3', '4', '5']);
  t.is(bench.outbox.length, 0);
});

test('without a window one reading is under way', (t) => {
  const bench = online(1);
  for (let count = 0; count < 3; count += 1) bench.append();
  bench.time.advance(1.5 * SECOND);
  t.deepEqual(bench.broker.texts(READINGS), ['1']);
});

test('a reading leaves the outbox with its own acknowledgement, and after a loss the oldest that is left goes first', (t) => {
  const bench = online(4);
  bench.append();
  bench.append();
  bench.time.advance(0.5 * SECOND);
  bench.append();
  bench.time.advance(1.7 * SECOND);
  t.is(bench.outbox.length, 1);
  bench.append();
  bench.time.advance(1.1 * SECOND);
  bench.broker.manner.isAcknowledging = false;
  bench.append();
  bench.time.advance(0.5 * SECOND);
  bench.broker.drop();
  bench.broker.manner.isAcknowledging = true;
  const waiting = bench.outbox.length;
  t.true(waiting > 0);
  bench.time.runUntil(() => bench.outbox.length === 0, 300 * SECOND);
  const [{ clientNumber: lost }] = bench.broker.received;
  const again = bench.broker.received.filter(({ topic, clientNumber }) => topic === READINGS && clientNumber !== lost);
  t.deepEqual(again.map(({ text }) => text), ['1', '2', '3', '4', '5'].slice(5 - waiting));
});

function source(outbox: RamOutbox, compose = composeText): OutboxPublisher {
  return new OutboxPublisher({ ...publisherParts(), outbox, topic: 't', QoS: 1, overhead: COMPOSED_OVERHEAD, window: 4, compose });
}

test('a record that is not to be sent yet holds back those behind it, also when they could go', (t) => {
  const outbox = new RamOutbox();
  let isHeld = true;
  const publisher = source(outbox, (record, target, offset) => {
    return isHeld && record.sequence === 2 ? offset : composeText(record, target, offset);
  });
  for (const text of ['one', 'two', 'three']) appendText(outbox, text);
  t.is(textOf(publisher.next()), '<one>');
  t.is(publisher.following(), undefined);
  isHeld = false;
  t.is(textOf(publisher.following()), '<two>');
  t.is(textOf(publisher.following()), '<three>');
});

test('a window holds messages of one source, and ends where a more urgent one has any', (t) => {
  const [urgent, usual] = [new RamOutbox(), new RamOutbox()];
  const sources = new SharedLine([
    { sendingClass: 'readings', source: source(usual) },
    { sendingClass: 'alarms', source: source(urgent) },
  ]);
  t.is(sources.following(), undefined);
  for (const text of ['one', 'two', 'three']) appendText(usual, text);
  t.is(textOf(sources.next()), '<one>');
  t.is(textOf(sources.following()), '<two>');
  appendText(urgent, 'alarm');
  t.is(sources.following(), undefined);
  sources.delivered();
  sources.delivered();
  t.deepEqual([urgent.length, usual.length], [1, 1]);
  t.is(textOf(sources.next()), '<alarm>');
  t.is(sources.following(), undefined);
  sources.delivered();
  t.is(textOf(sources.next()), '<three>');
});
