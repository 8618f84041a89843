import type { SerialOptions, SerialPort } from '../../serial.js';
import type { HostSerial, HostSerialClass, HostSerialOptions } from './host-serial.js';

/**
 * The driver asks for a receive FIFO at a time, 128 bytes. All of that goes straight to it, so what is put together is shorter. Not
 * imported: the adapter is a bundle of its own, and would share a third one with the driver.
 */
const LARGEST_PIECE = 64;

/**
 * {@link SerialPort} on the Raspberry Pi Pico and the nRF52, where `read(view)` throws when fewer bytes have come than the view
 * holds (on the Pico also when none has), and gives the view back rather than a count.
 *
 * So it is asked only for what is certainly there: what `onReadable` has told, less what was read since. A view for each
 * length would be 64 bytes of garbage a read; the bytes are fetched in pieces of 64, 32 … 1, whose views were made once.
 */
export class ExactReads implements SerialPort {
  readonly #port: HostSerial;
  /** The longest first. */
  readonly #pieces: Uint8Array[] = [];
  #available = 0;

  constructor(Host: HostSerialClass, options: SerialOptions) {
    const staging = new Uint8Array(LARGEST_PIECE);
    for (let length = LARGEST_PIECE; length > 0; length >>= 1) this.#pieces.push(staging.subarray(0, length));
    const hostOptions: HostSerialOptions = {
      ...options,
      onReadable: (count) => {
        this.#available = count;
        options.onReadable(count);
      },
    };
    this.#port = new Host(hostOptions as never);
  }

  read(target: Uint8Array): number | undefined {
    const available = this.#available;
    const count = target.length < available ? target.length : available;
    if (count === 0) return undefined;
    this.#available -= count;
    if (count === target.length) this.#port.read(target);
    else this.#readPieces(target, count);
    return count;
  }

  write(bytes: Uint8Array): void {
    this.#port.write(bytes);
  }

  close(): void {
    this.#port.close();
  }

  #readPieces(target: Uint8Array, count: number): void {
    const pieces = this.#pieces;
    let index = 0;
    for (let done = 0; done < count; done += pieces[index].length) {
      while (pieces[index].length > count - done) index += 1;
      this.#port.read(pieces[index]);
      target.set(pieces[index], done);
    }
  }
}
