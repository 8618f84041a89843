import { TimeBase } from '../outbox.js';
import { recordBoot, recordTime, recordTimeBase } from './record-layout.js';
import type { RecordReader } from './record-reader.js';

/**
 * Tells when earlier starts began. A start that comes to know the clock leaves an epoch in the log, behind all undated records: so
 * it is erased after all that it dates, and nothing has to be carried forward. It is exact for the records of its own start, and
 * for carried ones of the starts before it the latest that can be. Remembers the last answer, which is as a rule the next one too.
 */
export class Epochs {
  readonly #reader: RecordReader;
  #boot = 0;
  #isCarried = false;
  /** The positions for which the answer is good, the second excluded. */
  #from = 0;
  #until = 0;
  #epoch: number | undefined = undefined;
  #epochBoot = 0;

  constructor(reader: RecordReader) {
    this.#reader = reader;
  }

  /**
   * UTC at which the uptime of start number `boot` was 0, or by which the carried clock is late; `undefined` where no start has told.
   * A record of it ends at `start`, the log at `end`. Leaves the reader somewhere else.
   */
  epochOf(boot: number, isCarried: boolean, start: number, end: number): number | undefined {
    const isSame = isCarried ? this.#isCarried : !this.#isCarried && boot === this.#boot;
    if (!isSame || start < this.#from || start >= this.#until) this.#look(boot, isCarried, start, end);
    return this.#epoch;
  }

  /** Number of the start that has left the last epoch. */
  get epochBoot(): number {
    return this.#epochBoot;
  }

  /** Whether the last search has come to the end of the log: what is not in it may still be told by this start. */
  get isOpen(): boolean {
    return this.#epoch === undefined && this.#until === Infinity;
  }

  /**
   * Reads on to the next epoch. The records of a start lie together: what is not carried is dated by its own alone. The carried
   * clock begins anew where another start has known the clock without leaving an epoch.
   */
  #look(boot: number, isCarried: boolean, start: number, end: number): void {
    const reader = this.#reader;
    this.#boot = boot;
    this.#isCarried = isCarried;
    this.#from = start;
    this.#until = Infinity;
    this.#epoch = undefined;
    let isAnew = !isCarried;
    let position = start;
    while (this.#epoch === undefined && reader.seek(position, end)) {
      position = reader.end;
      const isOwn = recordBoot(reader.buffer) === boot;
      isAnew ||= !reader.isNote && recordTimeBase(reader.buffer) !== TimeBase.carried;
      if (isAnew && !isOwn) {
        this.#until = reader.position;
        return;
      }
      if (!reader.isEpoch) continue;
      this.#epoch = recordTime(reader.buffer);
      this.#epochBoot = recordBoot(reader.buffer);
      this.#until = position;
    }
  }
}
