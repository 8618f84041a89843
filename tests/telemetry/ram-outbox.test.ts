import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { recordFor, TimeBase } from '../../modules/telemetry/outbox.js';
import { RamOutbox } from '../../modules/telemetry/ram-outbox.js';
import { check } from '../property.js';

const HEADER = 11;

interface Entry {
  sequence: number;
  payload: number[];
  time: number;
  hasLeft: boolean;
}

/** What an outbox is, without a ring. */
class Model {
  entries: Entry[] = [];
  dropped = 0;
  #last = 0;

  constructor(readonly capacity: number) {}

  append(payload: number[], time: number): number {
    this.#last += 1;
    this.entries.push({ sequence: this.#last, payload, time, hasLeft: false });
    while (this.size() > this.capacity) {
      this.entries.shift();
      this.dropped += 1;
      this.trim();
    }
    return this.#last;
  }

  acknowledge(sequence: number): void {
    for (const entry of this.entries) if (entry.sequence === sequence) entry.hasLeft = true;
    this.trim();
  }

  /** Those that have left before one that waits still take room. */
  trim(): void {
    while (this.entries[0]?.hasLeft) this.entries.shift();
  }

  waiting(after = 0): Entry[] {
    return this.entries.filter(({ hasLeft, sequence }) => !hasLeft && sequence > after);
  }

  size(): number {
    return this.entries.reduce((sum, entry) => sum + HEADER + entry.payload.length, 0);
  }
}

const payloads = fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 20 });
const operations = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('append' as const), payload: payloads, time: fc.double({ min: 0, max: 2e12, noNaN: true }) }),
    fc.record({ kind: fc.constant('acknowledge' as const), ahead: fc.integer({ min: -2, max: 8 }) }),
  ),
  { maxLength: 200 },
);

test('a ring of bytes does what a list does, whatever is appended and acknowledged', (t) => {
  const run = fc.property(fc.integer({ min: 31, max: 150 }), operations, (capacity, list) => {
    const outbox = new RamOutbox({ capacity, maximumPayload: 20 });
    const model = new Model(capacity);
    const record = recordFor(outbox);
    for (const operation of list) {
      if (operation.kind === 'append') {
        const { payload, time } = operation;
        // The buffer is longer than what is appended, as the recorder's is.
        const sequence = outbox.append(new Uint8Array([...payload, 0xee]), payload.length, TimeBase.utc, time);
        assert.equal(sequence, model.append(payload, time));
      } else {
        const sequence = (model.entries[0]?.sequence ?? 1) + operation.ahead;
        outbox.acknowledge(sequence);
        model.acknowledge(sequence);
      }
      const waiting = model.waiting();
      assert.equal(outbox.length, waiting.length);
      assert.equal(outbox.dropped, model.dropped);
      assert.equal(outbox.newest, model.entries.at(-1)?.hasLeft === false ? model.entries.at(-1)?.sequence : 0);
      for (const after of [0, ...waiting.map(({ sequence }) => sequence)]) {
        const [expected] = model.waiting(after);
        assert.equal(outbox.peek(record, after), expected !== undefined);
        if (expected === undefined) continue;
        const { sequence, payload, time } = expected;
        assert.deepEqual([record.sequence, record.timeBase, record.time], [sequence, TimeBase.utc, time]);
        assert.deepEqual([...record.payload.subarray(0, record.byteLength)], payload);
      }
    }
  });
  check(t, run, { runs: 200 });
});

test('time base comes back as it was given', (t) => {
  const outbox = new RamOutbox();
  outbox.append(new Uint8Array(1), 1, TimeBase.uptime, 5);
  const record = recordFor(outbox);
  t.true(outbox.peek(record));
  t.is(record.timeBase, TimeBase.uptime);
});

test('a payload longer than the limit is refused, and nothing is dropped for it', (t) => {
  const outbox = new RamOutbox({ capacity: 100, maximumPayload: 50 });
  outbox.append(new Uint8Array(50), 50, TimeBase.utc, 1);
  const error = t.throws(() => outbox.append(new Uint8Array(51), 51, TimeBase.utc, 1));
  t.like(error, { code: 'invalid-argument' });
  t.deepEqual([outbox.length, outbox.dropped], [1, 0]);
});

test('sizes are validated', (t) => {
  for (const maximumPayload of [0, 1.5, 65536, NaN]) {
    t.like(t.throws(() => new RamOutbox({ maximumPayload })), { code: 'invalid-argument' });
  }
  t.like(t.throws(() => new RamOutbox({ capacity: 110, maximumPayload: 100 })), { code: 'invalid-argument' });
  t.notThrows(() => new RamOutbox({ capacity: 111, maximumPayload: 100 }));
});

test('a refusal names the option, and the bound that it breaks', (t) => {
  const message = (run: () => unknown): string | undefined => t.throws(run)?.message;
  t.is(message(() => new RamOutbox({ maximumPayload: 0 })), 'maximumPayload: must be a whole number from 1 to 65535 (RamOutbox)');
  t.is(message(() => new RamOutbox({ capacity: 1 })), 'capacity: must be a whole number from 523 to 1073741824 (RamOutbox)');
  const outbox = new RamOutbox();
  const append = (): number => outbox.append(new Uint8Array(1), -1, TimeBase.utc, 1);
  t.is(message(append), 'byteLength: at most 512, is -1 (Outbox)');
});

test('an outbox that has run empty shows nothing of what was in it', (t) => {
  const outbox = new RamOutbox({ capacity: 50, maximumPayload: 20 });
  const record = recordFor(outbox);
  const payload = new Uint8Array(20).fill(TimeBase.utc);
  for (let count = 1; count <= 200; count += 1) {
    t.is(outbox.append(payload, (count * 7) % 21, TimeBase.utc, count), count);
    t.is(outbox.newest, count);
    outbox.acknowledge(count);
    t.deepEqual([outbox.length, outbox.newest, outbox.peek(record)], [0, 0, false]);
  }
});

test('a record may be longer than a byte can tell, and fill the ring', (t) => {
  const outbox = new RamOutbox({ capacity: 611, maximumPayload: 600 });
  const record = recordFor(outbox);
  const payload = Uint8Array.from({ length: 600 }, (_, index) => index % 251);
  for (let round = 0; round < 3; round += 1) {
    const full = outbox.append(payload, 600, TimeBase.utc, 1);
    t.true(outbox.peek(record));
    t.deepEqual(record.payload, payload);
    outbox.acknowledge(full);
    t.deepEqual([outbox.length, outbox.dropped], [0, 0]);
    const first = outbox.append(payload, 290, TimeBase.utc, 1);
    const second = outbox.append(payload, 270, TimeBase.utc, 1);
    t.true(outbox.peek(record, first));
    t.like(record, { sequence: second, byteLength: 270 });
    outbox.acknowledge(first);
    outbox.acknowledge(second);
    t.deepEqual([outbox.length, outbox.dropped], [0, 0]);
  }
});
