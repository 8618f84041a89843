import { BLANK, CR, DELETE, QUOTE } from '../../base/ascii.js';
import type { SerialPort } from '../../ports/serial.js';
import type { Alarm, Time } from '../../ports/time.js';
import type { CountedPayload } from './payload.js';
import type { Ring } from './ring.js';

/** Milliseconds of silence after which a line whose closing quote is missing is given up. */
const OPEN_LINE_LIMIT = 250;

/** What the ring has next. */
export type Found =
  | typeof WAITING
  | typeof BEGUN
  | typeof LINE
  | typeof PASSED
  | typeof PAYLOAD_END
  | typeof BROKEN_PAYLOAD
  | typeof NOISE
  | typeof OVERFLOW;

/** Nothing, until more bytes have come. */
export const WAITING = 0;
/** Something begins at {@link LineReceiver.start}; whether its line is whole, {@link LineReceiver.line} says. */
export const BEGUN = 1;
/** A line from {@link LineReceiver.start} to {@link LineReceiver.end}, its line end not included. */
export const LINE = 2;
/** A piece of a payload, or of a line that was given up. */
export const PASSED = 3;
/** A counted payload has come whole. */
export const PAYLOAD_END = 4;
/** What follows a counted payload is not its closing quote: the declared length lied. */
export const BROKEN_PAYLOAD = 5;
/** Bytes that begin no line, once for each run of them. */
export const NOISE = 6;
/** A line longer than the ring was lost, and only it; what has come of it lies from {@link LineReceiver.start} to the end. */
export const OVERFLOW = 7;

/**
 * From bytes to lines. The serial callback copies into the ring and nothing else; lines are found in turns of the dialogue's, which
 * asks for one after the other. A payload of declared length is counted and copied, and never looked at.
 */
export class LineReceiver {
  /** Positions in the ring, of what was found last. */
  start = 0;
  end = 0;
  /** Whether what was found last was open before: only a later line end can end it. */
  isOpen = false;
  readonly #ring: Ring;
  readonly #payload: CountedPayload;
  /** No line end lies between the head and here. */
  #searched = 0;
  /** Behind the line end of the line that was found last. */
  #next = 0;
  #isNoisy = false;
  #isDiscarding = false;
  readonly #openLine: Alarm;

  /**
   * Where somebody has `payload` expect something, what follows the line start is payload. `onOpenLineLost` is called when a line has
   * been open for too long.
   */
  constructor(time: Time, ring: Ring, payload: CountedPayload, onOpenLineLost: () => void) {
    this.#ring = ring;
    this.#payload = payload;
    this.#openLine = time.alarm(onOpenLineLost);
  }

