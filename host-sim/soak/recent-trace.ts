import { AtTrace } from '../trace/at-trace.js';
import { formatEntry, type FormatOptions } from '../trace/format-entry.js';
import type { Soak } from './soak.js';

/** Lines that are kept: some exchanges, and what led to them. */
const KEPT = 80;
const TIME_WIDTH = 10;

/** The decoded traffic of a soak and the notes about it, the last of them. */
export class RecentTrace {
  readonly #format: FormatOptions;
  readonly #trace = new AtTrace();
  #lines: string[] = [];
  #now: () => number = () => 0;

  constructor(format: FormatOptions) {
    this.#format = format;
  }

  get lines(): readonly string[] {
    return this.#lines;
  }

  follow({ time, uart }: Soak): void {
    this.#now = () => time.now();
    uart.onTraffic = (direction, bytes) => {
      for (const entry of this.#trace.take(direction, bytes, time.now())) this.#keep(formatEntry(entry, this.#format));
    };
  }

  readonly note = (note: string): void => this.#keep(`${(this.#now() / 1000).toFixed(3).padStart(TIME_WIDTH)}  ! ${note}`);

  #keep(line: string): void {
    this.#lines.push(line);
    if (this.#lines.length > 2 * KEPT) this.#lines = this.#lines.slice(-KEPT);
  }
}
