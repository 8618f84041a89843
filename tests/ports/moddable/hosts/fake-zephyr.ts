import { ByteQueue } from '../../../../host-sim/uart/byte-queue.js';
import type { SerialOptions, SerialPort } from '../../../../modules/ports/serial.js';
import type { Time } from '../../../../modules/ports/time.js';
import { drained, type Hardware, readableBytes, SendQueue } from './hardware.js';
import { Notices } from './notices.js';

/** Bytes of each of the driver's two rings. */
const RING = 256;

/**
 * `embedded:io/serial` as the SDK has it for Zephyr: `read` of a view takes what there is and gives the count, and room is
 * announced whenever the hardware has taken something.
 */
export function fakeZephyr(time: Time, UartHardware: Hardware): new (options: SerialOptions) => SerialPort {
  return class Serial implements SerialPort {
    readonly #options: SerialOptions;
    readonly #hardware: SerialPort;
    readonly #received = new ByteQueue();
    readonly #sending = new SendQueue((bytes) => this.#hardware.write(bytes));
    readonly #notices: Notices;

    constructor(options: SerialOptions) {
      this.#options = options;
      this.#notices = new Notices({
        time,
        received: this.#received,
        onReadable: (count) => options.onReadable.call(this, count),
        onWritable: () => this.#announceWritable(),
      });
      this.#notices.writable();
      this.#hardware = new UartHardware({
        baud: options.baud,
        onReadable: () => this.#receive(),
        onWritable: (room) => {
          this.#sending.grant(room);
          this.#notices.writable();
        },
      });
    }

    read(target: Uint8Array): number | undefined {
      this.#notices.mustBeOpen();
      return this.#received.length === 0 ? undefined : this.#received.shiftInto(target);
    }

    write(buffer: Uint8Array): void {
      this.#notices.mustBeOpen();
      const bytes = readableBytes(buffer);
      if (bytes.length > RING - this.#sending.length) throw new Error('output full');
      this.#sending.push(bytes);
    }

    close(): void {
      this.#notices.close();
      this.#hardware.close();
    }

    /** What does not fit is lost. */
    #receive(): void {
      const bytes = drained(this.#hardware);
      this.#received.push(bytes.subarray(0, RING - this.#received.length));
      this.#notices.readable();
    }

    #announceWritable(): void {
      const room = RING - this.#sending.length;
      if (room > 0) this.#options.onWritable.call(this, room);
    }
  };
}
