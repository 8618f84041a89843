import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { FlashPower, PowerFailure } from '../../../host-sim/flash/flash-power.js';
import { afterBytes, indeterminate } from '../../../host-sim/flash/interruptions.js';
import { NorFlash } from '../../../host-sim/flash/nor-flash.js';
import { FULL_POLICIES, type FullPolicy } from '../../../modules/telemetry/journal/full-policy.js';
import { JournalOutbox } from '../../../modules/telemetry/journal/journal-outbox.js';
import { type OutboxRecord, recordFor, TimeBase } from '../../../modules/telemetry/outbox.js';
import { check } from '../../property.js';

const BLOCK_LENGTH = 160;
const BLOCKS = 4;
const MAXIMUM_PAYLOAD = 40;

interface Entry {
  readonly sequence: number;
  readonly payload: readonly number[];
  /** Undefined where an earlier start took it that never knew the clock: what is said of it then is `dating.test.ts`. */
  readonly time: number | undefined;
  /** Undefined once the clock was known. */
  readonly boot: number | undefined;
}

/** What an outbox is: a list. */
interface Model {
  waiting: Entry[];
  /** Number of the last record; the next one has a higher one. */
  last: number;
  /** Number of this start; 0 while it has taken nothing without a date. */
  boot: number;
  /** By the sequence number of undated readings: when their start began, once it has told. */
  readonly epochs: Map<number, number>;
  /** Of which the journal may have kept either state, because power has failed in between. */
  isAppendUncertain: Entry | undefined;
  isAcknowledgementUncertain: Entry | undefined;
}

class Real {
  readonly power = new FlashPower();
  readonly flash = new NorFlash({ blockLength: BLOCK_LENGTH, blocks: BLOCKS, writeAlign: 4, power: this.power });
  journal: JournalOutbox;
  record: OutboxRecord;

  constructor(readonly whenFull: FullPolicy) {
    this.journal = this.open();
    this.record = recordFor(this.journal);
  }

  open(): JournalOutbox {
    this.power.restore();
    return new JournalOutbox({ flash: { io: this.flash }, maximumPayload: MAXIMUM_PAYLOAD, whenFull: this.whenFull });
  }

  /** All that waits, without taking it out. */
  contents(): Entry[] {
    const { journal, record } = this;
    const entries: Entry[] = [];
    for (let after = 0; journal.peek(record, after); after = record.sequence) {
      const { sequence, timeBase, byteLength } = record;
      const isDated = timeBase === TimeBase.utc && record.uncertainty === 0;
      const time = isDated || timeBase === TimeBase.uptime ? record.time : undefined;
      const boot = isDated ? undefined : record.boot;
      entries.push({ sequence, payload: [...record.payload.subarray(0, byteLength)], time, boot });
    }
    return entries;
  }
}

type Command = fc.Command<Model, Real>;

/** What a restart makes of the entries: they are dated where their start has told when it began. */
function dated(entry: Entry, { epochs }: Model): Entry {
  const epoch = epochs.get(entry.sequence);
  if (entry.boot === undefined || entry.time === undefined) return entry;
  return epoch === undefined ? { ...entry, time: undefined } : { ...entry, time: entry.time + epoch, boot: undefined };
}

function restarted(model: Model): void {
  model.waiting = model.waiting.map((entry) => dated(entry, model));
  model.boot = 0;
}

/** What the journal holds is what the list holds, in the same order. */
function compare(model: Model, { journal, contents }: { journal: JournalOutbox; contents: Entry[] }): void {
  assert.deepEqual(contents, model.waiting);
  assert.equal(journal.newest, model.waiting.at(-1)?.sequence === model.last ? model.last : 0);
}

class Append implements Command {
  constructor(readonly payload: number[], readonly time: number, readonly isDated: boolean) {}

  check = (): boolean => true;

