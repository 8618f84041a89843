import { ByteQueue } from '../../../../host-sim/uart/byte-queue.js';
import type { HostSerial, HostSerialClass } from '../../../../modules/ports/moddable/serial/host-serial.js';
import type { SerialOptions, SerialPort } from '../../../../modules/ports/serial.js';
import type { Alarm, Time } from '../../../../modules/ports/time.js';
import { type Hardware, readableBytes, SendQueue } from './hardware.js';

/** Bytes of each of the driver's two queues. */
const QUEUE = 128;

/**
 * `embedded:io/serial` as the SDK has it for the Raspberry Pi Pico. Its peculiarities: a `read` of more than there is throws,
 * of a view too, and one of a view gives the view; every read and write looks at the hardware and announces both directions
 * anew; a full receive queue is not announced until it is read; a port that was closed cannot be opened again.
 */
export function fakePico(time: Time, UartHardware: Hardware): HostSerialClass {
  let isInUse = false;

  return class Serial implements HostSerial {
    readonly #options: SerialOptions;
    readonly #hardware: SerialPort;
    readonly #received = new ByteQueue();
    readonly #sending = new SendQueue((bytes) => this.#hardware.write(bytes));
    readonly #message: Alarm;
    #isReadable = false;
    #isWritable = false;
    #isClosed = false;

    constructor(options: SerialOptions) {
      if (isInUse) throw new RangeError('port in use');
      isInUse = true;
      this.#options = options;
      this.#message = time.alarm(() => this.#deliver());
      this.#hardware = new UartHardware({
        baud: options.baud,
        onReadable: () => this.#interrupt(),
        onWritable: (room) => {
          this.#sending.grant(room);
          this.#interrupt();
        },
      });
      this.#interrupt();
    }

    read(argument?: Uint8Array | number): Uint8Array | ArrayBuffer {
      this.#mustBeOpen();
      const available = this.#received.length;
      const requested = argument === undefined ? available : typeof argument === 'number' ? argument : argument.length;
      if (requested <= 0 || requested > available) throw new Error('invalid');
      const result = argument instanceof Uint8Array ? argument : new Uint8Array(requested);
      this.#received.shiftInto(result);
      this.#interrupt();
      return argument instanceof Uint8Array ? argument : result.slice().buffer;
    }

    write(buffer: Uint8Array | ArrayBuffer): void {
      this.#mustBeOpen();
      const bytes = readableBytes(buffer);
      if (bytes.length > QUEUE - this.#sending.length) throw new Error('output full');
      this.#sending.push(bytes);
      this.#interrupt();
    }

    close(): void {
      if (this.#isClosed) return;
      this.#isClosed = true;
      this.#message.disarm();
      this.#hardware.close();
    }

    #interrupt(): void {
      if (this.#sending.length < QUEUE) this.#isWritable = true;
      // A full queue leaves the rest in the hardware.
      if (this.#received.length < QUEUE) this.#receive();
      if (this.#received.length < QUEUE) this.#isReadable = true;
      if (this.#isReadable || this.#isWritable) this.#message.arm(0);
    }

    #receive(): void {
      const piece = new Uint8Array(1);
      while (this.#received.length < QUEUE && this.#hardware.read(piece) !== undefined) this.#received.push(piece);
    }

    #deliver(): void {
      const { onReadable, onWritable } = this.#options;
      if (this.#isReadable) {
        this.#isReadable = false;
        if (this.#received.length > 0) onReadable.call(this, this.#received.length);
      }
      if (this.#isWritable && !this.#isClosed) {
        this.#isWritable = false;
        const room = QUEUE - this.#sending.length;
        if (room > 0) onWritable.call(this, room);
      }
    }

    #mustBeOpen(): void {
      if (this.#isClosed) throw new Error('closed');
    }
  };
}
