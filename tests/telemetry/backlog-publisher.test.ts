import test from 'ava';
import { VirtualTime } from '../../host-sim/time/virtual-time.js';
import { BacklogPublisher, type BacklogPublisherOptions } from '../../modules/telemetry/backlog-publisher.js';
import type { Message } from '../../modules/telemetry/message-source.js';
import type { Outbox } from '../../modules/telemetry/outbox.js';
import { RamOutbox } from '../../modules/telemetry/ram-outbox.js';
import { appendText, publisherParts, textComposer, textOf } from './text-records.js';

function bench(options: Partial<BacklogPublisherOptions> = {}) {
  const time = new VirtualTime();
  const outbox = new RamOutbox({ maximumPayload: 10 });
  let due = 0;
  const publisher = new BacklogPublisher({
    ...publisherParts(),
    time,
    outbox,
    topic: 'p/n/backlog',
    QoS: 1,
    limit: 100,
    pause: 0,
    composer: textComposer,
    onDue: () => (due += 1),
    ...options,
  });
  const append = (...texts: string[]): void => texts.forEach((text) => appendText(outbox, text));
  return { time, outbox, publisher, append, dues: () => due };
}

/** Asks for the next batch until it is made. */
function batchOf(publisher: BacklogPublisher): Message | undefined {
  let message = publisher.next();
  while (publisher.isPreparing) message = publisher.next();
  return message;
}

function letGo(publisher: BacklogPublisher): void {
  while (!publisher.delivered());
}

test('all but the newest go in a batch, oldest first, and leave when it was delivered', (t) => {
  const { outbox, publisher, append } = bench();
  t.is(batchOf(publisher), undefined, 'nothing waits');
  append('one');
  t.is(batchOf(publisher), undefined, 'the newest goes by itself');
  append('two', 'three');
  t.like(batchOf(publisher), { topic: 'p/n/backlog', QoS: 1, retain: false });
  t.is(textOf(batchOf(publisher)), '[<one>,<two>]');
  t.deepEqual([publisher.count, outbox.length], [0, 3]);
  letGo(publisher);
  t.deepEqual([publisher.count, outbox.length, outbox.newest], [2, 1, 3]);
  t.is(batchOf(publisher), undefined);
  append('four');
  t.is(textOf(batchOf(publisher)), '[<three>]');
  letGo(publisher);
  t.is(publisher.count, 3);
});

test('once the newest has left, what is older goes whole', (t) => {
  const { outbox, publisher, append } = bench();
  append('one', 'two', 'three');
  outbox.acknowledge(3);
  t.is(textOf(batchOf(publisher)), '[<one>,<two>]');
});

test('a batch is as long as the limit allows, to the byte', (t) => {
  const batch = '[<one>,<two>]';
  const full = bench({ limit: batch.length });
  full.append('one', 'two', 'three', 'four');
  t.is(textOf(batchOf(full.publisher)), batch);
  letGo(full.publisher);
  t.is(textOf(batchOf(full.publisher)), '[<three>]');

  const short = bench({ limit: batch.length - 1 });
  short.append('one', 'two', 'three', 'four');
  t.is(textOf(batchOf(short.publisher)), '[<one>]');
});

test('a batch holds 64 readings at most', (t) => {
  const { outbox, publisher, append } = bench({ limit: 1024 });
  append(...Array.from({ length: 70 }, () => 'x'));
  t.is(textOf(batchOf(publisher))?.split(',').length, 64);
  letGo(publisher);
  t.deepEqual([publisher.count, outbox.length], [64, 6]);
});

test('a reading that is not to be sent yet ends the batch', (t) => {
  const { publisher, append } = bench();
  append('one', '', 'two', 'three');
  t.is(textOf(batchOf(publisher)), '[<one>]');
  letGo(publisher);
  t.is(batchOf(publisher), undefined);
});

