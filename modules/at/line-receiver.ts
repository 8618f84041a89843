import type { SerialPort } from '../ports/serial.js';
import type { Alarm, Time } from '../ports/time.js';
import { BLANK, CR, DELETE, QUOTE } from './ascii.js';
import { Ring } from './ring.js';

/** Steps taken in one turn; what is left waits for the next, so that a storm cannot keep others from theirs. */
const STEPS_PER_TURN = 16;
/** Milliseconds of silence after which a line whose closing quote is missing is given up. */
const OPEN_LINE_LIMIT = 250;
/** Bytes of payload taken from the port at a time: an ESP32's receive FIFO. */
const PASSAGE = 128;

/** What judges the lines. Positions are those of the ring. */
export interface LineHandler {
  /**
   * Judges the line from `start` to `end`, its line end not included. False when the line is open: only a later line end can
   * end it.
   */
  onLine(start: number, end: number): boolean;
  /**
   * Looks at a line start before its line end is there, for what has none: a prompt, or the head of a counted payload. Gives
   * the position behind what it took, or -1.
   */
  onLineStart(start: number, tail: number): number;
  /** A counted payload has come whole; false when what follows is not its closing quote: the declared length lied. */
  onPayloadEnd(isIntact: boolean): void;
  /** Bytes that begin no line, once for each run of them. */
  onNoise(): void;
  /** A line longer than the ring was lost, and only it. */
  onOverflow(): void;
  /** A line that stayed open was given up. */
  onOpenLineLost(): void;
  /** All that is there has been handled, or as much as one turn may. */
  onTurnEnd(): void;
}

/**
 * From bytes to lines. The serial callback copies into the ring and nothing else; lines are found in turns of their own,
 * each bounded. A payload of declared length is counted and copied, and never looked at.
 */
export class LineReceiver {
  readonly ring: Ring;
  readonly #handler: LineHandler;
  readonly #turn: Alarm;
  readonly #openLine: Alarm;
  readonly #passage = new Uint8Array(PASSAGE);
  #port: SerialPort | undefined = undefined;
  /** No line end lies between the head and here. */
  #searched = 0;
  #isOpen = false;
  #isNoisy = false;
  #isDiscarding = false;
  #payloadLeft = 0;
  #payloadStored = 0;
  #isPayloadEnding = false;
  #into: Uint8Array | undefined = undefined;

  constructor(time: Time, capacity: number, handler: LineHandler) {
    this.ring = new Ring(capacity);
    this.#handler = handler;
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
    this.#turn.arm(0);
  }

  /** Asks for a turn `delay` milliseconds from now, for what its end does. */
  wake(delay: number): void {
    this.#turn.arm(delay);
  }

  /** From a handler's `onLineStart`: what follows is `length` bytes of payload, which go `into` as far as they fit. */
  expectPayload(length: number, into: Uint8Array | undefined): void {
    this.#payloadLeft = length;
    this.#payloadStored = 0;
    this.#isPayloadEnding = length === 0;
    this.#into = into;
  }

