import { BLANK, CR, LF } from '../../../modules/base/ascii.js';
import type { Settings } from './settings.js';
import { TextEntry } from './text-entry.js';

/** Longest command line, from its prefix to its terminator (docs/facts.md#longest-line). */
const LINE_LIMIT = 12288;
/** An LF that comes this many milliseconds after the terminator still belongs to it (docs/facts.md#command-terminator). */
export const LINE_FEED_WINDOW = 20;

const UPPER_A = 0x41;
const UPPER_T = 0x54;
const SLASH = 0x2f;
const BACKSPACE = 0x08;
/** Letters of either case differ in this bit. */
const CASE = 0x20;

export interface CommandLineEvents {
  /** A whole line, from its `AT` to before the terminator, as it was typed and edited. */
  onLine(line: Uint8Array): void;
  /** `A/`: the last line once more; it needs no terminator. */
  onRepeat(): void;
  /** The LF that belongs to the terminator of the line before. */
  onLineFeed(): void;
  /** A piece of a text whose end is not known before; a command line is echoed as a whole, such a text as it comes. */
  onTextTyped(piece: Uint8Array): void;
}

/** Room for a longer line than most. */
const USUAL_LENGTH = 256;

interface Arrival {
  bytes: Uint8Array;
  readonly at: number;
}

/**
 * Finds command lines in what arrives. Bytes outside a line are ignored; in length mode they are counted and nothing is
 * looked at. While it is on hold what arrives is kept for later, or lost.
 */
export class CommandLineReader {
  readonly #now: () => number;
  readonly #settings: Settings;
  readonly #keepsHeldInput: boolean;
  readonly #events: CommandLineEvents;
  #arrivals: Arrival[] = [];
  #cursor = 0;
  #isHeld = false;
  #isDraining = false;
  #state: 'outside' | 'prefix' | 'line' = 'outside';
  #line = new Uint8Array(USUAL_LENGTH);
  #length = 0;
  /** S3 and S5 as they are when a line begins: a command that sets them is for the next one. */
  #terminator = CR;
  #eraser = BACKSPACE;
  /** When the last line was terminated, as long as an LF can still belong to it. */
  #terminatedAt: number | undefined;
  #data: Uint8Array | undefined;
  #dataCount = 0;
  #onData: (data: Uint8Array) => void = () => undefined;
  #text: TextEntry | undefined;

  constructor(now: () => number, settings: Settings, keepsHeldInput: boolean, events: CommandLineEvents) {
    this.#now = now;
    this.#settings = settings;
    this.#keepsHeldInput = keepsHeldInput;
    this.#events = events;
  }

