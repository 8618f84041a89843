import { BLANK, LF } from '../../base/ascii.js';
import type { Ring } from './ring.js';

/** Bytes that such a text may take: the 160 characters of a short message, or the 182 of USSD, at most two bytes each, and line ends. */
const LONGEST = 512;

/**
 * Text that somebody outside has written stands on the line: a short message below `+CMT:`, or what a quote has begun and its
 * line has not ended. Whoever knows the number of the SIM card can send one that reads like the end of
 * the data call, so none of it is obeyed.
 *
 * No module tells where a text of several lines ends. What it says itself stands between line ends of its own (V.250 §5.7.1),
 * so an empty line comes before it: up to there, all is text. A text that holds an empty line is obeyed behind it; that is why
 * the module is told to write no text at all, and this is the second line of defence.
 */
export class ForeignText {
  /** A field, as a getter costs XS a call. */
  isExpected = false;
  readonly #ring: Ring;
  #start = 0;
  /** A line of it must come, framed or not. */
  #isDue = false;

  constructor(ring: Ring) {
    this.#ring = ring;
  }

  /** It begins behind `start`. `isDue`: at least the next line is of it. */
  begin(start: number, isDue: boolean): void {
    this.isExpected = true;
    this.#start = start;
    this.#isDue = isDue;
  }

  /** Claims the line that starts at `start`; false where that is not of it, and it is over. */
  claim(start: number): boolean {
    this.isExpected = this.#isDue || (start - this.#start <= LONGEST && !this.#isFramed(start));
    return this.isExpected;
  }

  /** A line of it has passed. */
  pass(): void {
    this.#isDue = false;
  }

  /** Whether an empty line comes before: what was consumed is still there as long as nothing has taken its place. */
  #isFramed(start: number): boolean {
    const { bytes, mask, tail, capacity } = this.#ring;
    let lineFeeds = 0;
    for (let position = start - 1; position > tail - capacity && bytes[position & mask] <= BLANK; position -= 1) {
      if (bytes[position & mask] === LF) lineFeeds += 1;
    }
    return lineFeeds > 1;
  }
}
