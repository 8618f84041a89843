import { recordBoot, recordTime } from './record-layout.js';
import type { RecordReader } from './record-reader.js';

/**
 * Tells when earlier starts began. A start that comes to know the clock leaves an epoch in the log, behind its undated records:
 * so it is erased after all that it dates, and nothing has to be carried forward. Remembers the last answer, which is as a rule
 * the next one too.
 */
export class Epochs {
  readonly #reader: RecordReader;
  #boot = 0;
  /** The positions for which the answer is good, the second excluded. */
  #from = 0;
  #until = 0;
  #epoch: number | undefined = undefined;

  constructor(reader: RecordReader) {
    this.#reader = reader;
  }

  /**
   * UTC at which the uptime of start number `boot` was 0; `undefined` where that start never knew. A record of it ends at
   * `start`, the log at `end`. Leaves the reader somewhere else.
   */
  epochOf(boot: number, start: number, end: number): number | undefined {
    if (boot !== this.#boot || start < this.#from || start >= this.#until) this.#look(boot, start, end);
    return this.#epoch;
  }

  /** Reads on to the start's next epoch. Its records lie together: the first one of another ends the search. */
  #look(boot: number, start: number, end: number): void {
    const reader = this.#reader;
    this.#boot = boot;
    this.#from = start;
    this.#until = Infinity;
    this.#epoch = undefined;
    let position = start;
    while (this.#epoch === undefined && reader.seek(position, end) && recordBoot(reader.buffer) === boot) {
      position = reader.end;
      if (!reader.isEpoch) continue;
      this.#epoch = recordTime(reader.buffer);
      this.#until = position;
    }
  }
}