  receive(bytes: Uint8Array): void {
    const arrival: Arrival = { bytes, at: this.#now() };
    this.#arrivals.push(arrival);
    this.#drain();
    // The sender may use its buffer again at once.
    if (this.#arrivals.at(-1) === arrival) arrival.bytes = bytes.slice();
  }

  /** Looks at nothing more until {@link release}. */
  hold(): void {
    this.#isHeld = true;
  }

  release(): void {
    this.#isHeld = false;
    this.#drain();
  }

  /** Length mode: releases the line, hands over exactly the next `length` bytes, whatever they are, and is on hold again. */
  expectData(length: number, onData: (data: Uint8Array) => void): void {
    this.#data = new Uint8Array(length);
    this.#dataCount = 0;
    this.#onData = onData;
    // A payload may begin with an LF.
    this.#terminatedAt = undefined;
    this.release();
  }

  /** Releases the line and hands over all up to a Ctrl-Z, `undefined` where ESC came first; is on hold again then. */
  expectText(onText: (text: Uint8Array | undefined) => void): void {
    this.#text = new TextEntry(onText);
    this.release();
  }

  /** Whoever was to send what a prompt has asked for is gone. Is on hold again, and true, where there was such a prompt. */
  endPrompt(): boolean {
    const isWaiting = this.#data !== undefined || this.#text !== undefined;
    this.#data = undefined;
    this.#text = undefined;
    if (isWaiting) this.hold();
    return isWaiting;
  }

  #drain(): void {
    // A handler that releases the line while its bytes are being looked at must not start a second pass over them.
    if (this.#isDraining) return;
    this.#isDraining = true;
    while (this.#arrivals.length > 0 && (!this.#isHeld || this.#terminatedAt !== undefined)) {
      const { bytes, at } = this.#arrivals[0];
      if (this.#cursor === bytes.length) {
        this.#arrivals.shift();
        this.#cursor = 0;
      } else if (this.#terminatedAt !== undefined) {
        this.#takeLineFeed(this.#terminatedAt, bytes[this.#cursor], at);
      } else if (this.#data !== undefined) {
        this.#takeData(this.#data, bytes);
      } else if (this.#text !== undefined) {
        this.#takeText(this.#text, bytes);
      } else {
        this.#cursor += 1;
        this.#take(bytes[this.#cursor - 1], at);
      }
    }
    if (this.#isHeld && !this.#keepsHeldInput) this.#forgetInput();
    this.#isDraining = false;
  }

  #forgetInput(): void {
    this.#arrivals = [];
    this.#cursor = 0;
  }

  /** Looks at the byte behind a terminator, and leaves it where it is no LF of that terminator's. */
  #takeLineFeed(terminatedAt: number, byte: number, at: number): void {
    this.#terminatedAt = undefined;
    if (byte !== LF || at - terminatedAt > LINE_FEED_WINDOW) return;
    this.#cursor += 1;
    this.#events.onLineFeed();
  }

  #takeData(data: Uint8Array, bytes: Uint8Array): void {
    const piece = bytes.subarray(this.#cursor, this.#cursor + data.length - this.#dataCount);
    data.set(piece, this.#dataCount);
    this.#dataCount += piece.length;
    this.#cursor += piece.length;
    if (this.#dataCount < data.length) return;
    this.#data = undefined;
    this.hold();
    this.#onData(data);
  }

  #takeText(text: TextEntry, bytes: Uint8Array): void {
    const backspace = this.#settings.get('S5');
    const start = this.#cursor;
    while (this.#cursor < bytes.length) {
      const byte = bytes[this.#cursor];
      this.#cursor += 1;
      if (!text.take(byte, backspace)) continue;
      this.#text = undefined;
      this.#events.onTextTyped(bytes.subarray(start, this.#cursor - 1));
      this.hold();
      text.end(byte);
      return;
    }
    this.#events.onTextTyped(bytes.subarray(start));
  }

  #take(byte: number, at: number): void {
    switch (this.#state) {
      case 'outside':
        if ((byte & ~CASE) === UPPER_A) this.#begin(byte);
        break;
      case 'prefix':
        this.#takeSecond(byte);
        break;
      case 'line':
        this.#takeInLine(byte, at);
        break;
    }
  }

  #begin(byte: number): void {
    this.#length = 0;
    this.#append(byte);
    this.#state = 'prefix';
    this.#terminator = this.#settings.get('S3');
    this.#eraser = this.#settings.get('S5');
  }

  #takeSecond(byte: number): void {
    if (byte === SLASH) {
      this.#state = 'outside';
      this.hold();
      this.#events.onRepeat();
    } else if ((byte & ~CASE) === UPPER_T) {
      this.#append(byte);
      this.#state = 'line';
    } else if ((byte & ~CASE) === UPPER_A) {
      this.#begin(byte);
    } else {
      this.#state = 'outside';
    }
  }

  #takeInLine(byte: number, at: number): void {
    if (byte === this.#terminator) {
      this.#state = 'outside';
      this.#terminatedAt = at;
      this.hold();
      this.#events.onLine(this.#line.slice(0, this.#length));
    } else if (byte === this.#eraser) {
      if (this.#length > 2) this.#length -= 1;
    } else if (byte >= BLANK) {
      // V.250 §5.2.2: control characters within a line are ignored.
      this.#append(byte);
      // A line that leaves no room for its terminator is dropped without a word, and the next AT begins another, as the SDK has it
      // (docs/facts.md#longest-line).
      if (this.#length === LINE_LIMIT) this.#state = 'outside';
    }
  }

  #append(byte: number): void {
    if (this.#length === this.#line.length) {
      const longer = new Uint8Array(2 * this.#length);
      longer.set(this.#line);
      this.#line = longer;
    }
    this.#line[this.#length] = byte;
    this.#length += 1;
  }
}
