import assert from 'node:assert/strict';
import type { Interruption } from '../../../host-sim/flash/flash-power.js';
import { FlashPower, PowerFailure } from '../../../host-sim/flash/flash-power.js';
import { NorFlash } from '../../../host-sim/flash/nor-flash.js';
import type { FullPolicy } from '../../../modules/telemetry/journal/full-policy.js';
import { JournalOutbox } from '../../../modules/telemetry/journal/journal-outbox.js';
import { type OutboxRecord, recordFor, TimeBase } from '../../../modules/telemetry/outbox.js';

/** Small, so that the ring goes round several times in a few steps. */
const BLOCK_LENGTH = 128;
const BLOCKS = 3;
const MAXIMUM_PAYLOAD = 30;

/**
 * What a node does with its outbox: accept a reading, with a date or without; have the oldest or the newest one delivered and
 * acknowledged; come to know the clock; find a quiet moment; restart without a loss of power.
 */
export type Step = 'append' | 'append undated' | 'deliver' | 'deliver newest' | 'set epoch' | 'prepare' | 'restart';

/** An undated reading: number of the start that took it, and its uptime then. */
interface Undated {
  readonly start: number;
  readonly uptime: number;
  /** Whether that start has told when it began. */
  isDatable: boolean;
}

/** UTC at which a start began. */
const epochOf = (start: number): number => start * 1_000_000;
/** Of times that were added up. */
const ROUNDING = 0.001;

/** A node that keeps its readings in a journal, and remembers what a journal must not forget. */
export class CutRun {
  readonly power = new FlashPower();
  readonly flash = new NorFlash({ blockLength: BLOCK_LENGTH, blocks: BLOCKS, writeAlign: 4, power: this.power });
  /** Accepted, by sequence number: from now on neither to be lost nor to be changed. */
  readonly accepted = new Map<number, string>();
  /** In the order of their delivery. */
  readonly delivered: number[] = [];
  readonly #whenFull: FullPolicy;
  #journal: JournalOutbox;
  #record: OutboxRecord;
  #appends = 0;
  #droppedBefore = 0;
  /** What is being appended. */
  #underWay = '';
  /** What the append in which power failed was to store: it may be there or not. */
  #unfinished = '';
  /** Sequence number whose acknowledgement power has cut short: it may come again. */
  #unacknowledged = 0;
  readonly #undated = new Map<number, Undated>();
  #start = 1;

  constructor(whenFull: FullPolicy) {
    this.#whenFull = whenFull;
    this.#journal = this.#open();
    this.#record = recordFor(this.#journal);
  }

  /** Does the steps, and opens the journal again whenever power has failed. */
  run(steps: readonly Step[]): void {
    for (const step of steps) {
      try {
        this.#do(step);
      } catch (error) {
        if (!(error instanceof PowerFailure)) throw error;
      }
      if (!this.power.isOn) this.#reopen();
    }
  }

