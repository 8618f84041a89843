import { ByteQueue } from '../../../../host-sim/uart/byte-queue.js';
import type { HostSerial, HostSerialClass } from '../../../../modules/ports/moddable/serial/host-serial.js';
import type { SerialOptions, SerialPort } from '../../../../modules/ports/serial.js';
import type { Time } from '../../../../modules/ports/time.js';
import { type Hardware, readableBytes, SendQueue } from './hardware.js';
import { Notices } from './notices.js';

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
    readonly #notices: Notices;

    constructor(options: SerialOptions) {
      if (isInUse) throw new RangeError('port in use');
      isInUse = true;
      this.#options = options;
      this.#notices = new Notices({
        time,
        received: this.#received,
        onReadable: (count) => options.onReadable.call(this, count),
        onWritable: () => this.#announceWritable(),
      });
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
      this.#notices.mustBeOpen();
      const available = this.#received.length;
      const requested = argument === undefined ? available : typeof argument === 'number' ? argument : argument.length;
      if (requested <= 0 || requested > available) throw new Error('invalid');
      const result = argument instanceof Uint8Array ? argument : new Uint8Array(requested);
      this.#received.shiftInto(result);
      this.#interrupt();
      return argument instanceof Uint8Array ? argument : result.slice().buffer;
    }

    write(buffer: Uint8Array | ArrayBuffer): void {
      this.#notices.mustBeOpen();
      const bytes = readableBytes(buffer);
      if (bytes.length > QUEUE - this.#sending.length) throw new Error('output full');
      this.#sending.push(bytes);
      this.#interrupt();
    }

    close(): void {
      this.#notices.close();
      this.#hardware.close();
    }

    #interrupt(): void {
      if (this.#sending.length < QUEUE) this.#notices.writable();
      // A full queue leaves the rest in the hardware.
      if (this.#received.length < QUEUE) this.#receive();
      if (this.#received.length < QUEUE) this.#notices.readable();
    }

    #receive(): void {
      const piece = new Uint8Array(1);
      while (this.#received.length < QUEUE && this.#hardware.read(piece) !== undefined) this.#received.push(piece);
    }

    #announceWritable(): void {
      const room = QUEUE - this.#sending.length;
      if (room > 0) this.#options.onWritable.call(this, room);
    }
  };
}
