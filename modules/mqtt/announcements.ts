import type { CellularError } from '../base/errors.js';
import type { ControlMessage, ReadableOptions } from '../ports/mqtt-client.js';
import type { Callbacks } from './client-options.js';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * Calls a client's callbacks, with the client as `this`, each in a guard: an exception that nobody catches restarts a device.
 * The objects that they are given are made once.
 */
export class Announcements<C> {
  readonly #client: C;
  readonly #callbacks: Callbacks<C>;
  readonly #readable: Writable<Required<ReadableOptions>> = { topic: '', QoS: 0, byteLength: 0, more: false };
  readonly #control: Writable<ControlMessage> = { operation: 0, id: undefined, payload: undefined };
  #exceptions = 0;

  constructor(client: C, callbacks: Callbacks<C>) {
    this.#client = client;
    this.#callbacks = callbacks;
  }

  /** Exceptions that callbacks have thrown. */
  get exceptions(): number {
    return this.#exceptions;
  }

  /** Whether anybody reads messages. */
  get hasReader(): boolean {
    return this.#callbacks.onReadable !== undefined;
  }

  readable(topic: string, QoS: number, byteLength: number): void {
    this.#readable.topic = topic;
    this.#readable.QoS = QoS;
    this.#readable.byteLength = byteLength;
    try {
      this.#callbacks.onReadable?.call(this.#client, byteLength, this.#readable);
    } catch {
      this.#exceptions += 1;
    }
  }

  writable(count: number): void {
    try {
      this.#callbacks.onWritable?.call(this.#client, count);
    } catch {
      this.#exceptions += 1;
    }
  }

  control(operation: number, id: number | undefined, payload: readonly number[] | undefined): void {
    this.#control.operation = operation;
    this.#control.id = id;
    this.#control.payload = payload;
    try {
      this.#callbacks.onControl?.call(this.#client, this.#control);
    } catch {
      this.#exceptions += 1;
    }
  }

  dropped(count: number): void {
    try {
      this.#callbacks.onDropped?.call(this.#client, count);
    } catch {
      this.#exceptions += 1;
    }
  }

  error(error: CellularError): void {
    try {
      this.#callbacks.onError?.call(this.#client, error);
    } catch {
      this.#exceptions += 1;
    }
  }
}