  /** Lines are lines again: nobody waits for the payload any more. */
  cancelPayload(): void {
    this.#payloadLeft = 0;
    this.#isPayloadEnding = false;
    this.#into = undefined;
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
    if (this.#payloadLeft >= PASSAGE && this.#passPayload(port)) return 0;
    return this.ring.fill(port);
  }

  /**
   * Payload of which much is still to come goes past the ring, straight to where it is wanted; true when the port has no more.
   * What was read is copied as a whole, since a shorter view would have to be made: what is behind `count` falls on payload
   * that comes later.
   */
  #passPayload(port: SerialPort): boolean {
    const into = this.#into;
    if (into === undefined || this.ring.head !== this.ring.tail) return false;
    const passage = this.#passage;
    const start = this.#payloadStored;
    const last = Math.min(start + this.#payloadLeft, into.length) - PASSAGE;
    let stored = start;
    let isEmptied = false;
    while (stored <= last && !isEmptied) {
      const count = port.read(passage) ?? 0;
      if (count > 0) into.set(passage, stored);
      stored += count;
      isEmptied = count < PASSAGE;
    }
    this.#payloadStored = stored;
    this.#payloadLeft -= stored - start;
    this.#isPayloadEnding = this.#payloadLeft === 0;
    return isEmptied;
  }

  #takeTurn(): void {
    let steps = 0;
    while (steps < STEPS_PER_TURN && this.#port !== undefined && this.#step()) steps += 1;
    if (this.#port === undefined) return;
    // While the ring was full the port kept its bytes, and does not tell of them again.
    const isMore = this.#fill() > 0 || steps === STEPS_PER_TURN;
    this.#handler.onTurnEnd();
    // Armed last, as the handler may have asked for a later turn.
    if (isMore) this.#turn.arm(0);
  }

  /** A line, a line start or a piece of payload; false when it must wait for more bytes. */
  #step(): boolean {
    if (this.#payloadLeft > 0) return this.#takePayload();
    if (this.#isDiscarding) return this.#discard();
    // What follows a payload is held against its closing quote as it is.
    const start = this.#isPayloadEnding ? this.ring.head : this.#lineStart();
    const tail = this.ring.tail;
    if (start === tail) return false;

    if (!this.#isPayloadEnding && !this.#isOpen) {
      const next = this.#handler.onLineStart(start, tail);
      if (next >= 0) return this.#consume(next);
    }
    const lineFeed = this.ring.lineEnd(this.#searched);
    if (lineFeed < 0) {
      this.#searched = tail;
      return this.ring.isFull && this.#overflow();
    }
    this.#searched = lineFeed + 1;
    const end = this.#trimmedEnd(start, lineFeed);
    if (this.#isPayloadEnding) this.#endPayload(end - start === 1 && this.ring.bytes[start & this.ring.mask] === QUOTE);
    else if (!this.#handler.onLine(start, end)) return this.#leaveOpen();
    return this.#consume(lineFeed + 1);
  }

  #leaveOpen(): true {
    this.#isOpen = true;
    this.#openLine.arm(OPEN_LINE_LIMIT);
    return true;
  }

  #consume(position: number): true {
    this.ring.consume(position);
    this.#searched = position;
    if (this.#isOpen) this.#openLine.disarm();
    this.#isOpen = false;
    return true;
  }

  /** Passes what means nothing before a line, and bytes that no line begins with. */
  #lineStart(): number {
    const { bytes, mask, head, tail } = this.ring;
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
      this.ring.consume(start);
      if (this.#searched < start) this.#searched = start;
    }
    return start;
  }

  #trimmedEnd(start: number, lineFeed: number): number {
    const { bytes, mask } = this.ring;
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
      if (this.#isPayloadEnding) this.#endPayload(false);
      this.#handler.onOverflow();
    }
    return true;
  }

  #discard(): boolean {
    const { head, tail } = this.ring;
    if (head === tail) return false;
    const lineFeed = this.ring.lineEnd(head);
    this.#isDiscarding = lineFeed < 0;
    return this.#consume(lineFeed < 0 ? tail : lineFeed + 1);
  }

  /** Gives up the open line alone: what was taken for its continuation is judged anew, line by line. */
  #loseOpenLine(): void {
    const lineFeed = this.ring.lineEnd(this.ring.head);
    this.#consume(lineFeed < 0 ? this.ring.tail : lineFeed + 1);
    this.#handler.onOpenLineLost();
    this.#turn.arm(0);
  }

  #takePayload(): boolean {
    const { head, tail } = this.ring;
    const count = Math.min(this.#payloadLeft, tail - head);
    if (count === 0) return false;
    const into = this.#into;
    const room = into === undefined ? 0 : Math.min(count, into.length - this.#payloadStored);
    if (into !== undefined && room > 0) this.ring.copyTo(into, this.#payloadStored, head, room);
    this.#payloadStored += room;
    this.#payloadLeft -= count;
    this.#isPayloadEnding = this.#payloadLeft === 0;
    return this.#consume(head + count);
  }

  #endPayload(isIntact: boolean): void {
    this.#isPayloadEnding = false;
    this.#into = undefined;
    this.#handler.onPayloadEnd(isIntact);
  }
}
