import { BLANK, CR, DELETE, QUOTE } from '../../base/ascii.js';
import type { SerialPort } from '../../ports/serial.js';
import type { Alarm, Time } from '../../ports/time.js';
import type { CountedPayload } from './payload.js';
import type { Outcome } from '../dialogue/outcome.js';
import type { Ring } from './ring.js';

/**
 * Steps taken in one turn; what is left waits for the next, so that a storm cannot keep others from theirs. With five lines that
 * complete publishes in one turn, the receive FIFO of an ESP32 could overrun.
 */
const STEPS_PER_TURN = 4;
/** Milliseconds of silence after which a line whose closing quote is missing is given up. */
const OPEN_LINE_LIMIT = 250;

/** What judges the lines. Positions are those of the ring. */
export interface LineHandler {
  /**
   * Judges the line from `start` to `end`, its line end not included. False when the line is open: only a later line end can
   * end it.
   */
  onLine(start: number, end: number): boolean;
  /** Whether something without a line end may come: a prompt, or the head of a counted payload. */
  awaitsLineStart(): boolean;
  /** Looks at a line start while that is awaited, with every byte that comes. Gives the position behind what it took, or -1. */
  onLineStart(start: number, tail: number): number;
  /** A counted payload has come whole; false when what follows is not its closing quote: the declared length lied. */
  onPayloadEnd(isIntact: boolean): void;
  /** Bytes that begin no line, once for each run of them. */
  onNoise(): void;
  /** A line longer than the ring was lost, and only it; what has come of it lies from `start` to `end`. */
  onOverflow(start: number, end: number): void;
  /** A line that stayed open was given up: that from `start` to `end`. */
  onOpenLineLost(start: number, end: number): void;
  /** All that is there has been handled, or as much as one turn may. */
  onTurnEnd(): void;
}

/**
 * From bytes to lines. The serial callback copies into the ring and nothing else; lines are found in turns of their own,
 * each bounded. A payload of declared length is counted and copied, and never looked at.
 */
export class LineReceiver {
  readonly #ring: Ring;
  readonly #payload: CountedPayload;
  readonly #handler: LineHandler;
  readonly #outcome: Outcome;
  readonly #turn: Alarm;
  readonly #openLine: Alarm;
  #port: SerialPort | undefined = undefined;
  /** No line end lies between the head and here. */
  #searched = 0;
  #isOpen = false;
  #isNoisy = false;
  #isDiscarding = false;

  /** Where the handler has `payload` expect something, what follows the line start is payload. */
  constructor(time: Time, ring: Ring, payload: CountedPayload, handler: LineHandler, outcome: Outcome) {
    this.#ring = ring;
    this.#payload = payload;
    this.#handler = handler;
    this.#outcome = outcome;
    this.#turn = time.alarm(() => this.#takeTurn());
    this.#openLine = time.alarm(() => this.#loseOpenLine());
  }

  attach(port: SerialPort): void {
    this.#port = port;
  }

