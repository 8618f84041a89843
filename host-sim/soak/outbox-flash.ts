import { flashRegion } from '../../modules/telemetry/journal/flash-region.js';
import { JournalOutbox } from '../../modules/telemetry/journal/journal-outbox.js';
import { FlashPower } from '../flash/flash-power.js';
import { indeterminate } from '../flash/interruptions.js';
import { NorFlash } from '../flash/nor-flash.js';

/** 64 kB, as the manifest's partition: ten days of readings; the last two blocks are for alarms. */
const READING_BLOCKS = 14;
const ALARM_BLOCKS = 2;
const MAXIMUM_PAYLOAD = 128;
/** The operation in which power fails is one of the next few, so that every kind is hit. */
const OPERATIONS_AHEAD = 4;

/** The flash that the host keeps its readings on: it outlives every start of it. */
export class OutboxFlash {
  readonly #power = new FlashPower();
  readonly #flash: NorFlash;

  constructor(writeAlign: number) {
    this.#flash = new NorFlash({ blocks: READING_BLOCKS + ALARM_BLOCKS, writeAlign, power: this.#power });
  }

  openReadings(): JournalOutbox {
    return openReadings(this.#flash);
  }

  openAlarms(): JournalOutbox {
    return openAlarms(this.#flash);
  }

  /** What a host would find if it started now: opened on a copy, so that looking changes nothing and needs no power. */
  peek(): { readonly readings: JournalOutbox; readonly alarms: JournalOutbox } {
    const copy = new NorFlash({ blocks: READING_BLOCKS + ALARM_BLOCKS });
    copy.bytes.set(this.#flash.bytes);
    return { readings: openReadings(copy), alarms: openAlarms(copy) };
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
}

function openReadings(flash: NorFlash): JournalOutbox {
  return open(flash, 0, READING_BLOCKS);
}

function openAlarms(flash: NorFlash): JournalOutbox {
  return open(flash, READING_BLOCKS, ALARM_BLOCKS);
}

function open(flash: NorFlash, firstBlock: number, blocks: number): JournalOutbox {
  return new JournalOutbox({ flash: flashRegion({ io: flash }, firstBlock, blocks), maximumPayload: MAXIMUM_PAYLOAD });
}
