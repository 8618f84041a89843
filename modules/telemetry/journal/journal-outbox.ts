import { assert } from '../../base/assert.js';
import { cellularError, invalidArgument, RETRYABLE } from '../../base/errors.js';
import { TimeBase, type Outbox, type OutboxRecord } from '../outbox.js';
import { CarriedClock } from './carried-clock.js';
import { Epochs } from './epochs.js';
import { FlashBuffer } from './flash-buffer.js';
import { thinningStep } from './full-policy.js';
import { journalSettings, type JournalOutboxOptions } from './journal-options.js';
import { LogFlash } from './log-flash.js';
import { findEndOfLog } from './opening.js';
import {
  EPOCH,
  giveRecord,
  PAYLOAD_AT,
  recordLength,
  sealRecord,
  TALLY,
  writeErasedPayload,
  writePayload,
  writeRecordHeader,
} from './record-layout.js';
import { RecordReader } from './record-reader.js';
import { SECTOR_HEADER_LENGTH } from './sector-header.js';
import { SectorRing } from './sector-ring.js';
import { Tally } from './tally.js';

const SOURCE = 'Outbox';
/** Places at which a record is tried before the flash counts as worn out. */
const ATTEMPTS = 3;
/** Milliseconds to which UTC is right. */
const RESOLUTION = 1000;

/**
 * An outbox in NOR flash that needs no clean shutdown: opening finds what was accepted, whenever power has failed. The layout
 * and the reasons for it are in docs/outbox.md. Opening reads each sector's header and, as a rule, those of the records in two
 * sectors; it writes nothing. Append writes one record and reads it back. Every fifty-odd records a block is erased, which takes
 * 45 to 400 ms on common parts: in {@link JournalOutbox.prepare}, and only where that was not called in time, or would drop
 * records, in append. All of it allocates nothing once each length of record has been met.
 */
export class JournalOutbox implements Outbox {
  readonly #log: LogFlash;
  readonly #ring: SectorRing;
  readonly #reader: RecordReader;
  readonly #epochs: Epochs;
  readonly #clock: CarriedClock;
  readonly #draft: FlashBuffer;
  readonly #maximumPayload: number;
  /** Where the policy is `thin-out`. */
  readonly #tally: Tally | undefined;
  readonly #isDroppingOldest: boolean;
  readonly #boot: number;
  /** Position behind the last record, where the next one goes when it fits into the sector. */
  #tail: number;
  #nextSequence: number;
  /** Sequence number of the first record of this start. */
  readonly #firstSequence: number;
  /** Records of this start that wait. */
  #recent = 0;
  #isWaiting = false;
  /** Whether there are records behind the last epoch that could not be dated, of this start or carried by those before it. */
  #isEpochWanted = false;
  /** That of this start, once it is known. */
  #epoch: number | undefined = undefined;
  /** Blocks that were erased while an append waited. */
  #lateErasures = 0;
  /** Position of the oldest record that waits. */
  #oldest: number;
  #oldestEnd = 0;
  /** The next sequence number while none waits. */
  #oldestSequence = 0;
  #newest = 0;
  #newestAt = 0;
  /** The record that was peeked last, behind which the next one is looked for. */
  #peeked = 0;
  #peekedEnd = 0;
  #dropped = 0;
  #damaged = 0;

