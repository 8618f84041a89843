import type { CellularError } from '../base/errors.js';
import type { WriteOptions } from '../ports/mqtt-client.js';
import type { Callback } from './options.js';

/** Operations that may wait for their turn, the one under way included. */
const CAPACITY = 16;

/** What is asked of the MQTT client, one thing after the other. */
export interface Operation {
  readonly data: Uint8Array | null;
  readonly options: WriteOptions;
  readonly callback: Callback;
}

/** A program on Espruino publishes when it likes; the module takes one operation at a time. */
export class OperationQueue {
  #waiting: Operation[] = [];
  #isUnderWay = false;

  get isFull(): boolean {
    return this.#waiting.length >= CAPACITY;
  }

  get isUnderWay(): boolean {
    return this.#isUnderWay;
  }

  add(operation: Operation): void {
    this.#waiting.push(operation);
  }

  /** Takes up the next operation with `write`, where none is under way; those that it refuses end at once. */
  advance(write: (operation: Operation) => void): void {
    while (!this.#isUnderWay && this.#waiting.length > 0) {
      this.#isUnderWay = true;
      try {
        write(this.#waiting[0]);
      } catch (error) {
        this.end(error as CellularError);
      }
    }
  }

  /** The one under way has ended. */
  end(error: CellularError | null): void {
    const operation = this.#waiting.shift();
    this.#isUnderWay = false;
    operation?.callback(error);
  }

  endAll(error: CellularError): void {
    const operations = this.#waiting;
    this.#waiting = [];
    this.#isUnderWay = false;
    for (let index = 0; index < operations.length; index += 1) operations[index].callback(error);
  }
}