  run(model: Model, real: Real): void {
    const { journal } = real;
    const before = journal.dropped;
    const timeBase = this.isDated ? TimeBase.utc : TimeBase.uptime;
    const lengthBefore = journal.length;
    const sequence = journal.append(new Uint8Array([...this.payload, 7]), this.payload.length, timeBase, this.time);
    const dropped = journal.dropped - before;
    if (sequence === 0) {
      assert.equal(dropped, 1);
      assert.notEqual(real.whenFull, 'drop-oldest');
    } else {
      assert.ok(sequence > model.last, `${sequence} after ${model.last}`);
      assert.ok(real.whenFull === 'drop-oldest' || dropped === 0, 'an accepted record was dropped');
      // Only a journal that is full drops: each of its other blocks holds a record at least.
      assert.ok(dropped === 0 || lengthBefore >= BLOCKS, `${dropped} dropped of ${lengthBefore}`);
      model.waiting.splice(0, dropped);
      model.waiting.push(this.#entry(sequence, real));
      model.last = sequence;
      model.boot = model.waiting.at(-1)?.boot ?? model.boot;
      assert.equal(journal.newest, sequence);
    }
    compare(model, { journal, contents: real.contents() });
  }

  toString = (): string => `append(${this.payload.length} bytes)`;

  #entry(sequence: number, { journal }: Real): Entry {
    const record = recordFor(journal);
    journal.peek(record, sequence - 1);
    return { sequence, payload: this.payload, time: this.time, boot: this.isDated ? undefined : record.boot };
  }
}

class Acknowledge implements Command {
  constructor(readonly place: number) {}

  check = (model: Model): boolean => model.waiting.length > 0;

  run(model: Model, real: Real): void {
    const { sequence } = model.waiting[this.place % model.waiting.length];
    const lengthBefore = real.journal.length;
    real.journal.acknowledge(sequence);
    real.journal.acknowledge(sequence);
    assert.ok(real.journal.length < lengthBefore || real.journal.length >= model.waiting.length - 1);
    model.waiting = model.waiting.filter((entry) => entry.sequence !== sequence);
    compare(model, { journal: real.journal, contents: real.contents() });
  }

  toString = (): string => `acknowledge(${this.place})`;
}

class SetEpoch implements Command {
  constructor(readonly utc: number) {}

  check = (): boolean => true;

  run(model: Model, real: Real): void {
    const { journal, power } = real;
    const { operations } = power;
    const { dropped } = journal;
    journal.setEpoch(this.utc);
    model.waiting.splice(0, journal.dropped - dropped);
    if (model.boot === 0) assert.equal(power.operations, operations);
    if (power.operations > operations) {
      for (const { sequence, boot } of model.waiting) {
        if (boot === model.boot && !model.epochs.has(sequence)) model.epochs.set(sequence, this.utc);
      }
    }
    compare(model, { journal, contents: real.contents() });
  }

  toString = (): string => `setEpoch(${this.utc})`;
}

class Prepare implements Command {
  check = (): boolean => true;

  run(model: Model, real: Real): void {
    const { dropped } = real.journal;
    real.journal.prepare();
    assert.equal(real.journal.dropped, dropped);
    compare(model, { journal: real.journal, contents: real.contents() });
  }

  toString = (): string => 'prepare()';
}

class Restart implements Command {
  check = (): boolean => true;

  run(model: Model, real: Real): void {
    real.journal = real.open();
    restarted(model);
    assert.ok(real.journal.length >= model.waiting.length, 'the length is a bound');
    compare(model, { journal: real.journal, contents: real.contents() });
  }

  toString = (): string => 'restart()';
}

/** Power fails in one of the next operations, while records are appended and acknowledged, and again while it recovers. */
class FailingPower implements Command {
  constructor(readonly operation: number, readonly count: number, readonly isRandom: boolean, readonly seed: number) {}

  check = (): boolean => true;

  run(model: Model, real: Real): void {
    const random = numbers(this.seed);
    const interruption = this.isRandom ? indeterminate(random) : afterBytes(this.count);
    real.power.failIn(real.power.operations + this.operation, interruption);
    try {
      for (let step = 0; real.power.isOn && step < 8; step += 1) {
        if (step % 3 === 2 && model.waiting.length > 0) this.#acknowledge(model, real);
        else this.#append(model, real, step);
      }
    } catch (error) {
      if (!(error instanceof PowerFailure)) throw error;
    }
    const dropped = real.journal.dropped;
    real.journal = real.open();
    restarted(model);
    this.#reconcile(model, real.contents(), dropped);
    compare(model, { journal: real.journal, contents: real.contents() });
  }

