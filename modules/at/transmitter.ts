import type { SerialPort } from '../ports/serial.js';
import type { SlicedBuffer } from './sliced-buffer.js';

/**
 * Sends a buffer in pieces no larger than what the port has said it can take: `write` is all or nothing, and throws rather
 * than wait.
 */
export class Transmitter {
  readonly #onSent: () => void;
  #port: SerialPort | undefined = undefined;
  #buffer: SlicedBuffer | undefined = undefined;
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
    this.#buffer = buffer;
    this.#sent = 0;
    this.#length = length;
    this.#pump();
  }

  /** Forgets what was not sent yet. */
  cancel(): void {
    this.#buffer = undefined;
  }

  /** The port can take `count` bytes. */
  onWritable(count: number): void {
    this.#writable = count;
    this.#pump();
  }

  #pump(): void {
    const port = this.#port;
    const buffer = this.#buffer;
    if (port === undefined || buffer === undefined) return;
    while (this.#sent < this.#length && this.#writable > 0) {
      const piece = buffer.take(this.#sent, Math.min(this.#length - this.#sent, this.#writable));
      port.write(piece);
      this.#writable -= piece.length;
      this.#sent += piece.length;
    }
    if (this.#sent === this.#length) {
      this.#buffer = undefined;
      this.#onSent();
    }
  }
}