test('batches of one length take one view of the buffer', (t) => {
  const { publisher, append } = bench({ limit: 8 });
  append('one', 'two', 'x', 'y');
  const payloads = ['[<one>]', '[<two>]', '[<x>]'].map((expected) => {
    const message = batchOf(publisher);
    t.is(textOf(message), expected);
    letGo(publisher);
    return message?.payload;
  });
  t.is(payloads[0], payloads[1]);
  t.not(payloads[1], payloads[2]);
});

test('a pause follows each batch, and its end is told', (t) => {
  const { time, publisher, append, dues } = bench({ limit: 8, pause: 5000 });
  append('one', 'two', 'three');
  t.is(textOf(batchOf(publisher)), '[<one>]', 'no pause before the first');
  letGo(publisher);
  t.is(batchOf(publisher), undefined);
  time.advance(4999);
  t.is(batchOf(publisher), undefined);
  t.is(dues(), 0);
  time.advance(1);
  t.is(dues(), 1);
  t.is(textOf(batchOf(publisher)), '[<two>]');
});

test('without a pause nobody is told of its end', (t) => {
  const { time, publisher, append, dues } = bench({ limit: 8 });
  append('one', 'two', 'three');
  batchOf(publisher);
  letGo(publisher);
  t.is(time.armed, 0);
  t.is(textOf(batchOf(publisher)), '[<two>]');
  t.is(dues(), 0);
});

test('in a hurry there is no pause any more, neither the one that lasts nor another', (t) => {
  const { time, publisher, append, dues } = bench({ limit: 8, pause: 5000 });
  append('one', 'two', 'x', 'y');
  batchOf(publisher);
  letGo(publisher);
  t.is(time.armed, 1);
  publisher.hurry();
  t.is(textOf(batchOf(publisher)), '[<two>]');
  letGo(publisher);
  t.is(textOf(batchOf(publisher)), '[<x>]');
  time.advance(10_000);
  t.is(dues(), 0);
});

test('an outbox is told when a batch has left', (t) => {
  let prepared = 0;
  const outbox = Object.assign(new RamOutbox({ maximumPayload: 10 }), { prepare: () => (prepared += 1) });
  const { publisher } = bench({ outbox });
  for (const text of ['one', 'two', 'three']) appendText(outbox, text);
  batchOf(publisher);
  t.is(prepared, 0);
  letGo(publisher);
  t.is(prepared, 1);
});

test('a call reads one reading, or lets go of one: a device has no longer turn', (t) => {
  let peeks = 0;
  const acknowledged: number[] = [];
  const outbox = new RamOutbox({ maximumPayload: 10 });
  const watched: Outbox = {
    get length() {
      return outbox.length;
    },
    get newest() {
      return outbox.newest;
    },
    dropped: 0,
    maximumPayload: outbox.maximumPayload,
    append: (...given) => outbox.append(...given),
    peek: (...given) => {
      peeks += 1;
      return outbox.peek(...given);
    },
    acknowledge: (sequence) => {
      acknowledged.push(sequence);
      outbox.acknowledge(sequence);
    },
  };
  const { publisher } = bench({ outbox: watched });
  for (const text of ['one', 'two', 'three', 'four']) appendText(outbox, text);
  let calls = 1;
  for (; publisher.next() === undefined && publisher.isPreparing; calls += 1) t.is(peeks, calls);
  t.deepEqual([peeks, calls], [4, 4]);
  t.is(textOf(publisher.next()), '[<one>,<two>,<three>]');
  t.is(peeks, 4, 'what is made stays as it is');
  t.deepEqual([publisher.delivered(), publisher.delivered(), publisher.delivered()], [false, false, true]);
  t.deepEqual(acknowledged, [1, 2, 3]);
});

test('a batch that was not delivered stays as it is', (t) => {
  const { publisher, append } = bench();
  append('one', 'two');
  t.is(textOf(batchOf(publisher)), '[<one>]');
  append('three');
  t.is(textOf(batchOf(publisher)), '[<one>]');
  letGo(publisher);
  t.is(textOf(batchOf(publisher)), '[<two>]');
});
