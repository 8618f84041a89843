import { flashRegion } from '../../modules/telemetry/journal/flash-region.js';
import { JournalOutbox } from '../../modules/telemetry/journal/journal-outbox.js';
import type { JournalOutboxOptions } from '../../modules/telemetry/journal/journal-options.js';
import type { RealTimeClock } from '../../modules/ports/real-time-clock.js';
import { FlashPower } from '../flash/flash-power.js';
import { indeterminate } from '../flash/interruptions.js';
import { NorFlash } from '../flash/nor-flash.js';
import { WornFlash } from '../flash/worn-flash.js';
import type { Plan } from './plan.js';
import { type OutboxWatch, WatchedJournal } from './watched-journal.js';

/** The last two blocks are for alarms. */
const ALARM_BLOCKS = 2;
const BLOCK_LENGTH = 4096;
const MAXIMUM_PAYLOAD = 128;
/** The operation in which power fails is one of the next few, so that every kind is hit. */
const OPERATIONS_AHEAD = 4;

/** Both outboxes on the flash. */
export interface Outboxes {
  readonly readings: JournalOutbox;
  readonly alarms: JournalOutbox;
}

/** The flash that the host keeps its readings on: it outlives every start of it. */
export class OutboxFlash {
  readonly #power = new FlashPower();
  readonly #flash: WornFlash;
  readonly #plan: Plan;
  readonly #dead = new Set<number>();

  constructor(plan: Plan) {
    this.#plan = plan;
    this.#flash = new WornFlash({ blocks: plan.readingBlocks + ALARM_BLOCKS, writeAlign: plan.writeAlign, power: this.#power });
  }

  openReadings(watch: OutboxWatch, clock: RealTimeClock | undefined): JournalOutbox {
    return new WatchedJournal({ ...this.#readingOptions(this.#flash), clock }, watch);
  }

  openAlarms(watch: OutboxWatch, clock: RealTimeClock | undefined): JournalOutbox {
    return new WatchedJournal({ ...this.#alarmOptions(this.#flash), clock }, watch);
  }

  /** What a host would find if it started now: opened on a copy, so that looking changes nothing and needs no power. */
  peek(): Outboxes {
    const copy = new NorFlash({ blocks: this.#plan.readingBlocks + ALARM_BLOCKS });
    copy.bytes.set(this.#flash.bytes);
    return { readings: new JournalOutbox(this.#readingOptions(copy)), alarms: new JournalOutbox(this.#alarmOptions(copy)) };
  }

  /** Power fails inside one of the next operations, which leaves any bits changed; `onFailure` comes from within. */
  failSoon(random: () => number, onFailure: () => void): void {
    const halfDone = indeterminate(random);
    this.#power.failIn(this.#power.operations + Math.floor(random() * OPERATIONS_AHEAD), (operation) => {
      halfDone(operation);
      onFailure();
    });
  }

  /** A failure that was to come does not. */
  restorePower(): void {
    this.#power.restore();
  }

  /** One bit of it changes by itself. */
  rot(random: () => number): void {
    const { bytes } = this.#flash;
    bytes[Math.floor(random() * bytes.length)] ^= 1 << Math.floor(random() * 8);
  }

  /** One cell of it keeps its level for good. */
  wear(random: () => number): void {
    const { bytes } = this.#flash;
    this.#flash.wear(Math.floor(random() * bytes.length), 1 << Math.floor(random() * 8), random() < 0.5 ? 0 : 1);
  }

  /** A block for readings cannot be erased any more; where that would be the third, nothing. */
  killBlock(random: () => number): void {
    if (this.#dead.size === 2) return;
    const block = Math.floor(random() * this.#plan.readingBlocks);
    this.#dead.add(block);
    this.#flash.wearOut(block);
  }

  #readingOptions(flash: NorFlash): JournalOutboxOptions {
    return options(flash, 0, this.#plan.readingBlocks, this.#plan.whenFull);
  }

  #alarmOptions(flash: NorFlash): JournalOutboxOptions {
    return options(flash, this.#plan.readingBlocks, ALARM_BLOCKS, this.#plan.whenFull);
  }
}

function options(flash: NorFlash, firstBlock: number, blocks: number, whenFull: Plan['whenFull']): JournalOutboxOptions {
  return { flash: flashRegion({ io: flash }, firstBlock, blocks), maximumPayload: MAXIMUM_PAYLOAD, whenFull };
}

/** Records of a block, each with its header, at most as long as can be, and in its place. */
const RECORDS = Math.floor((BLOCK_LENGTH - 32) / (25 + MAXIMUM_PAYLOAD));

/** Records of which there is certainly room in so many blocks, of which one is erased for more. */
export function leastCapacity(blocks: number): number {
  return Math.max(0, blocks - 1) * RECORDS;
}

/** Those of which none is thinned out: half, less what has left the block in which the oldest lies. */
export function leastBeforeThinning(capacity: number): number {
  return Math.max(0, capacity / 2 - RECORDS);
}
