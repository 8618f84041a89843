import { ByteQueue } from '../../../../host-sim/uart/byte-queue.js';
import type { SerialOptions, SerialPort } from '../../../../modules/ports/serial.js';

/** The UART behind a host's driver: `VirtualUart.Serial`. */
export type Hardware = new (options: SerialOptions) => SerialPort;

/** Everything that the hardware has received. */
export function drained(hardware: SerialPort): Uint8Array {
  const pieces: Uint8Array[] = [];
  const piece = new Uint8Array(64);
  for (let count = hardware.read(piece); count !== undefined; count = hardware.read(piece)) pieces.push(piece.slice(0, count));
  return Buffer.concat(pieces);
}

/** Bytes of what a native driver takes as a buffer to be read: an ArrayBuffer or a view. */
export function readableBytes(buffer: ArrayBuffer | Uint8Array): Uint8Array {
  if (buffer instanceof ArrayBuffer) return new Uint8Array(buffer);
  if (ArrayBuffer.isView(buffer)) return buffer;
  throw new TypeError('no buffer');
}

/** Bytes that a driver keeps for the hardware, which takes as many as it has said last. */
export class SendQueue {
  readonly #write: (bytes: Uint8Array) => void;
  readonly #queue = new ByteQueue();
  #room = 0;

  constructor(write: (bytes: Uint8Array) => void) {
    this.#write = write;
  }

  get length(): number {
    return this.#queue.length;
  }

  push(bytes: Uint8Array): void {
    this.#queue.push(bytes);
    this.#feed();
  }

  /** The hardware has so much room. */
  grant(room: number): void {
    this.#room = room;
    this.#feed();
  }

  #feed(): void {
    const count = Math.min(this.#room, this.#queue.length);
    if (count === 0) return;
    this.#room -= count;
    this.#write(this.#queue.shift(count));
  }
}
