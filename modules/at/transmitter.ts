import type { SerialPort } from '../ports/serial.js';
import type { SlicedBuffer } from './sliced-buffer.js';
import type { Slices } from './slices.js';

/**
 * Sends a buffer in pieces no larger than what the port has said it can take: `write` is all or nothing, and throws rather
 * than wait. What is sent is not cut smaller only to fill the port: it tells again when it has room, and each piece has its
 * price.
 */
export class Transmitter {
  readonly #onSent: () => void;
  #port: SerialPort | undefined = undefined;
  #slices: Slices | undefined = undefined;
  #sent = 0;
  #length = 0;
  #writable = 0;

  /** `onSent` is called when the last byte was handed to the port; it must not call a user's code. */
  constructor(onSent: () => void) {
    this.#onSent = onSent;
  }

  attach(port: SerialPort): void {
    this.#port = port;
  }

  /** Starts to send the first `length` bytes of `buffer`, which must stay as they are until `onSent`. */
  send(buffer: SlicedBuffer, length: number): void {
    this.#slices = buffer.slices;
    this.#sent = 0;
    this.#length = length;
    this.#pump();
  }

  /** Forgets what was not sent yet. */
  cancel(): void {
    this.#slices = undefined;
  }

  /** The port can take `count` bytes. */
  onWritable(count: number): void {
    this.#writable = count;
    this.#pump();
  }

  #pump(): void {
    const port = this.#port;
    const slices = this.#slices;
    if (port === undefined || slices === undefined) return;
    let left = this.#length - this.#sent;
    let writable = this.#writable;
    while (left > 0 && writable > 0) {
      const piece = slices.take(this.#sent, left < writable ? left : writable);
      const { length } = piece;
      port.write(piece);
      this.#sent += length;
      left -= length;
      writable -= length;
      if (writable < length && writable < left) break;
    }
    this.#writable = writable;
    if (left > 0) return;
    this.#slices = undefined;
    this.#onSent();
  }
}
