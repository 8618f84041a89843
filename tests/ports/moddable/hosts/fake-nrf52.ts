import { ByteQueue } from '../../../../host-sim/uart/byte-queue.js';
import type { HostSerial, HostSerialClass } from '../../../../modules/ports/moddable/serial/host-serial.js';
import type { SerialOptions, SerialPort } from '../../../../modules/ports/serial.js';
import type { Time } from '../../../../modules/ports/time.js';
import { drained, type Hardware, readableBytes, SendQueue } from './hardware.js';
import { Notices } from './notices.js';

const RECEIVE_BUFFER = 256;
const TRANSMIT_BUFFER = 3 * RECEIVE_BUFFER;
/** Rates that the hardware has; others are refused. */
const RATES = [
  1200, 2400, 4800, 9600, 14400, 19200, 28800, 38400, 57600, 76800, 115200, 230400, 250000, 460800, 921600, 1000000,
];

/**
 * `embedded:io/serial` as the SDK has it for the nRF52. Its peculiarities: a `read` of more than there is throws, of a view
 * too, and one of a view gives the view, while one of nothing gives `undefined`; only bytes that come are announced, not those
 * that were left; room is announced when all or nearly all has left.
 */
export function fakeNrf52(time: Time, UartHardware: Hardware): HostSerialClass {
  return class Serial implements HostSerial {
    readonly #hardware: SerialPort;
    readonly #received = new ByteQueue();
    readonly #sending = new SendQueue((bytes) => this.#hardware.write(bytes));
    /** Bytes of the transmit buffer, those included that the hardware has. */
    #taken = 0;
    readonly #notices: Notices;
    readonly #notifyThreshold: number;

    constructor(options: SerialOptions) {
      if (!RATES.includes(options.baud)) throw new RangeError('invalid baud');
      this.#notifyThreshold = Math.floor((options.baud >> 3) * 0.0025);
      this.#notices = new Notices({
        time,
        received: this.#received,
        onReadable: (count) => options.onReadable.call(this, count),
        onWritable: () => options.onWritable.call(this, TRANSMIT_BUFFER - this.#taken),
      });
      this.#notices.writable();
      this.#hardware = new UartHardware({
        baud: options.baud,
        onReadable: () => this.#receive(),
        onWritable: (room) => this.#sent(room),
      });
    }

    read(argument?: Uint8Array | number): Uint8Array | ArrayBuffer | undefined {
      this.#notices.mustBeOpen();
      const available = this.#received.length;
      if (available === 0) return undefined;
      const requested = argument === undefined ? available : typeof argument === 'number' ? argument : argument.length;
      if (requested <= 0 || requested > available) throw new Error('invalid');
      if (argument instanceof Uint8Array) {
        this.#received.shiftInto(argument);
        return argument;
      }
      return this.#received.shift(requested).slice().buffer;
    }

    write(buffer: Uint8Array | ArrayBuffer): void {
      this.#notices.mustBeOpen();
      const bytes = readableBytes(buffer);
      if (bytes.length > TRANSMIT_BUFFER - this.#taken) throw new Error('output full: requested > count');
      this.#taken += bytes.length;
      this.#sending.push(bytes);
    }

    close(): void {
      this.#notices.close();
      this.#hardware.close();
    }

    /** The hardware has sent what it had. */
    #sent(room: number): void {
      this.#taken = this.#sending.length;
      this.#sending.grant(room);
      if (this.#taken > this.#notifyThreshold) return;
      this.#notices.writable();
    }

    /** What does not fit is lost. */
    #receive(): void {
      const bytes = drained(this.#hardware);
      this.#received.push(bytes.subarray(0, RECEIVE_BUFFER - this.#received.length));
      this.#notices.readable();
    }
  };
}
