import { ByteQueue } from '../../../../host-sim/uart/byte-queue.js';
import type { HostSerial, HostSerialClass, HostSerialOptions } from '../../../../modules/ports/moddable/serial/host-serial.js';
import type { SerialPort } from '../../../../modules/ports/serial.js';
import type { Alarm, Time } from '../../../../modules/ports/time.js';
import { drained, type Hardware, SendQueue } from './hardware.js';

/** What the driver keeps of one write when the system takes no more. */
const WRITE_BUFFER = 1024;
/** A line discipline is writable when fewer bytes than these wait. */
const WAKE_UP = 256;

export interface FakeLinuxOptions {
  /** Bytes that the system's transmit buffer holds; 4096 when not given. A USB modem's may be much shorter. */
  readonly systemBuffer?: number;
}

export interface FakeLinuxClass extends HostSerialClass {
  /** What callbacks have thrown: this host swallows it. */
  readonly swallowed: readonly unknown[];
  /** The device is unplugged. */
  fail(): void;
}

/**
 * `embedded:io/serial` as the SDK has it for Linux. Its peculiarities: `read` gives an ArrayBuffer, and takes a view for a
 * number, which it is not; `write` takes nothing but an ArrayBuffer, and throws while a rest of the last one waits; room is
 * always told as 1024 bytes; on an error the port closes itself, and to use it then ends the process.
 */
export function fakeLinux(time: Time, UartHardware: Hardware, { systemBuffer = 4096 }: FakeLinuxOptions = {}): FakeLinuxClass {
  return class Serial implements HostSerial {
    static readonly swallowed: unknown[] = [];
    static #open: Serial | undefined;
    readonly #options: HostSerialOptions;
    readonly #hardware: SerialPort;
    readonly #received = new ByteQueue();
    /** In the system. */
    readonly #sending = new SendQueue((bytes) => this.#hardware.write(bytes));
    /** In the driver. */
    #rest: Uint8Array = new Uint8Array(0);
    readonly #readWatch: Alarm;
    readonly #writeWatch: Alarm;
    #watchesRoom = true;
    #isClosed = false;

    constructor(options: HostSerialOptions) {
      Serial.#open = this;
      this.#options = options;
      this.#readWatch = time.alarm(() => this.#announceReadable());
      this.#writeWatch = time.alarm(() => this.#announceWritable());
      this.#writeWatch.arm(0);
      this.#hardware = new UartHardware({
        baud: options.baud,
        onReadable: () => {
          this.#received.push(drained(this.#hardware));
          this.#readWatch.arm(0);
        },
        onWritable: (room) => {
          this.#sending.grant(room);
          this.#watchRoom();
        },
      });
    }

    static fail(): void {
      const port = Serial.#open;
      if (port === undefined) return;
      port.#options.onError?.call(port);
      port.close();
    }

    read(argument?: unknown): ArrayBuffer | undefined {
      this.#mustBeOpen();
      const available = this.#received.length;
      if (available === 0) return undefined;
      const count = argument === undefined ? available : Math.min(Math.trunc(Number(argument)) || 0, available);
      return this.#received.shift(count).slice().buffer;
    }

    write(buffer: unknown): void {
      this.#mustBeOpen();
      if (!(buffer instanceof ArrayBuffer)) throw new TypeError('not an ArrayBuffer');
      if (buffer.byteLength === 0) return;
      if (buffer.byteLength > WRITE_BUFFER || this.#rest.length > 0) throw new Error('would overflow');
      this.#rest = this.#taken(new Uint8Array(buffer));
      this.#watchesRoom = true;
      this.#watchRoom();
    }

    close(): void {
      if (this.#isClosed) return;
      this.#isClosed = true;
      this.#readWatch.disarm();
      this.#writeWatch.disarm();
      this.#hardware.close();
    }

    /** What the system has not taken. */
    #taken(bytes: Uint8Array): Uint8Array {
      const count = Math.min(bytes.length, systemBuffer - this.#sending.length);
      this.#sending.push(bytes.subarray(0, count));
      return bytes.slice(count);
    }

    #watchRoom(): void {
      if (this.#watchesRoom && this.#sending.length < Math.min(WAKE_UP, systemBuffer)) this.#writeWatch.arm(0);
    }

    /** Again and again, as long as something is left to read. */
    #announceReadable(): void {
      this.#guard(() => this.#options.onReadable.call(this, this.#received.length));
      if (!this.#isClosed && this.#received.length > 0) this.#readWatch.arm(1);
    }

    #announceWritable(): void {
      this.#rest = this.#taken(this.#rest);
      if (this.#rest.length > 0) return this.#watchRoom();
      this.#watchesRoom = false;
      this.#guard(() => this.#options.onWritable.call(this, WRITE_BUFFER));
    }

    #guard(callback: () => void): void {
      try {
        callback();
      } catch (error) {
        Serial.swallowed.push(error);
      }
    }

    /** The native code follows a null pointer. */
    #mustBeOpen(): void {
      if (this.#isClosed) throw new Error('segmentation fault');
    }
  };
}
