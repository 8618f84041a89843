import type { Alarm, Time } from '../../modules/ports/time.js';
import type { ModuleLine } from '../module/module-line.js';
import { Override } from './override.js';

/** Which way bytes go. */
export type LineDirection = 'to-host' | 'to-module';

/** What becomes of the bytes that pass in one direction. */
export type ByteFilter = (bytes: Uint8Array) => Uint8Array;

/** Cuts what the module says: the length of the next piece, and the milliseconds until the one behind it. */
export type Cutter = () => { readonly length: number; readonly pause: number };

/** A {@link ModuleLine} whose rate can be changed, as a virtual UART's; a pseudo-terminal has none. */
export interface RatedLine extends ModuleLine {
  baud: number;
  readonly timeToSend: number;
}

/** The module's end of a line on which bytes can suffer: each filter sees what the filter before it has left. */
export class FaultyLine implements ModuleLine {
  /** Changes the module's rate; `undefined` where the line has none. */
  readonly rate: Override<number> | undefined;
  readonly #inner: ModuleLine;
  readonly #rated: RatedLine | undefined;
  readonly #filters: Record<LineDirection, readonly ByteFilter[]> = { 'to-host': [], 'to-module': [] };
  readonly #alarm: Alarm;
  #waiting: readonly Uint8Array[] = [];
  #isPausing = false;
  #holders = 0;
  #cutter: Cutter | undefined;

  constructor(time: Time, inner: ModuleLine) {
    this.#inner = inner;
    this.#alarm = time.alarm(() => {
      this.#isPausing = false;
      this.#pump();
    });
    const rated = isRated(inner) ? inner : undefined;
    this.#rated = rated;
    this.rate = rated && new Override(() => rated.baud, (baud) => (rated.baud = baud));
  }

  /** As the module has set it last, or a fault. */
  get baud(): number | undefined {
    return this.#rated?.baud;
  }

  set baud(baud: number | undefined) {
    if (this.#rated !== undefined && baud !== undefined) this.#rated.baud = baud;
  }

  get timeToSend(): number | undefined {
    return this.#rated?.timeToSend;
  }

  /** Hands bytes of the module's to the UART, as the faults leave them. */
  write(bytes: Uint8Array): void {
    // Most of the time nothing is wrong, and years are simulated.
    if (this.#isPlain) return this.#inner.write(bytes);
    const left = this.#filtered('to-host', bytes);
    if (left.length === 0) return;
    // A copy: the writer may use its buffer again before this one's turn comes.
    this.#waiting = [...this.#waiting, left.slice()];
    this.#pump();
  }

  discard(): void {
    this.#waiting = [];
    this.#inner.discard?.();
  }

  onBytes(handler: (bytes: Uint8Array) => void): void {
    this.#inner.onBytes((bytes) => {
      const left = this.#filtered('to-module', bytes);
      if (left.length > 0) handler(left);
    });
  }

  /** Returns the function that takes the filter away. */
  filter(direction: LineDirection, filter: ByteFilter): () => void {
    this.#filters[direction] = [...this.#filters[direction], filter];
    return () => {
      this.#filters[direction] = this.#filters[direction].filter((other) => other !== filter);
    };
  }

  /** Keeps what the module says until the function that this returns is called; then all of it comes in one burst. */
  hold(): () => void {
    this.#holders += 1;
    return () => {
      this.#holders -= 1;
      this.#pump();
    };
  }

  /** One at a time; returns the function that takes it away. */
  cut(cutter: Cutter): () => void {
    this.#cutter = cutter;
    return () => {
      if (this.#cutter === cutter) this.#cutter = undefined;
    };
  }

  get #isPlain(): boolean {
    const isFree = this.#waiting.length === 0 && this.#holders === 0 && !this.#isPausing;
    return isFree && this.#cutter === undefined && this.#filters['to-host'].length === 0;
  }

  #filtered(direction: LineDirection, bytes: Uint8Array): Uint8Array {
    return this.#filters[direction].reduce((left, filter) => (left.length === 0 ? left : filter(left)), bytes);
  }

  /** Sends what waits, in order, up to the next pause. */
  #pump(): void {
    while (this.#waiting.length > 0 && this.#holders === 0 && !this.#isPausing) {
      const [bytes, ...rest] = this.#waiting;
      const cut = this.#cutter?.() ?? { length: bytes.length, pause: 0 };
      const length = Math.max(cut.length, 1);
      this.#waiting = length < bytes.length ? [bytes.subarray(length), ...rest] : rest;
      this.#isPausing = cut.pause > 0;
      if (this.#isPausing) this.#alarm.arm(cut.pause);
      this.#inner.write(bytes.subarray(0, length));
    }
  }
}

function isRated(line: ModuleLine): line is RatedLine {
  return 'baud' in line;
}