  /** The serial callback. */
  receive(): void {
    if (this.#fill() === 0) return;
    if (this.#isOpen) this.#openLine.arm(OPEN_LINE_LIMIT);
    if (this.#hasWork()) this.#turn.arm(0);
  }

  /** Asks for a turn `delay` milliseconds from now, for what its end does. */
  wake(delay: number): void {
    this.#turn.arm(delay);
  }

  close(): void {
    this.#turn.disarm();
    this.#openLine.disarm();
    this.#port = undefined;
  }

  /** Tells how many bytes came into the ring. */
  #fill(): number {
    const port = this.#port;
    if (port === undefined) return 0;
    const ring = this.#ring;
    if (this.#payload.isLong && ring.head === ring.tail && this.#payload.pass(port)) return 0;
    return ring.fill(port);
  }

  /** A long line comes in many pieces, and a turn for each costs more than the look whether one has ended it. */
  #hasWork(): boolean {
    const payload = this.#payload;
    if (payload.left > 0 || payload.isEnding || this.#isDiscarding) return true;
    const ring = this.#ring;
    const { head, tail } = ring;
    if (this.#searched <= head) {
      const { bytes, mask } = ring;
      let start = head;
      while (start < tail && bytes[start & mask] <= BLANK) start += 1;
      ring.consume(start);
      if (start === tail) return false;
      const isNoise = bytes[start & mask] >= DELETE;
      if (isNoise) return true;
      this.#searched = start;
    }
    const lineFeed = ring.lineEnd(this.#searched);
    this.#searched = lineFeed < 0 ? tail : lineFeed;
    return lineFeed >= 0 || ring.isFull || this.#handler.awaitsLineStart();
  }

  #takeTurn(): void {
    let steps = 0;
    const outcome = this.#outcome;
    while (steps < STEPS_PER_TURN && this.#port !== undefined && this.#step()) {
      steps += 1;
      if (outcome.exchange !== undefined) outcome.tell();
    }
    if (this.#port === undefined) return;
    const isMore = (this.#ring.isCut && this.#fill() > 0) || steps === STEPS_PER_TURN;
    this.#handler.onTurnEnd();
    // Armed last, as the handler may have asked for a later turn.
    if (isMore) this.#turn.arm(0);
  }

  /** A line, a line start or a piece of payload; false when it must wait for more bytes. */
  #step(): boolean {
    const ring = this.#ring;
    const { tail } = ring;
    if (ring.head === tail) return false;
    const payload = this.#payload;
    if (payload.left > 0) return this.#takePayload();
    if (this.#isDiscarding) return this.#discard();
    // What follows a payload is held against its closing quote as it is.
    const { isEnding } = payload;
    const start = isEnding ? ring.head : this.#lineStart();
    if (start === tail) return false;

    const handler = this.#handler;
    if (!isEnding && !this.#isOpen && handler.awaitsLineStart()) {
      const next = handler.onLineStart(start, tail);
      if (next >= 0) return this.#consume(next);
    }
    const lineFeed = ring.lineEnd(this.#searched);
    if (lineFeed < 0) {
      this.#searched = tail;
      return ring.isFull && this.#overflow();
    }
    this.#searched = lineFeed + 1;
    const end = this.#trimmedEnd(start, lineFeed);
    if (isEnding) this.#endPayload(end - start === 1 && ring.bytes[start & ring.mask] === QUOTE);
    else if (!handler.onLine(start, end)) return this.#leaveOpen();
    return this.#consume(lineFeed + 1);
  }

  #leaveOpen(): true {
    this.#isOpen = true;
    this.#openLine.arm(OPEN_LINE_LIMIT);
    return true;
  }

  #consume(position: number): true {
    this.#ring.consume(position);
    this.#searched = position;
    if (this.#isOpen) this.#openLine.disarm();
    this.#isOpen = false;
    return true;
  }

  /** Passes what means nothing before a line, and bytes that no line begins with. */
  #lineStart(): number {
    const { bytes, mask, head, tail } = this.#ring;
    let start = head;
    let isNoise = false;
    while (start < tail) {
      const byte = bytes[start & mask];
      if (byte > BLANK && byte < DELETE) break;
      if (byte >= DELETE) isNoise = true;
      start += 1;
    }
    // A run may come in pieces, and is told of once.
    if (isNoise && !this.#isNoisy) this.#handler.onNoise();
    this.#isNoisy = start === tail && (isNoise || this.#isNoisy);
    if (start > head) {
      this.#ring.consume(start);
      if (this.#searched < start) this.#searched = start;
    }
    return start;
  }

  #trimmedEnd(start: number, lineFeed: number): number {
    const { bytes, mask } = this.#ring;
    let end = lineFeed;
    while (end > start) {
      const byte = bytes[(end - 1) & mask];
      if (byte !== CR && byte !== BLANK) break;
      end -= 1;
    }
    return end;
  }

  #overflow(): boolean {
    if (this.#isOpen) {
      this.#loseOpenLine();
    } else {
      this.#isDiscarding = true;
      if (this.#payload.isEnding) this.#endPayload(false);
      this.#handler.onOverflow(this.#ring.head, this.#ring.tail);
    }
    return true;
  }

  #discard(): boolean {
    const { head, tail } = this.#ring;
    if (head === tail) return false;
    const lineFeed = this.#ring.lineEnd(head);
    this.#isDiscarding = lineFeed < 0;
    return this.#consume(lineFeed < 0 ? tail : lineFeed + 1);
  }

  /** Gives up the open line alone: what was taken for its continuation is judged anew, line by line. */
  #loseOpenLine(): void {
    const { head, tail } = this.#ring;
    const lineFeed = this.#ring.lineEnd(head);
    const end = lineFeed < 0 ? tail : lineFeed;
    this.#handler.onOpenLineLost(head, end);
    this.#consume(lineFeed < 0 ? tail : lineFeed + 1);
    this.#turn.arm(0);
  }

  #takePayload(): boolean {
    const count = this.#payload.take(this.#ring);
    return count > 0 && this.#consume(this.#ring.head + count);
  }

  #endPayload(isIntact: boolean): void {
    this.#payload.cancel();
    this.#handler.onPayloadEnd(isIntact);
  }
}
