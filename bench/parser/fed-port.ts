import type { SerialClass, SerialOptions, SerialPort } from '../../modules/ports/serial.js';

/** Copies the first `count` bytes from one array to another, natively: each engine has its own way. */
export type Copy = (target: Uint8Array, source: Uint8Array, count: number) => void;

/** Room for any command of the streams. */
const ROOM = 1024;

/**
 * A serial port that holds what was fed to it last, takes whatever is written, and allocates nothing. It stands for native code,
 * and does as little as it can.
 */
export class FedPort implements SerialPort {
  /** For a driver's `io`: whoever makes one gets this port. */
  readonly Serial: SerialClass;
  readonly #copy: Copy;
  #options: SerialOptions | undefined = undefined;
  #bytes: Uint8Array | undefined = undefined;
  #length = 0;
  #isWritten = true;

  constructor(copy: Copy) {
    this.#copy = copy;
    const open = (options: SerialOptions): SerialPort => this.#open(options);
    function Serial(options: SerialOptions): SerialPort {
      return open(options);
    }
    this.Serial = Serial as unknown as SerialClass;
  }

  feed(bytes: Uint8Array): void {
    const { length } = bytes;
    this.#bytes = bytes;
    this.#length = length;
    this.#options?.onReadable(length);
    if (this.#bytes !== undefined) throw new Error('the driver has left bytes in the port');
  }

  /** What was written has gone. */
  tellRoom(): void {
    if (!this.#isWritten) return;
    this.#isWritten = false;
    this.#options?.onWritable(ROOM);
  }

  read(target: Uint8Array): number | undefined {
    const bytes = this.#bytes;
    if (bytes === undefined) return undefined;
    this.#copy(target, bytes, this.#length);
    this.#bytes = undefined;
    return this.#length;
  }

  write(): void {
    this.#isWritten = true;
  }

  close(): void {
    // Nothing is held.
  }

  #open(options: SerialOptions): this {
    this.#options = options;
    return this;
  }
}