  /**
   * The serial callback. Tells whether there is something to find: a long line comes in many pieces, and a turn for each costs more
   * than the look whether one has ended it.
   */
  receive(port: SerialPort, isStartAwaited: boolean): boolean {
    if (!this.refill(port)) return false;
    const ring = this.#ring;
    const payload = this.#payload;
    if (this.isOpen) this.#openLine.arm(OPEN_LINE_LIMIT);
    if (payload.left > 0 || payload.isEnding || this.#isDiscarding) return true;
    const { head, tail } = ring;
    let searched = this.#searched;
    if (searched <= head) {
      const { bytes, mask } = ring;
      let start = head;
      while (start < tail && bytes[start & mask] <= BLANK) start += 1;
      if (start > head) ring.consume(start);
      if (start === tail) return false;
      if (bytes[start & mask] >= DELETE) return true;
      searched = start;
    }
    const lineFeed = ring.lineEnd(searched);
    this.#searched = lineFeed < 0 ? tail : lineFeed;
    return lineFeed >= 0 || isStartAwaited || ring.isFull;
  }

  /** Takes what the port has, as far as there is room. Tells whether any of it is in the ring. */
  refill(port: SerialPort): boolean {
    const ring = this.#ring;
    const payload = this.#payload;
    if (payload.isLong && ring.head === ring.tail && payload.pass(port)) return false;
    return ring.fill(port) > 0;
  }

  /** What comes next; {@link BEGUN} where that is a line, or a line start. */
  next(): Found {
    const ring = this.#ring;
    const { bytes, mask, head, tail } = ring;
    if (head === tail) return WAITING;
    const payload = this.#payload;
    if (payload.left > 0) return this.#takePayload();
    if (this.#isDiscarding) return this.#discard();
    // What follows a payload is held against its closing quote as it is.
    if (payload.isEnding) return this.#endPayload();
    let start = head;
    let byte = 0;
    for (; start < tail; start += 1) {
      byte = bytes[start & mask];
      if (byte > BLANK) break;
    }
    if (start > head) {
      ring.consume(start);
      if (this.#searched < start) this.#searched = start;
    }
    if (start === tail) return WAITING;
    if (byte >= DELETE) return this.#passNoise();
    this.#isNoisy = false;
    this.start = start;
    return BEGUN;
  }

  /** Whether what begins at {@link start} is a whole line; {@link WAITING} as long as it is not. */
  line(): Found {
    const ring = this.#ring;
    const lineFeed = ring.lineEnd(this.#searched);
    if (lineFeed < 0) {
      this.#searched = ring.tail;
      return ring.isFull ? this.#overflow() : WAITING;
    }
    const { bytes, mask } = ring;
    const { start } = this;
    let end = lineFeed;
    while (end > start) {
      const byte = bytes[(end - 1) & mask];
      if (byte !== CR && byte !== BLANK) break;
      end -= 1;
    }
    this.end = end;
    this.#next = lineFeed + 1;
    this.#searched = lineFeed + 1;
    return LINE;
  }

  /** The line that was found has been dealt with. */
  passLine(): void {
    this.passTo(this.#next);
  }

  /** All before `position` has been dealt with. */
  passTo(position: number): void {
    this.#ring.consume(position);
    this.#searched = position;
    if (!this.isOpen) return;
    this.#openLine.disarm();
    this.isOpen = false;
  }

  /** The line that was found goes on behind its line end. */
  leaveOpen(): void {
    this.isOpen = true;
    this.#openLine.arm(OPEN_LINE_LIMIT);
  }

  /**
   * Gives up the open line alone: what was taken for its continuation is judged anew, line by line. It lies from {@link start} to
   * {@link end} then.
   */
  loseOpenLine(): void {
    const { head, tail } = this.#ring;
    const lineFeed = this.#ring.lineEnd(head);
    this.start = head;
    this.end = lineFeed < 0 ? tail : lineFeed;
    this.passTo(lineFeed < 0 ? tail : lineFeed + 1);
  }

  close(): void {
    this.#openLine.disarm();
  }

  /** A run may come in pieces, and is told of once. */
  #passNoise(): Found {
    const { bytes, mask, head, tail } = this.#ring;
    let start = head;
    while (start < tail) {
      const byte = bytes[start & mask];
      if (byte > BLANK && byte < DELETE) break;
      start += 1;
    }
    const isKnown = this.#isNoisy;
    this.#isNoisy = start === tail;
    this.passTo(start);
    return isKnown ? PASSED : NOISE;
  }

  #overflow(): Found {
    this.end = this.#ring.tail;
    this.#isDiscarding = !this.isOpen;
    return OVERFLOW;
  }

  #discard(): Found {
    const { head, tail } = this.#ring;
    const lineFeed = this.#ring.lineEnd(head);
    this.#isDiscarding = lineFeed < 0;
    this.passTo(lineFeed < 0 ? tail : lineFeed + 1);
    return PASSED;
  }

  #takePayload(): Found {
    const ring = this.#ring;
    const count = this.#payload.take(ring);
    if (count === 0) return WAITING;
    this.passTo(ring.head + count);
    return PASSED;
  }

  #endPayload(): Found {
    const ring = this.#ring;
    this.start = ring.head;
    const found = this.line();
    if (found !== LINE) return found;
    const isIntact = this.end - this.start === 1 && ring.bytes[this.start & ring.mask] === QUOTE;
    this.#payload.cancel();
    this.passLine();
    return isIntact ? PAYLOAD_END : BROKEN_PAYLOAD;
  }
}
