import type { SerialClass, SerialOptions, SerialPort } from '../../modules/ports/serial.js';
import type { Alarm, Time } from '../../modules/ports/time.js';

export interface ScriptedPortOptions {
  /** Bytes that the receive FIFO holds; those that come on top are lost. Unlimited when not given. */
  readonly receiveFifo?: number;
  /** How many bytes the port says it can take, each time it has room again; 128 when not given. 0 is a port that is stuck. */
  readonly room?: () => number;
}

/**
 * A serial port whose other end is the test: what the test says arrives, and what the driver writes is kept. It takes the
 * driver at its word as `embedded:io/serial` does on an ESP32: a write larger than the room that was told throws.
 */
export class ScriptedPort {
  /** What a driver is given as its `io`. */
  readonly Serial: SerialClass;
  /** Bytes lost because the receive FIFO was full. */
  overruns = 0;
  isOpen = false;
  /** Bytes that the driver has written so far. */
  written = 0;
  /** The size of each write, in order. */
  readonly writes: number[] = [];
  /** The memory out of which was written. */
  readonly memory = new Set<ArrayBufferLike>();
  readonly #receiveFifo: number;
  readonly #room: () => number;
  readonly #drain: Alarm;
  #options: SerialOptions | undefined = undefined;
  #received: Buffer = Buffer.alloc(0);
  #sent: Buffer = Buffer.alloc(0);
  #told = 0;

  constructor(time: Time, options: ScriptedPortOptions = {}) {
    this.#receiveFifo = options.receiveFifo ?? Infinity;
    this.#room = options.room ?? (() => 128);
    this.#drain = time.alarm(() => this.#tellRoom());
    this.Serial = serialClass(this);
  }

  /** The module says this; one byte for each character. */
  say(text: string): void {
    this.arrive(Buffer.from(text, 'latin1'));
  }

  arrive(bytes: Uint8Array): void {
    const fitting = Math.min(bytes.length, this.#receiveFifo - this.#received.length);
    this.overruns += bytes.length - fitting;
    this.#received = Buffer.concat([this.#received, bytes.subarray(0, fitting)]);
    if (this.#received.length > 0) this.#options?.onReadable(this.#received.length);
  }

  /** What was written since the last call, one character for each byte. */
  heard(): string {
    const text = this.#sent.toString('latin1');
    this.#sent = Buffer.alloc(0);
    return text;
  }

  /** The driver's bytes leave from now on, where {@link ScriptedPortOptions.room} had said 0. */
  tellRoom(): void {
    this.#drain.arm(0);
  }

  open(options: SerialOptions): void {
    if (this.isOpen) throw new Error('port in use');
    this.isOpen = true;
    this.#options = options;
    this.#drain.arm(0);
  }

  read(target: Uint8Array): number | undefined {
    this.#mustBeOpen();
    const count = Math.min(target.length, this.#received.length);
    if (count === 0) return undefined;
    target.set(this.#received.subarray(0, count));
    this.#received = this.#received.subarray(count);
    return count;
  }

  write(bytes: Uint8Array): void {
    this.#mustBeOpen();
    if (bytes.length > this.#told) throw new RangeError(`${bytes.length} bytes written, room for ${this.#told}`);
    this.#told -= bytes.length;
    this.written += bytes.length;
    this.writes.push(bytes.length);
    this.memory.add(bytes.buffer);
    this.#sent = Buffer.concat([this.#sent, bytes]);
    this.#drain.arm(0);
  }

  close(): void {
    this.#mustBeOpen();
    this.isOpen = false;
    this.#options = undefined;
    this.#drain.disarm();
  }

  #tellRoom(): void {
    const room = this.#room();
    if (room === 0) return;
    this.#told = room;
    this.#options?.onWritable(room);
  }

  #mustBeOpen(): void {
    if (!this.isOpen) throw new Error('port is closed');
  }
}

function serialClass(port: ScriptedPort): SerialClass {
  return class Serial implements SerialPort {
    constructor(options: SerialOptions) {
      port.open(options);
    }

    read(target: Uint8Array): number | undefined {
      return port.read(target);
    }

    write(bytes: Uint8Array): void {
      port.write(bytes);
    }

    close(): void {
      port.close();
    }
  };
}
