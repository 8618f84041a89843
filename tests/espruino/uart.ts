import type { SerialOptions, SerialPort } from '../../modules/ports/serial.js';
import type { EngineObject, EspruinoEngine } from './engine.js';

/** Bytes in Espruino's transmit queue; `write` blocks the whole engine while it is full. */
const TRANSMIT_QUEUE = 256;

type SerialConstructor = new (options: SerialOptions) => SerialPort;

/** `Serial1` and its like over a virtual UART: strings of a character for each byte come in, bytes go out through a queue. */
export class EspruinoUart {
  /** What a program is given. */
  readonly object: EngineObject;
  /** Arguments of each call of `setup`. */
  readonly setups: unknown[][] = [];
  /** Bytes that the program has written. */
  written = 0;
  /** Bytes that had to wait for room in the queue. */
  blocked = 0;
  readonly #engine: EspruinoEngine;
  readonly #io: SerialConstructor;
  #serial: SerialPort | undefined;
  #queue: number[] = [];
  #writable = 0;

  constructor(engine: EspruinoEngine, io: SerialConstructor) {
    this.#engine = engine;
    this.#io = io;
    this.object = engine.object({
      setup: (...values: unknown[]) => this.#setUp(values),
      write: (bytes: Uint8Array) => this.#write(bytes),
    });
  }

  /** Listeners to what arrives. */
  get listeners(): number {
    return this.#engine.listenersOf(this.object, 'data').length;
  }

  #setUp(values: unknown[]): void {
    this.setups.push(values);
    this.#serial?.close();
    this.#serial = new this.#io({
      baud: values[0] as number,
      onReadable: (count) => this.#receive(count),
      onWritable: (count) => {
        this.#writable = count;
        this.#pump();
      },
    });
  }

  #receive(count: number): void {
    const bytes = new Uint8Array(count);
    const length = this.#serial?.read(bytes) ?? 0;
    this.object.emit('data', Buffer.from(bytes.subarray(0, length)).toString('latin1'));
  }

  #write(bytes: Uint8Array): void {
    this.written += bytes.length;
    this.#queue.push(...Buffer.from(bytes));
    this.blocked += Math.max(0, this.#queue.length - TRANSMIT_QUEUE);
    this.#pump();
  }

  #pump(): void {
    const bytes = Uint8Array.from(this.#queue.slice(0, this.#writable));
    if (bytes.length === 0) return;
    this.#queue = this.#queue.slice(bytes.length);
    this.#writable -= bytes.length;
    this.#serial?.write(bytes);
  }
}
