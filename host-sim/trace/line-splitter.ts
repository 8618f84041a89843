import { BLANK, CR, DELETE, LF } from '../../modules/base/ascii.js';

/** Longest line; what is longer is counted. */
const LINE_LIMIT = 65536;
/** Milliseconds of silence after which a line that has not found its end is given up, as the driver does. */
const OPEN_LINE_LIMIT = 250;

/** What judges the lines. */
export interface LineJudge {
  /** Looks at a line start for what has no line end; gives how many bytes it took, or 0. */
  onLineStart(bytes: Uint8Array): number;
  /** Up to where the bytes of this line are counted, so that no line end is looked for before; may be behind what is there. */
  countedEnd(bytes: Uint8Array): number;
  /** A line without its end. False when only a later line end can end it. */
  onLine(line: Uint8Array): boolean;
  /** A line whose end never came. */
  onLost(line: Uint8Array): void;
  /** A run of bytes that no line begins with. */
  onNoise(count: number): void;
  /** A line that is too long to be one. */
  onOverlong(count: number): void;
}

/** Cuts what comes from the module into lines, at the same places whatever the pieces in which it comes. */
export class LineSplitter {
  readonly #judge: LineJudge;
  #bytes: Uint8Array = new Uint8Array(0);
  /** No line end that counts lies before. */
  #searched = 0;
  #isOpen = false;
  #noise = 0;
  #overlong = 0;
  #heardAt = 0;

  constructor(judge: LineJudge) {
    this.#judge = judge;
  }

  take(bytes: Uint8Array, time: number): void {
    if (this.#isOpen && time - this.#heardAt > OPEN_LINE_LIMIT) this.#lose();
    this.#heardAt = time;
    this.#bytes = Buffer.concat([this.#bytes, bytes]);
    this.#run();
  }

  /** Nothing more comes: what is there is all there is of its line. */
  end(): void {
    this.take(Uint8Array.of(LF), this.#heardAt);
    while (this.#bytes.length > 0) this.#lose();
    this.#tellNoise();
  }

  #run(): void {
    while (this.#step());
  }

  /** False when it must wait for more bytes. */
  #step(): boolean {
    if (this.#overlong === 0) this.#skipToLine();
    if (this.#bytes.length === 0) return false;
    const taken = this.#isOpen || this.#overlong > 0 ? 0 : this.#judge.onLineStart(this.#bytes);
    if (taken > 0) return this.#consume(taken);
    const from = Math.max(this.#searched, this.#countedEnd());
    if (from > this.#bytes.length) {
      this.#isOpen = true;
      return false;
    }
    const lineFeed = this.#bytes.indexOf(LF, from);
    const length = lineFeed < 0 ? this.#bytes.length : lineFeed;
    if (this.#overlong + length > LINE_LIMIT) return this.#takeOverlong(lineFeed);
    this.#searched = lineFeed < 0 ? length : lineFeed + 1;
    if (lineFeed < 0) return false;
    this.#isOpen = !this.#judge.onLine(this.#trimmed(lineFeed));
    return this.#isOpen || this.#consume(lineFeed + 1);
  }

  #countedEnd(): number {
    const end = this.#judge.countedEnd(this.#bytes);
    return end > LINE_LIMIT ? 0 : end;
  }

  /** Passes what means nothing before a line. */
  #skipToLine(): void {
    const bytes = this.#bytes;
    let start = 0;
    while (start < bytes.length && (bytes[start] <= BLANK || bytes[start] >= DELETE)) {
      if (bytes[start] >= DELETE) this.#noise += 1;
      start += 1;
    }
    if (start > 0) this.#consume(start);
    if (this.#bytes.length > 0) this.#tellNoise();
  }

  #tellNoise(): void {
    if (this.#noise > 0) this.#judge.onNoise(this.#noise);
    this.#noise = 0;
  }

  /** Its bytes are counted and forgotten; an open line is given up instead, and its lines judged one by one. */
  #takeOverlong(lineFeed: number): boolean {
    if (this.#isOpen) {
      this.#lose();
      return true;
    }
    const isEnded = lineFeed >= 0;
    this.#overlong += isEnded ? lineFeed : this.#bytes.length;
    this.#consume(isEnded ? lineFeed + 1 : this.#bytes.length);
    if (!isEnded) return false;
    this.#judge.onOverlong(this.#overlong);
    this.#overlong = 0;
    return true;
  }

  /** Gives up the open line alone: what was taken for its continuation is judged anew. */
  #lose(): void {
    const lineFeed = this.#bytes.indexOf(LF);
    const end = lineFeed < 0 ? this.#bytes.length : lineFeed;
    const line = this.#trimmed(end);
    this.#consume(end + 1);
    this.#judge.onLost(line);
    this.#run();
  }

  #trimmed(end: number): Uint8Array {
    let last = end;
    while (last > 0 && (this.#bytes[last - 1] === CR || this.#bytes[last - 1] === BLANK)) last -= 1;
    return this.#bytes.subarray(0, last);
  }

  #consume(count: number): true {
    this.#bytes = this.#bytes.subarray(count);
    this.#searched = 0;
    this.#isOpen = false;
    return true;
  }
}