  /** Delivers all that is left, and checks what must hold after all that has happened. */
  finish(): void {
    while (this.#deliver(false));
    assert.equal(this.#journal.length, 0);
    assert.equal(this.flash.refusals, 0, 'no write asks for a bit to be set');
    assert.equal(this.#journal.badBlocks, 0, 'a block that works is not taken for a bad one');
    const seen = new Set(this.delivered);
    const missing = [...this.accepted.keys()].filter((sequence) => !seen.has(sequence));
    const dropped = this.#droppedBefore + this.#journal.dropped;
    if (this.#whenFull === 'drop-oldest') assert.ok(missing.length <= dropped, `${missing.join(' ')} lost, ${dropped} dropped`);
    else assert.deepEqual(missing, []);
    const twice = this.delivered.filter((sequence, index) => this.delivered.indexOf(sequence) !== index);
    assert.ok(twice.every((sequence) => sequence === this.#unacknowledged), `${twice.join(' ')} delivered twice`);
    assert.ok(twice.length <= 1);
  }

  /** One interruption: power fails in `operation`. */
  static cut(whenFull: FullPolicy, steps: readonly Step[], operation: number, interruption: Interruption): void {
    const run = new CutRun(whenFull);
    run.power.failIn(operation, interruption);
    run.run(steps);
    run.finish();
  }

  #open(): JournalOutbox {
    const writes = this.power.operations;
    const journal = new JournalOutbox({ flash: { io: this.flash }, maximumPayload: MAXIMUM_PAYLOAD, whenFull: this.#whenFull });
    assert.equal(this.power.operations, writes, 'opening writes nothing');
    return journal;
  }

  #do(step: Step): void {
    if (step === 'append' || step === 'append undated') this.#append(step === 'append undated');
    else if (step === 'set epoch') this.#setEpoch();
    else if (step === 'prepare') this.#journal.prepare();
    else if (step === 'restart') this.#reopen();
    else this.#deliver(step === 'deliver newest');
  }

  #reopen(): void {
    this.#start += 1;
    this.#droppedBefore += this.#journal.dropped;
    if (!this.power.isOn) this.#unfinished = this.#underWay;
    this.power.restore();
    this.#journal = this.#open();
  }

  #append(isUndated: boolean): void {
    this.#appends += 1;
    const payload = payloadOf(this.#appends);
    const bytes = Uint8Array.from(payload, (character) => character.charCodeAt(0));
    this.#underWay = payload;
    const timeBase = isUndated ? TimeBase.uptime : TimeBase.utc;
    // No word of its bytes is 0: a word that an erase sets back must be a mark, or the record is none any more.
    const uptime = this.#appends + 0.1;
    const sequence = this.#journal.append(bytes, bytes.length, timeBase, isUndated ? uptime : epochOf(this.#start) + uptime);
    this.#underWay = '';
    if (sequence === 0) return;
    assert.ok(!this.accepted.has(sequence), `sequence number ${sequence} was given twice`);
    this.accepted.set(sequence, payload);
    if (isUndated) this.#undated.set(sequence, { start: this.#start, uptime, isDatable: false });
  }

  #setEpoch(): void {
    const before = this.power.operations;
    this.#journal.setEpoch(epochOf(this.#start));
    if (!this.power.isOn || this.power.operations === before) return;
    for (const undated of this.#undated.values()) if (undated.start === this.#start) undated.isDatable = true;
  }

  #checkTime({ sequence, timeBase, time, uncertainty }: OutboxRecord): void {
    const undated = this.#undated.get(sequence);
    if (undated === undefined) return;
    const { start, uptime, isDatable } = undated;
    const late = epochOf(start) + uptime - time;
    if (timeBase === TimeBase.utc) assert.ok(Math.abs(late) <= uncertainty + ROUNDING, `reading ${sequence} has a wrong date`);
    else if (timeBase === TimeBase.carried) assert.ok(late >= -ROUNDING, `reading ${sequence} is earlier than its bound`);
    else assert.ok(Math.abs(time - uptime) < ROUNDING);
    if (isDatable && start !== this.#start) assert.deepEqual([timeBase, uncertainty], [TimeBase.utc, 0], `${sequence} has lost its date`);
    assert.equal(timeBase === TimeBase.uptime, start === this.#start);
  }

  #deliver(isNewest: boolean): boolean {
    const { newest } = this.#journal;
    const record = this.#record;
    if (isNewest && newest === 0) return false;
    if (!this.#journal.peek(record, isNewest ? newest - 1 : 0)) return false;
    const { sequence } = record;
    const payload = String.fromCharCode(...record.payload.subarray(0, record.byteLength));
    assert.equal(payload, this.accepted.get(sequence) ?? this.#unfinished, `reading ${sequence} is not what was accepted`);
    this.#checkTime(record);
    this.accepted.set(sequence, payload);
    this.delivered.push(sequence);
    this.#journal.acknowledge(sequence);
    if (!this.power.isOn) this.#unacknowledged = sequence;
    return true;
  }
}

/** Unlike any other, of every length, and with bytes that look erased. */
function payloadOf(number: number): string {
  const length = (number * 7) % (MAXIMUM_PAYLOAD + 1);
  return Array.from({ length }, (_, index) => String.fromCharCode(index % 5 === 4 ? 255 : (number * 31 + index) & 255)).join('');
}
