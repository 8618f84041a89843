import type { Time } from '../../modules/ports/time.js';
import { ByteQueue } from './byte-queue.js';
import { BITS_PER_BYTE, isSameRate, misread } from './misread.js';

/** Part of a byte's time by which a byte may seem unfinished when its own alarm rings: rounding of large times. */
const ROUNDING = 1e-3;

/** The end of a line where bytes arrive. */
export interface Receiver {
  /** The first `count` bytes of `queue` have arrived since the line was last settled: takes each out of it, or drops it. */
  hear(queue: ByteQueue, count: number): void;
  /** What is on the line, or its pace, has changed, and with it the time at which to look. */
  expect(): void;
}

/**
 * One direction of a UART, 8N1: bytes leave one behind the other at the transmitter's rate. It has no events of its own.
 * Whoever looks settles it first, which hands over exactly the bytes whose stop bit has passed by then; so a byte costs no
 * event, and what a FIFO holds or loses is right at any moment.
 */
export class Line {
  readonly #time: Time;
  readonly #queue = new ByteQueue();
  /** What was heard where it is not what was sent. */
  readonly #heard = new ByteQueue();
  readonly #listener: () => ((bytes: Uint8Array) => void) | undefined;
  #receiver: Receiver | undefined;
  #transmitBaud: number;
  #receiveBaud: number;
  /** When the first byte of the queue began; with an empty queue, when the last one ended. */
  #start = 0;
  #deafUntil = 0;

  /** `listener`: who sees the bytes as they were sent, in an array of their own. Most of the time nobody does. */
  constructor(time: Time, baud: number, listener: () => ((bytes: Uint8Array) => void) | undefined) {
    this.#time = time;
    this.#transmitBaud = baud;
    this.#receiveBaud = baud;
    this.#listener = listener;
  }

  connect(receiver: Receiver): void {
    this.#receiver = receiver;
  }

  send(bytes: Uint8Array): void {
    this.settle();
    if (this.#queue.length === 0) this.#start = Math.max(this.#start, this.#time.now());
    this.#queue.push(bytes);
    this.#receiver?.expect();
  }

  /** Forgets what has not passed yet. */
  discard(): void {
    this.settle();
    this.#queue.clear();
    this.#receiver?.expect();
  }

  /** Bytes that have not passed, as of the last settling. */
  get pending(): number {
    return this.#queue.length;
  }

  /** Milliseconds from now until the `count`th pending byte has passed. */
  delayOf(count: number): number {
    return Math.max(this.#start + count * this.byteTime - this.#time.now(), 0);
  }

  /** How long the line has been idle, in milliseconds; negative while bytes are pending. */
  get idleTime(): number {
    return this.#time.now() - this.#start - this.#queue.length * this.byteTime;
  }

  /** Milliseconds that a byte takes. */
  get byteTime(): number {
    return (BITS_PER_BYTE * 1000) / this.#transmitBaud;
  }

  /** A byte under way starts again at the new rate. */
  setTransmitBaud(baud: number): void {
    this.settle();
    if (this.#queue.length > 0) this.#start = this.#time.now();
    this.#transmitBaud = baud;
    this.#receiver?.expect();
  }

  /** A byte under way is heard at the new rate. */
  setReceiveBaud(baud: number): void {
    this.settle();
    this.#receiveBaud = baud;
  }

  /** Hands over what has passed by now. */
  settle(): void {
    const passed = Math.floor((this.#time.now() - this.#start) / this.byteTime + ROUNDING);
    const count = Math.min(passed, this.#queue.length);
    if (count <= 0) return;
    const listener = this.#listener();
    const start = this.#start;
    this.#start += count * this.byteTime;
    // From queue to queue: an array for each run costs more than its bytes.
    if (listener === undefined && isSameRate(this.#transmitBaud, this.#receiveBaud)) return this.#pass(this.#queue, count);
    const bytes = this.#queue.shift(count);
    listener?.(bytes);
    const heard = this.#heard;
    heard.push(isSameRate(this.#transmitBaud, this.#receiveBaud) ? bytes : this.#garble(bytes, start));
    this.#pass(heard, heard.length);
  }

  #pass(queue: ByteQueue, count: number): void {
    if (this.#receiver === undefined) queue.drop(count);
    else this.#receiver.hear(queue, count);
  }

  #garble(bytes: Uint8Array, start: number): Uint8Array {
    const heard: number[] = [];
    bytes.forEach((byte, index) => {
      const at = start + index * this.byteTime;
      if (at < this.#deafUntil) return;
      const misreading = misread(byte, this.#transmitBaud, this.#receiveBaud);
      heard.push(...misreading.bytes);
      this.#deafUntil = at + (misreading.end * this.byteTime) / BITS_PER_BYTE;
    });
    return Uint8Array.from(heard);
  }
}