  /** Opens the flash and the journal on it. Throws `invalid-argument`, and what the flash throws. */
  constructor(options: JournalOutboxOptions) {
    const { flash, maximumPayload, whenFull, clock } = journalSettings(options);
    const log = new LogFlash(flash);
    const longest = log.sectorLength - SECTOR_HEADER_LENGTH - PAYLOAD_AT;
    if (maximumPayload > longest) {
      log.close();
      throw invalidArgument('maximumPayload', `at most ${longest} with blocks of ${log.sectorLength} bytes`, SOURCE);
    }
    this.#log = log;
    this.#maximumPayload = maximumPayload;
    this.#isDroppingOldest = whenFull === 'drop-oldest';
    this.#draft = new FlashBuffer(recordLength(maximumPayload));
    this.#reader = new RecordReader(log, maximumPayload);
    this.#epochs = new Epochs(this.#reader);
    this.#ring = new SectorRing(log);
    const end = findEndOfLog(log, this.#ring, this.#reader);
    this.#boot = end.boot < 65535 ? end.boot + 1 : 1;
    this.#tail = end.tail;
    this.#nextSequence = end.nextSequence;
    this.#firstSequence = end.nextSequence;
    this.#newest = end.newest;
    this.#newestAt = end.newestAt;
    this.#clock = new CarriedClock(clock, end.time);
    this.#tally = whenFull === 'thin-out' ? new Tally(log, maximumPayload) : undefined;
    const { head } = this.#ring;
    if (this.#tally !== undefined && head >= 0) this.#tally.find(this.#reader, this.#ring.recordsOf(head), end.tail);
    const oldest = log.goodFrom(this.#ring.oldestInUse);
    this.#oldest = this.#reader.skim(this.#ring.recordsOf(oldest), log.startOf(oldest + 1), true);
    this.#findOldest();
    if (this.#tally !== undefined) this.#tally.isKept = this.#isWaiting;
    this.#isEpochWanted = this.#isWaiting && end.isCarried;
  }

  /**
   * Exact for what this start has appended. What earlier starts have left counts as waiting from its oldest record on, until
   * the records have been passed: those that went out of turn, or are damaged, are not known before.
   */
  get length(): number {
    return Math.max(0, this.#firstSequence - this.#oldestSequence) + this.#recent;
  }

  get dropped(): number {
    return this.#dropped;
  }

  /**
   * Places passed since the opening in which a record was torn by a loss of power, or a bit has rotted; those of records that
   * had left before it are not looked at.
   */
  get damaged(): number {
    return this.#damaged;
  }

  get maximumPayload(): number {
    return this.#maximumPayload;
  }

  /** Blocks that can't be erased or written any more: they are passed over, and the capacity is less by as many. */
  get badBlocks(): number {
    return this.#log.badBlocks;
  }

  /** Blocks erased since the opening. */
  get erasures(): number {
    return this.#ring.erasures;
  }

  /** Those among {@link erasures} that an append had to wait for. */
  get lateErasures(): number {
    return this.#lateErasures;
  }

  get newest(): number {
    return this.#newest;
  }

  append(payload: Uint8Array, byteLength: number, timeBase: TimeBase, time: number): number {
    if (!(byteLength >= 0 && byteLength <= this.#maximumPayload && byteLength === Math.floor(byteLength))) {
      throw invalidArgument('byteLength', `at most ${this.#maximumPayload}, is ${byteLength}`, SOURCE);
    }
    const length = recordLength(byteLength);
    const tally = this.#tally;
    if (timeBase === TimeBase.uptime) this.#clock.start(time);
    else this.#clock.follow(time);
    if (this.#thinOut()) return this.#drop(1);
    this.#writeHeader(timeBase, time);
    writePayload(this.#draft, payload, byteLength);
    if (!this.#writeDraft(length)) return this.#drop(1);
    if (!this.#isWaiting) {
      this.#setOldest();
      if (tally !== undefined) tally.reset();
    }
    if (timeBase === TimeBase.uptime) this.#isEpochWanted = true;
    this.#recent += 1;
    this.#newest = this.#nextSequence;
    this.#newestAt = this.#reader.position;
    this.#nextSequence += 1;
    assert(this.#isWaiting && this.#oldestSequence <= this.#newest, 'what was appended waits');
    if (tally !== undefined) this.#carryTally(tally);
    return this.#newest;
  }

  /** Writes where there are records without a date, once behind the last of them. */
  setEpoch(utc: number, uptime?: number): void {
    if (uptime !== undefined) {
      this.#clock.start(uptime);
      this.#clock.follow(utc + uptime);
    }
    if (!this.#clock.isRunning) return;
    const epoch = utc - this.#clock.offset;
    this.#epoch = epoch;
    if (!this.#isEpochWanted) return;
    try {
      writeRecordHeader(this.#draft, this.#nextSequence - 1, EPOCH, epoch, this.#boot);
      writePayload(this.#draft, this.#draft.bytes, 0);
      this.#isEpochWanted = !this.#writeDraft(recordLength(0));
    } catch {
      // It is wanted still; until then this start dates its records, and only a restart would leave them without.
    }
  }

  /** Erases the next block as soon as the head has room for two of the longest records only, where that drops nothing. */
  prepare(): void {
    const isNeeded = this.#ring.end - this.#tail < 2 * recordLength(this.#maximumPayload);
    // Where the head's block is the only one that works, it goes on taking records to its end.
    if (this.#ring.isPrepared || !isNeeded || this.#isNextInUse || this.#doomed === this.#ring.head) return;
    try {
      this.#ring.prepare();
    } catch {
      // An append tries again.
    }
  }

  peek(record: OutboxRecord, after = 0): boolean {
    try {
      return this.#isWaiting && this.#find(after) && this.#give(record);
    } catch {
      // Flash that can't be read now may be read later; the record has not left.
      return false;
    }
  }

  acknowledge(sequence: number): void {
    try {
      if (this.#isWaiting && sequence >= this.#oldestSequence) this.#letGo(sequence);
    } catch {
      // Without its mark the record comes again after the next opening.
    }
  }

  /** Lets go of the flash. Legal at any time: nothing is kept back in RAM. */
  close(): void {
    this.#log.close();
  }

  /** What is undated is stamped by the carried clock, where it has something to go on from. */
  #writeHeader(timeBase: TimeBase, time: number): void {
    const { offset } = this.#clock;
    const isCarried = timeBase === TimeBase.uptime && offset !== 0;
    const base = isCarried ? TimeBase.carried : timeBase;
    writeRecordHeader(this.#draft, this.#nextSequence, base, isCarried ? time + offset : time, this.#boot);
  }

  /** Writes the draft behind the last record, and leaves the reader there; `false` where it finds no room. Throws `storage`. */
  #writeDraft(length: number): boolean {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      if (!this.#makeRoom(length)) return false;
      if (this.#writeAt(this.#tail, length)) return true;
    }
    // The sector keeps nothing. Another may; but nothing that waits is dropped to find out.
    if (!this.#isNextInUse) {
      this.#tail = this.#ring.end;
      if (this.#makeRoom(length) && this.#writeAt(this.#tail, length)) return true;
    }
    throw cellularError('storage', 'what was written to flash can\'t be read back', RETRYABLE);
  }

  /** Whether it succeeds or not, the bytes can't be written again. */
  #writeAt(position: number, length: number): boolean {
    assert(length <= this.#ring.end - position, 'a record lies in one sector');
    this.#tail = position + length;
    sealRecord(this.#draft, position);
    this.#log.write(this.#draft, length, position);
    if (this.#reader.holds(this.#draft, length, position)) return true;
    this.#withdraw(position);
    return false;
  }

  /**
   * What can't be read back as it was written may be read as a record all the same, where the bit is one that its CRC does not cover, or
   * reads otherwise the next time: it is over, so that the one that is written in its place is the only one of its number.
   */
  #withdraw(position: number): void {
    try {
      this.#log.mark(position);
    } catch {
      // Flash that has lost its power says so with what is written next, and then nothing of this was accepted.
    }
  }

  /** Ordinal of the sector whose block the next one takes. */
  get #doomed(): number {
    return this.#ring.next - this.#log.sectorCount;
  }

  /** Whether records wait in the block of the next sector. */
  get #isNextInUse(): boolean {
    return this.#isWaiting && this.#log.sectorOf(this.#oldest) <= this.#doomed;
  }

  #drop(count: number): number {
    this.#dropped += count;
    return 0;
  }

  /** Leaves away what comes next, where it is one of those that are; tells whether it did. */
  #thinOut(): boolean {
    const tally = this.#tally;
    if (tally === undefined) return false;
    const log = this.#log;
    const capacity = (log.sectorCount - log.badBlocks) * log.sectorLength;
    // Readings that were offered, this one included: its number, if it is taken, and all that were left away.
    const offered = this.#nextSequence + tally.count;
    if (offered % thinningStep(capacity - this.#used, capacity) === 0) return false;
    this.#leaveAway(tally);
    return true;
  }

  /** Counts one that is not taken, so that a restart does not begin to count anew. */
  #leaveAway(tally: Tally): void {
    tally.add();
    if (!tally.isKept) return;
    try {
      if (!tally.hasRoom(this.#ring.head)) this.#beginTally(tally, tally.count - 1);
      if (tally.hasRoom(this.#ring.head)) tally.mark();
    } catch {
      // Flash that takes no tally still has readings; only the rhythm begins anew with a restart.
    }
  }

  #beginTally(tally: Tally, count: number): void {
    if (tally.payloadLength === 0) return;
    writeRecordHeader(this.#draft, this.#nextSequence - 1, TALLY, count, this.#boot);
    writeErasedPayload(this.#draft, tally.payloadLength);
    if (this.#writeDraft(recordLength(tally.payloadLength))) tally.begin(this.#reader.position);
  }

  /** Opening looks for the tally in the head alone: a new one says again what has been left away so far. */
  #carryTally(tally: Tally): void {
    const { head } = this.#ring;
    if (!tally.isKept || tally.count === 0 || this.#log.sectorOf(this.#newestAt) !== head || tally.hasRoom(head)) return;
    try {
      this.#beginTally(tally, tally.count);
    } catch {
      // The record was accepted, and that counts.
    }
  }

  /** Bytes of the sectors from the oldest record that waits up to the last record. */
  get #used(): number {
    if (!this.#isWaiting) return 0;
    const log = this.#log;
    const first = log.sectorOf(this.#oldest);
    return this.#tail - log.startOf(first) - log.badBetween(first, this.#ring.head) * log.sectorLength;
  }

  /** Goes to the next sector where the head has no room; `false` when that one is full of what must not be dropped. */
  #makeRoom(length: number): boolean {
    if (this.#tail + length <= this.#ring.end) return true;
    const full = this.#ring.head;
    const erasures = this.#ring.erasures;
    try {
      // A block that turns out to be bad is passed over.
      do {
        if (this.#isNextInUse) {
          if (!this.#isDroppingOldest) return false;
          this.#dropUpTo(this.#ring.recordsOf(this.#doomed + 1));
        }
      } while (!this.#ring.advance(this.#nextSequence, this.#boot));
    } finally {
      this.#lateErasures += this.#ring.erasures - erasures;
    }
    this.#tail = this.#ring.recordsOf(this.#ring.head);
    // Where records wait, a sector is marked when the last of its own leaves; this one's have left already.
    if (!this.#isWaiting && full >= 0) this.#markDrained(full);
    return true;
  }

  #markDrained(ordinal: number): void {
    try {
      this.#ring.markDrained(ordinal);
    } catch {
      // Without its mark the sector is read at each opening.
    }
  }

  #dropUpTo(position: number): void {
    while (this.#isWaiting && this.#oldest < position) {
      this.#drop(1);
      if (this.#oldestSequence >= this.#firstSequence) this.#recent -= 1;
      if (this.#oldestSequence === this.#newest) this.#newest = 0;
      this.#oldest = this.#oldestEnd;
      this.#findOldest();
    }
  }

  /** Moves on to the first record that waits. */
  #findOldest(): void {
    while (this.#reader.seek(this.#oldest, this.#tail)) {
      this.#damaged += this.#reader.damaged;
      if (!this.#reader.isDone) return this.#setOldest();
      this.#oldest = this.#reader.end;
    }
    this.#damaged += this.#reader.damaged;
    this.#isWaiting = false;
    this.#oldestSequence = this.#nextSequence;
  }

  /** The record just read is the oldest that waits. */
  #setOldest(): void {
    assert(!this.#reader.isDone && !this.#reader.isNote, 'what waits is a record that has not left');
    this.#isWaiting = true;
    this.#oldest = this.#reader.position;
    this.#oldestEnd = this.#reader.end;
    this.#oldestSequence = this.#reader.sequence;
  }

  /** Reads the first record that waits behind `after`; at once for the oldest, the newest and the one behind the last peeked. */
  #find(after: number): boolean {
    const isNewest = this.#newest !== 0 && after + 1 === this.#newest;
    let start = this.#oldest;
    if (isNewest) start = this.#newestAt;
    else if (after === this.#peeked && this.#peekedEnd > start) start = this.#peekedEnd;
    while (this.#reader.seek(start, this.#tail)) {
      if (this.#reader.sequence > after && !this.#reader.isDone) return true;
      start = this.#reader.end;
    }
    return false;
  }

  #give(record: OutboxRecord): boolean {
    giveRecord(this.#reader.buffer, this.#boot, this.#clock.offset, record);
    assert(record.sequence >= this.#oldestSequence, 'nothing is given that lies before the oldest');
    this.#peeked = record.sequence;
    this.#peekedEnd = this.#reader.end;
    if (record.timeBase === TimeBase.unknown) this.#date(record);
    else if (record.timeBase === TimeBase.carried) this.#estimate(record);
    return true;
  }

  /** A record of an earlier start can be dated where that start came to know the clock. */
  #date(record: OutboxRecord): void {
    const epoch = this.#epochs.epochOf(record.boot, false, this.#peekedEnd, this.#tail);
    if (epoch === undefined) return;
    record.timeBase = TimeBase.utc;
    record.time += epoch;
  }

  /**
   * By its own start's epoch as well; otherwise by the next one, which tells by how much the carried clock was late then: somewhat
   * between nothing and that when the record was taken.
   */
  #estimate(record: OutboxRecord): void {
    const found = this.#epochs.epochOf(record.boot, true, this.#peekedEnd, this.#tail);
    const late = this.#epochs.isOpen ? this.#epoch : found;
    if (late === undefined) return;
    const isExact = found !== undefined && this.#epochs.epochBoot === record.boot;
    record.timeBase = TimeBase.utc;
    record.time += isExact ? late : late / 2;
    record.uncertainty = isExact ? 0 : Math.ceil(Math.abs(late) / 2) + RESOLUTION;
  }

  #letGo(sequence: number): void {
    // Mostly it is the oldest, of which is known where it lies; but not where flash could not be read when the one before had left.
    const isOldest = sequence === this.#oldestSequence && this.#oldestEnd > this.#oldest;
    if (!isOldest && (!this.#find(sequence - 1) || this.#reader.sequence !== sequence)) return;
    const position = isOldest ? this.#oldest : this.#reader.position;
    const end = isOldest ? this.#oldestEnd : this.#reader.end;
    if (sequence >= this.#firstSequence) this.#recent -= 1;
    assert(this.#recent >= 0, 'no more leaves than was appended');
    if (sequence === this.#newest) this.#newest = 0;
    try {
      this.#log.mark(position);
    } finally {
      // As far as this start is concerned it has left even without its mark.
      if (position === this.#oldest) this.#leave(end);
    }
  }

  /** Finds the oldest record from `position` on, and marks the sectors that are left behind. */
  #leave(position: number): void {
    const left = this.#log.sectorOf(this.#oldest);
    this.#oldest = position;
    this.#findOldest();
    const present = this.#isWaiting ? this.#log.sectorOf(this.#oldest) : this.#ring.head;
    for (let ordinal = left; ordinal < present; ordinal += 1) this.#ring.markDrained(ordinal);
  }
}
