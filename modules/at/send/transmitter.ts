import { assert } from '../../base/assert.js';
import { isOdd } from '../../base/oddity.js';
import type { SerialPort } from '../../ports/serial.js';
import type { Pieces, Sliced } from './slices.js';

export interface SendListener {
  /** The last byte was handed to the port. Must not call a user's code. */
  onSent(): void;
}

/** Bytes of a piece that is smaller than it need be. */
const SMALLER_PIECE = 8;

/**
 * Sends a buffer in pieces no larger than what the port has said it can take: `write` is all or nothing, and throws rather
 * than wait. What is sent is not cut smaller only to fill the port: it tells again when it has room, and each piece has its
 * price.
 */
export class Transmitter {
  #port: SerialPort | undefined = undefined;
  #slices: Pieces | undefined = undefined;
  #listener: SendListener | undefined = undefined;
  /** Where the next piece begins in the slices. */
  #position = 0;
  /** Where in them ends what is to be sent. */
  #end = 0;
  #writable = 0;

  attach(port: SerialPort): void {
    this.#port = port;
  }

  /** The port is closed; the next one tells when it is ready. */
  detach(): void {
    this.#port = undefined;
    this.#slices = undefined;
    this.#writable = 0;
  }

  /** Starts to send the first `length` bytes of `buffer`, which must stay as they are until the listener's `onSent`. */
  send(buffer: Sliced, length: number, listener: SendListener): void {
    this.#listener = listener;
    this.#slices = buffer.slices;
    this.#position = buffer.start;
    this.#end = buffer.start + length;
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
    let left = this.#end - this.#position;
    let writable = this.#writable;
    while (left > 0 && writable > 0) {
      const piece = isOdd(port, 'smaller-piece')
        ? slices.take(this.#position, Math.min(left, writable, SMALLER_PIECE))
        : slices.take(this.#position, left < writable ? left : writable);
      const { length } = piece;
      assert(length > 0 && length <= left && length <= writable, 'a piece is of what is sent, and fits the port');
      port.write(piece);
      this.#position += length;
      left -= length;
      writable -= length;
      if (writable < length && writable < left) break;
    }
    this.#writable = writable;
    if (left > 0) return;
    this.#slices = undefined;
    this.#listener?.onSent();
  }
}
