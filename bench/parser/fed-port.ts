import type { SerialClass, SerialOptions, SerialPort } from '../../modules/ports/serial.js';

/** Room for any command of the streams. */
const ROOM = 1024;

/** A serial port that holds what was fed to it last, takes whatever is written, and allocates nothing. */
export class FedPort {
  /** For a driver's `io`. */
  readonly Serial: SerialClass;
  #options: SerialOptions | undefined = undefined;
  #bytes: Uint8Array | undefined = undefined;
  #isWritten = true;

  constructor() {
    const open = (options: SerialOptions): void => {
      this.#options = options;
    };
    const read = (target: Uint8Array): number | undefined => this.#read(target);
    const noteWritten = (): void => {
      this.#isWritten = true;
    };
    this.Serial = class Serial implements SerialPort {
      constructor(options: SerialOptions) {
        open(options);
      }

      read(target: Uint8Array): number | undefined {
        return read(target);
      }

      write(): void {
        noteWritten();
      }

      close(): void {
        // Nothing is held.
      }
    };
  }

  feed(bytes: Uint8Array): void {
    this.#bytes = bytes;
    this.#options?.onReadable(bytes.length);
    if (this.#bytes !== undefined) throw new Error('the driver has left bytes in the port');
  }

  /** What was written has gone. */
  tellRoom(): void {
    if (!this.#isWritten) return;
    this.#isWritten = false;
    this.#options?.onWritable(ROOM);
  }

  #read(target: Uint8Array): number | undefined {
    const bytes = this.#bytes;
    if (bytes === undefined) return undefined;
    target.set(bytes);
    this.#bytes = undefined;
    return bytes.length;
  }
}
