import { ByteQueue } from '../../../../host-sim/uart/byte-queue.js';
import type { SerialOptions, SerialPort } from '../../../../modules/ports/serial.js';
import type { Alarm, Time } from '../../../../modules/ports/time.js';
import { drained, type Hardware, readableBytes, SendQueue } from './hardware.js';

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
    readonly #message: Alarm;
    #isReadable = false;
    #isWritable = true;
    #isClosed = false;

    constructor(options: SerialOptions) {
      this.#options = options;
      this.#message = time.alarm(() => this.#deliver());
      this.#message.arm(0);
      this.#hardware = new UartHardware({
        baud: options.baud,
        onReadable: () => this.#receive(),
        onWritable: (room) => {
          this.#sending.grant(room);
          this.#isWritable = true;
          this.#message.arm(0);
        },
      });
    }

    read(target: Uint8Array): number | undefined {
      this.#mustBeOpen();
      return this.#received.length === 0 ? undefined : this.#received.shiftInto(target);
    }

    write(buffer: Uint8Array): void {
      this.#mustBeOpen();
      const bytes = readableBytes(buffer);
      if (bytes.length > RING - this.#sending.length) throw new Error('output full');
      this.#sending.push(bytes);
    }

    close(): void {
      if (this.#isClosed) return;
      this.#isClosed = true;
      this.#message.disarm();
      this.#hardware.close();
    }

    /** What does not fit is lost. */
    #receive(): void {
      const bytes = drained(this.#hardware);
      this.#received.push(bytes.subarray(0, RING - this.#received.length));
      this.#isReadable = true;
      this.#message.arm(0);
    }

    #deliver(): void {
      const { onReadable, onWritable } = this.#options;
      if (this.#isReadable) {
        this.#isReadable = false;
        if (this.#received.length > 0) onReadable.call(this, this.#received.length);
      }
      if (this.#isWritable && !this.#isClosed) {
        this.#isWritable = false;
        const room = RING - this.#sending.length;
        if (room > 0) onWritable.call(this, room);
      }
    }

    #mustBeOpen(): void {
      if (this.#isClosed) throw new Error('closed');
    }
  };
}
