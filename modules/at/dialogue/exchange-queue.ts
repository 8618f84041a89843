import { assert } from '../../base/assert.js';
import type { Exchange } from './exchange.js';

/** Exchanges that wait for their turn, in order, in places made once. */
export class ExchangeQueue {
  readonly #places: (Exchange | undefined)[] = [];
  #first = 0;
  #count = 0;

  constructor(capacity: number) {
    for (let index = 0; index < capacity; index += 1) this.#places.push(undefined);
  }

  get capacity(): number {
    return this.#places.length;
  }

  get isEmpty(): boolean {
    return this.#count === 0;
  }

  get isFull(): boolean {
    return this.#count === this.#places.length;
  }

  add(exchange: Exchange): void {
    assert(!this.isFull, 'nobody queues for a place that there is not');
    this.#places[(this.#first + this.#count) % this.#places.length] = exchange;
    this.#count += 1;
  }

  take(): Exchange | undefined {
    if (this.#count === 0) return undefined;
    const exchange = this.#places[this.#first];
    this.#places[this.#first] = undefined;
    this.#first = (this.#first + 1) % this.#places.length;
    this.#count -= 1;
    return exchange;
  }

  clear(): void {
    while (this.#count > 0) this.take();
  }

  remove(exchange: Exchange): boolean {
    const capacity = this.#places.length;
    for (let index = 0; index < this.#count; index += 1) {
      if (this.#places[(this.#first + index) % capacity] !== exchange) continue;
      for (let at = index; at + 1 < this.#count; at += 1) {
        this.#places[(this.#first + at) % capacity] = this.#places[(this.#first + at + 1) % capacity];
      }
      this.#count -= 1;
      this.#places[(this.#first + this.#count) % capacity] = undefined;
      return true;
    }
    return false;
  }
}
