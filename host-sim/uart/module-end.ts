import type { Alarm, Time } from '../../modules/ports/time.js';
import { ByteQueue } from './byte-queue.js';
import type { Line, Receiver } from './line.js';

/** Bytes after which the module looks at what it has received, when the line does not fall idle before. */
const LONGEST_RUN = 64;

/** The module's end of the UART. */
export interface ModuleEnd {
  /** Bits per second, for both directions. A byte under way when it changes starts again, or is misread. */
  baud: number;
  /** Sends, however much it is; the bytes leave at the pace of the rate. They are copied. */
  write(bytes: Uint8Array): void;
  /** Bytes written that have not left yet. */
  readonly pending: number;
  /** Milliseconds until all that was written has left: the time to wait before a change of rate. */
  readonly timeToSend: number;
  /** Forgets what has not left yet, as at a power cut. */
  discard(): void;
  /**
   * Who hears what arrives: runs of bytes, when the host pauses or 64 have come, at the time of the last byte's end. Without
   * a handler, as with the module's power off, the bytes are lost.
   */
  onBytes(handler: ((bytes: Uint8Array) => void) | undefined): void;
}

export class ModulePort implements ModuleEnd, Receiver {
  readonly #toHost: Line;
  readonly #fromHost: Line;
  readonly #received = new ByteQueue();
  readonly #alarm: Alarm;
  #handler: ((bytes: Uint8Array) => void) | undefined;
  #baud: number;

  constructor(time: Time, baud: number, toHost: Line, fromHost: Line) {
    this.#toHost = toHost;
    this.#fromHost = fromHost;
    this.#baud = baud;
    this.#alarm = time.alarm(() => this.#deliver());
    fromHost.connect(this);
  }

  get baud(): number {
    return this.#baud;
  }

  set baud(value: number) {
    if (!(value > 0)) throw new RangeError(`baud: ${value}`);
    this.#baud = value;
    this.#toHost.setTransmitBaud(value);
    this.#fromHost.setReceiveBaud(value);
  }

  write(bytes: Uint8Array): void {
    this.#toHost.send(bytes);
  }

  get pending(): number {
    this.#toHost.settle();
    return this.#toHost.pending;
  }

  get timeToSend(): number {
    const pending = this.pending;
    return pending === 0 ? 0 : this.#toHost.delayOf(pending);
  }

  discard(): void {
    this.#toHost.discard();
  }

  onBytes(handler: ((bytes: Uint8Array) => void) | undefined): void {
    this.#fromHost.settle();
    this.#received.clear();
    this.#handler = handler;
  }

  hear(queue: ByteQueue, count: number): void {
    if (this.#handler === undefined) queue.drop(count);
    else this.#received.take(queue, count);
  }

  expect(): void {
    const pending = this.#fromHost.pending;
    const missing = Math.min(LONGEST_RUN - this.#received.length, pending);
    if (missing > 0) this.#alarm.arm(this.#fromHost.delayOf(missing));
    else if (this.#received.length > 0) this.#alarm.arm(0);
    else this.#alarm.disarm();
  }

  #deliver(): void {
    this.#fromHost.settle();
    const bytes = this.#received.shift(this.#received.length);
    if (bytes.length > 0) this.#handler?.(bytes);
    this.expect();
  }
}
