import type { Duplex } from 'node:stream';
import type { SerialOptions, SerialPort } from '../../modules/ports/serial.js';
import { ByteQueue } from '../uart/byte-queue.js';
import { closePort } from './open-port.js';

/** Bytes that may wait to be sent, and those that may wait to be read before the stream is held back. */
const CAPACITY = 4096;

/** The stream, beside what ECMA-419's serial takes. */
export interface NodeSerialOptions extends SerialOptions {
  /** What `openPort` has opened, at its rate: `baud` changes nothing any more. It is the port's from now on. */
  readonly stream: Duplex;
}

/**
 * `embedded:io/serial` (ECMA-419) over any stream of Node, so that the whole driver runs on Node with a real module:
 *
 * ```ts
 * const modem = new Modem({ serial: { io: NodeSerial, stream: await openPort('/dev/ttyUSB0') }, time: new RealTime() });
 * ```
 *
 * A port that goes away says nothing, as on any UART: the driver's deadlines find it. Whoever wants to know at once watches the
 * stream's `close`.
 */
export class NodeSerial implements SerialPort {
  readonly #stream: Duplex;
  readonly #options: NodeSerialOptions;
  readonly #received = new ByteQueue();
  #isOpen = true;

  constructor(options: NodeSerialOptions) {
    this.#options = options;
    this.#stream = options.stream;
    this.#stream.on('data', (bytes: Buffer) => this.#receive(bytes));
    // An unplugged device is an error of the stream; without a listener it would end the process.
    this.#stream.on('error', () => undefined);
    // No callback comes from inside the constructor.
    setImmediate(() => this.#announceRoom());
  }

  read(target: Uint8Array): number | undefined {
    this.#mustBeOpen();
    if (this.#received.length === 0) return undefined;
    const count = this.#received.shiftInto(target);
    if (this.#received.length < CAPACITY) this.#stream.resume();
    return count;
  }

  write(bytes: Uint8Array): void {
    this.#mustBeOpen();
    if (bytes.length > this.#room) throw new Error('output full');
    // The caller goes on to use its buffer.
    this.#stream.write(bytes.slice(), () => this.#announceRoom());
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    void closePort(this.#stream);
  }

  get #room(): number {
    return Math.max(CAPACITY - this.#stream.writableLength, 0);
  }

  #receive(bytes: Buffer): void {
    if (!this.#isOpen) return;
    this.#received.push(bytes);
    if (this.#received.length >= CAPACITY) this.#stream.pause();
    this.#options.onReadable.call(this, this.#received.length);
  }

  #announceRoom(): void {
    if (this.#isOpen && !this.#stream.destroyed) this.#options.onWritable.call(this, this.#room);
  }

  #mustBeOpen(): void {
    if (!this.#isOpen) throw new Error('closed');
  }
}
