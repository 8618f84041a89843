import test from 'ava';
import { OutboxPublisher, type OutboxPublisherOptions } from '../../modules/telemetry/outbox-publisher.js';
import { RamOutbox } from '../../modules/telemetry/ram-outbox.js';
import { appendText, COMPOSED_OVERHEAD, composeText, publisherParts, textOf } from './text-records.js';

function publisherOf(outbox: RamOutbox, options: Partial<OutboxPublisherOptions> = {}): OutboxPublisher {
  return new OutboxPublisher({
    ...publisherParts(),
    outbox,
    topic: 'p/n/readings',
    QoS: 2,
    overhead: COMPOSED_OVERHEAD,
    compose: composeText,
    ...options,
  });
}

test('records go one by one, the oldest first, and leave when they were delivered', (t) => {
  const outbox = new RamOutbox({ maximumPayload: 5 });
  const publisher = publisherOf(outbox);
  t.is(publisher.next(), undefined);
  for (const text of ['one', 'three', 'two']) appendText(outbox, text);
  t.like(publisher.next(), { topic: 'p/n/readings', QoS: 2, retain: false });
  t.is(textOf(publisher.next()), '<one>', 'the same until it was delivered');
  t.deepEqual([publisher.count, outbox.length], [0, 3]);
  for (const expected of ['<one>', '<three>', '<two>']) {
    t.is(textOf(publisher.next()), expected);
    publisher.delivered();
  }
  t.is(publisher.next(), undefined);
  t.deepEqual([publisher.count, outbox.length], [3, 0]);
});

test('messages of one length take one view of the buffer', (t) => {
  const outbox = new RamOutbox({ maximumPayload: 5 });
  const publisher = publisherOf(outbox);
  for (const text of ['one', 'two', 'three']) appendText(outbox, text);
  const payloads = ['<one>', '<two>', '<three>'].map((expected) => {
    const message = publisher.next();
    t.is(textOf(message), expected);
    publisher.delivered();
    return message?.payload;
  });
  t.is(payloads[0], payloads[1]);
  t.not(payloads[1], payloads[2]);
});

test('a record that is not to be sent yet waits', (t) => {
  const outbox = new RamOutbox();
  const publisher = publisherOf(outbox);
  appendText(outbox, '');
  t.is(publisher.next(), undefined);
  t.is(outbox.length, 1);
});

test('the newest alone: older ones are left to somebody else, whether the newest waits or not', (t) => {
  const outbox = new RamOutbox();
  const publisher = publisherOf(outbox, { isNewestOnly: true, window: 2 });
  t.is(publisher.next(), undefined);
  for (const text of ['one', 'two', 'three']) appendText(outbox, text);
  t.is(textOf(publisher.next()), '<three>');
  t.is(publisher.following(), undefined);
  publisher.delivered();
  t.is(publisher.next(), undefined);
  t.is(outbox.length, 2);
  appendText(outbox, 'four');
  t.is(textOf(publisher.next()), '<four>');
});

test('as many as the window holds are under way, and leave in their order', (t) => {
  const outbox = new RamOutbox();
  const publisher = publisherOf(outbox, { window: 3 });
  for (const text of ['one', 'two', 'three', 'four', 'five']) appendText(outbox, text);
  t.is(textOf(publisher.next()), '<one>');
  t.is(textOf(publisher.following()), '<two>');
  t.is(textOf(publisher.following()), '<three>');
  t.is(publisher.following(), undefined);
  publisher.delivered();
  t.is(textOf(publisher.following()), '<four>');
  publisher.delivered();
  publisher.delivered();
  t.deepEqual([publisher.count, outbox.length], [3, 2]);
  t.is(textOf(publisher.following()), '<five>');
  t.is(publisher.following(), undefined, 'there are no more');
  t.is(textOf(publisher.next()), '<four>', 'from the oldest again');
  t.is(textOf(publisher.following()), '<five>');
  publisher.delivered();
  publisher.delivered();
  t.is(outbox.length, 0);
});

test('without a window one alone is under way', (t) => {
  const outbox = new RamOutbox();
  const publisher = publisherOf(outbox);
  for (const text of ['one', 'two']) appendText(outbox, text);
  t.is(textOf(publisher.next()), '<one>');
  t.is(publisher.following(), undefined);
  publisher.delivered();
  t.is(textOf(publisher.following()), '<two>');
});

test('an outbox is told when nothing is under way any more', (t) => {
  let prepared = 0;
  const outbox = Object.assign(new RamOutbox(), { prepare: () => (prepared += 1) });
  const publisher = publisherOf(outbox, { window: 2 });
  for (const text of ['one', 'two']) appendText(outbox, text);
  publisher.next();
  publisher.following();
  publisher.delivered();
  t.is(prepared, 0);
  publisher.delivered();
  t.is(prepared, 1);
});
