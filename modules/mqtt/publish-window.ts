import { assert } from '../base/assert.js';
import { isOdd } from '../base/oddity.js';
import type { Time } from '../ports/time.js';

/** Messages that one window can hold. */
export const LARGEST_WINDOW = 256;
/**
 * Publishes whose completion has not come, at most. While a command is under way modules keep 32 URCs back and lose the oldest
 * of more (docs/facts.md#urcs-during-a-command), and when the network goes on after a stall, all completions come at once.
 */
const IN_FLIGHT_LIMIT = 32;
/**
 * Milliseconds after which a window takes no more messages. A steady writer would otherwise leave no gap in which it could be
 * settled: an acknowledgement would be late, and a completion that was lost would not be noticed.
 */
const OPEN_LIMIT = 10000;

/**
 * Publishes that were put out without waiting for one another, and what has come of them. Completions carry no identifier, and a
 * failure may be told after the success of a later message: of some successes among more publishes nobody knows whose they are.
 * So a window is acknowledged as a whole, when as many successes have come as publishes were accepted, and a single failure
 * fails all of it.
 */
export class PublishWindow {
  readonly #time: Time;
  /** A ring: those to be told of, and behind them those of the window. */
  readonly #ids: Uint16Array;
  readonly #qos: Uint8Array;
  #first = 0;
  /** Acknowledged, and not told yet. */
  #settled = 0;
  /** Of the window: accepted by the module, and of these completed. */
  #accepted = 0;
  #completed = 0;
  #inFlightLimit: number;
  #openedAt = 0;
  #isOpen = true;

  constructor(time: Time, size: number) {
    this.#time = time;
    this.#ids = new Uint16Array(size);
    this.#qos = new Uint8Array(size);
    this.#inFlightLimit = Math.min(size, IN_FLIGHT_LIMIT);
  }

  /** Accepted publishes whose completion has not come. */
  get inFlight(): number {
    return this.#accepted - this.#completed;
  }

  /** Whether another message may be put out. */
  get hasRoom(): boolean {
    const isFull = this.#settled + this.#accepted >= this.#ids.length;
    return this.#isOpen && !isFull && this.inFlight < this.#inFlightLimit;
  }

  /** Whether the module may be asked once more for what it has refused. */
  get admitsAgain(): boolean {
    return this.inFlight < this.#inFlightLimit;
  }

  /** The module has taken a publish. One at QoS 0 closes the window: `onWritable` tells its end, so nothing may follow it. */
  accept(id: number, qos: number): void {
    const now = this.#time.now();
    assert(this.#settled + this.#accepted < this.#ids.length, 'a window takes no more than it has room for');
    if (this.#accepted === 0) this.#openedAt = now;
    const index = (this.#first + this.#settled + this.#accepted) % this.#ids.length;
    this.#ids[index] = id;
    this.#qos[index] = qos;
    this.#accepted += 1;
    if (qos === 0 || now - this.#openedAt >= OPEN_LIMIT || isOdd(this.#time, 'smaller-window')) this.#isOpen = false;
  }

  /** A publish has succeeded. It may be one whose acceptance is still to be told. */
  complete(): void {
    this.#completed += 1;
  }

  /** The module takes no more at once than it has taken. What it refused is not published, so the window is none the worse. */
  narrow(): void {
    this.#inFlightLimit = Math.max(1, this.inFlight);
  }

  /**
   * Acknowledges the window where all of it has succeeded, and opens the next one; tells whether it did. Not to be asked while a
   * publish is being sent: the success that seems to be the last one's may be its own.
   */
  settle(): boolean {
    if (this.#accepted === 0 || this.#completed < this.#accepted) return false;
    this.#settled += this.#accepted;
    this.#accepted = 0;
    this.#completed = 0;
    this.#isOpen = true;
    return true;
  }

  /** Whether an acknowledgement is to be told: that of {@link id}. */
  get hasNews(): boolean {
    return this.#settled > 0;
  }

  /** Identifier of the oldest acknowledged message. */
  get id(): number {
    return this.#ids[this.#first];
  }

  get qos(): number {
    return this.#qos[this.#first];
  }

  /** The acknowledgement was told. */
  next(): void {
    assert(this.#settled > 0, 'an acknowledgement is told once');
    this.#first = (this.#first + 1) % this.#ids.length;
    this.#settled -= 1;
  }

  /** Forgets all of it. */
  clear(): void {
    this.#settled = 0;
    this.#accepted = 0;
    this.#completed = 0;
  }
}
