import type { SerialOptions, SerialPort } from '../../modules/ports/serial.js';
import type { Time } from '../../modules/ports/time.js';
import { ByteQueue } from './byte-queue.js';
import { Interrupt } from './interrupt.js';
import type { Line, Receiver } from './line.js';

/** What Moddable sets on the ESP32: one interrupt when fewer than ten bytes are left to send. */
const TRANSMIT_THRESHOLD = 10;
/** Reset value of the ESP32's RXFIFO_FULL_THRHD, which Moddable leaves as it is. */
const RECEIVE_THRESHOLD = 96;
/** What Moddable sets on the ESP32: characters without a byte after which those in the FIFO are announced. */
const RECEIVE_TIMEOUT = 4;

export interface HostPortOptions {
  readonly receiveFifo: number;
  readonly transmitFifo: number;
  /** Milliseconds from an interrupt to its callback. */
  readonly latency: () => number;
}

interface Owner {
  readonly serial: SerialPort;
  readonly options: SerialOptions;
}

/**
 * The host's UART as the ESP32 has it and Moddable drives it: two FIFOs, no other buffer, no flow control, an interrupt for
 * each direction. What arrives in a full FIFO is lost.
 */
export class HostPort implements Receiver {
  readonly #options: HostPortOptions;
  readonly #toModule: Line;
  readonly #fromModule: Line;
  readonly #received = new ByteQueue();
  readonly #readable: Interrupt;
  readonly #writable: Interrupt;
  #owner: Owner | undefined;
  #hasNews = false;
  #awaitsRoom = false;
  #overruns = 0;

  constructor(time: Time, options: HostPortOptions, toModule: Line, fromModule: Line) {
    this.#options = options;
    this.#toModule = toModule;
    this.#fromModule = fromModule;
    this.#readable = new Interrupt(time, options.latency, () => this.#announceReadable());
    this.#writable = new Interrupt(time, options.latency, () => this.#announceWritable());
    fromModule.connect(this);
  }

  /** Bytes lost by now because the FIFO was full. */
  get overruns(): number {
    this.#fromModule.settle();
    return this.#overruns;
  }

  /** Opening resets both FIFOs, as ESP-IDF does. */
  open(serial: SerialPort, options: SerialOptions): void {
    if (this.#owner !== undefined) throw new Error('port in use');
    if (!(options.baud > 0)) throw new RangeError('invalid baud');
    this.#toModule.discard();
    this.#toModule.setTransmitBaud(options.baud);
    this.#fromModule.setReceiveBaud(options.baud);
    this.#owner = { serial, options };
    this.#awaitsRoom = true;
    this.#expectRoom();
    this.expect();
  }

  /** Bytes that are in the transmit FIFO still leave. */
  close(): void {
    this.#fromModule.settle();
    this.#owner = undefined;
    this.#received.clear();
    this.#hasNews = false;
    this.#readable.cancel();
    this.#writable.cancel();
  }

  read(target: Uint8Array): number | undefined {
    this.#fromModule.settle();
    if (this.#received.length === 0) return undefined;
    if (target.length === 0) throw new RangeError('invalid');
    const count = this.#received.shiftInto(target);
    this.expect();
    return count;
  }

  write(bytes: Uint8Array): void {
    if (bytes.length > this.#room) throw new Error('output full');
    // Nothing written means nothing to wait for; a host that did it in every onWritable would stop virtual time.
    if (bytes.length === 0) return;
    this.#toModule.send(bytes);
    this.#awaitsRoom = true;
    this.#expectRoom();
  }

  hear(queue: ByteQueue, count: number): void {
    if (this.#owner === undefined) return queue.drop(count);
    const taken = Math.min(count, this.#options.receiveFifo - this.#received.length);
    this.#received.take(queue, taken);
    queue.drop(count - taken);
    this.#overruns += count - taken;
    this.#hasNews ||= count > 0;
  }

  expect(): void {
    const delay = this.#owner === undefined ? undefined : this.#delayOfReadable();
    if (delay === undefined) this.#readable.withdraw();
    else this.#readable.expect(delay);
  }

  /** Bytes free in the transmit FIFO. */
  get #room(): number {
    this.#toModule.settle();
    return this.#options.transmitFifo - this.#toModule.pending;
  }

  #delayOfReadable(): number | undefined {
    const line = this.#fromModule;
    const missing = Math.min(RECEIVE_THRESHOLD, this.#options.receiveFifo) - this.#received.length;
    // The interrupt of a full FIFO is raised again for as long as it is full; a character's time stands for the host's turn.
    if (missing <= 0) return this.#hasNews ? 0 : line.byteTime;
    if (line.pending >= missing) return line.delayOf(missing);
    const timeout = RECEIVE_TIMEOUT * line.byteTime;
    if (line.pending > 0 || this.#hasNews) return Math.max(timeout - line.idleTime, 0);
    return undefined;
  }

  #announceReadable(): void {
    this.#fromModule.settle();
    this.#hasNews = false;
    const count = this.#received.length;
    if (count > 0) this.#owner?.options.onReadable.call(this.#owner.serial, count);
    this.expect();
  }

  #expectRoom(): void {
    if (!this.#awaitsRoom) return;
    const line = this.#toModule;
    line.settle();
    const excess = line.pending - TRANSMIT_THRESHOLD + 1;
    this.#writable.expect(excess > 0 ? line.delayOf(excess) : 0);
  }

  /** Raised once for a write, and once when the port is ready. */
  #announceWritable(): void {
    this.#awaitsRoom = false;
    const room = this.#room;
    this.#owner?.options.onWritable.call(this.#owner.serial, room);
    this.#expectRoom();
  }
}