  toString = (): string => `fail(${this.operation}, ${this.isRandom ? `seed ${this.seed}` : `${this.count} bytes`})`;

  #append(model: Model, real: Real, step: number): void {
    const payload = Uint8Array.from({ length: (this.seed + step * 7) % MAXIMUM_PAYLOAD }, (_, index) => index);
    const before = real.journal.dropped;
    const time = model.last + 1000;
    model.isAppendUncertain = { sequence: 0, payload: [...payload], time, boot: undefined };
    const sequence = real.journal.append(payload, payload.length, TimeBase.utc, time);
    model.isAppendUncertain = undefined;
    if (sequence === 0) return;
    model.waiting.splice(0, real.journal.dropped - before);
    model.waiting.push({ sequence, payload: [...payload], time, boot: undefined });
    model.last = sequence;
  }

  #acknowledge(model: Model, real: Real): void {
    const [entry] = model.waiting.splice(this.seed % model.waiting.length, 1);
    real.journal.acknowledge(entry.sequence);
    if (!real.power.isOn) model.isAcknowledgementUncertain = entry;
  }

  /** Of what was under way, the list takes over what the journal shows; all else must be there. */
  #reconcile(model: Model, contents: Entry[], dropped: number): void {
    const { isAppendUncertain: append, isAcknowledgementUncertain: acknowledgement } = model;
    model.isAppendUncertain = undefined;
    model.isAcknowledgementUncertain = undefined;
    const returned = contents.find(({ sequence }) => sequence === acknowledgement?.sequence);
    if (returned !== undefined && acknowledgement !== undefined) {
      assert.deepEqual(returned, dated(acknowledgement, model));
      model.waiting = [...model.waiting, returned].sort((a, b) => a.sequence - b.sequence);
    }
    const last = contents.at(-1);
    if (append !== undefined && last !== undefined && last.sequence > model.last) {
      assert.deepEqual(last, { ...append, sequence: last.sequence });
      model.waiting.push(last);
      model.last = last.sequence;
    }
    // The append that was cut may have dropped the oldest sector for the record it could not write any more.
    const missing = model.waiting.filter(({ sequence }) => !contents.some((entry) => entry.sequence === sequence));
    if (missing.length === 0) return;
    assert.ok(append !== undefined && missing.length <= dropped, `${missing.map(({ sequence }) => sequence).join(' ')} lost`);
    assert.deepEqual(missing, model.waiting.splice(0, missing.length));
  }
}

/** A generator of the same numbers each time. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const payload = fc.array(fc.constantFrom(0, 1, 127, 254, 255), { maxLength: MAXIMUM_PAYLOAD });
const time = fc.integer({ min: 0, max: 2 ** 45 });
const commands = fc.commands<Model, Real>(
  [
    fc.tuple(payload, time, fc.boolean()).map(([bytes, at, isDated]) => new Append(bytes, at, isDated)),
    fc.tuple(payload, time, fc.boolean()).map(([bytes, at, isDated]) => new Append(bytes, at, isDated)),
    fc.nat({ max: 30 }).map((place) => new Acknowledge(place)),
    fc.constant(0).map((place) => new Acknowledge(place)),
    time.map((utc) => new SetEpoch(utc)),
    fc.constant(new Prepare()),
    fc.constant(new Restart()),
    fc.tuple(fc.nat({ max: 6 }), fc.nat({ max: 170 }), fc.boolean(), fc.nat({ max: 9999 })).map((is) => new FailingPower(...is)),
  ],
  { maxCommands: 80 },
);

for (const whenFull of FULL_POLICIES) {
  test(`${whenFull}: a journal is a list, whatever is appended and acknowledged, and whenever power fails`, (t) => {
    const property = fc.property(commands, (list) => {
      fc.modelRun(() => {
        const epochs = new Map<number, number>();
        const uncertain = { isAppendUncertain: undefined, isAcknowledgementUncertain: undefined };
        const model = { waiting: [], last: 0, boot: 0, epochs, ...uncertain };
        return { model, real: new Real(whenFull) };
      }, list);
    });
    check(t, property, { runs: 300 });
  });
}
