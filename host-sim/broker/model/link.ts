import type { Time } from '../../../modules/ports/time.js';
import type { Gate } from './gate.js';
import { Pipe } from './pipe.js';

/** The network between one client and the broker. A packet is the action that it causes where it arrives. */
export class Link {
  /** Milliseconds from one end to the other. */
  readonly delay: number;
  readonly #time: Time;
  readonly #up: Pipe;
  readonly #down: Pipe;
  readonly #gate: Gate;
  #lastSent: number;
  #isCut = false;

  /** `roundTrip` in milliseconds; packets for the broker pass its `gate`. */
  constructor(time: Time, roundTrip: number, gate: Gate) {
    this.#gate = gate;
    this.delay = roundTrip / 2;
    this.#time = time;
    this.#up = new Pipe(time, this.delay);
    this.#down = new Pipe(time, this.delay);
    this.#lastSent = time.now();
  }

  toBroker(packet: () => void): void {
    if (this.#isCut) return;
    this.#lastSent = this.#time.now();
    this.#up.send(() => this.#gate.pass(packet));
  }

  toClient(packet: () => void): void {
    this.#down.send(() => {
      if (!this.#isCut) packet();
    });
  }

  /** From now on nothing passes but what is on its way to the broker. */
  cut(): void {
    this.#isCut = true;
  }

  /**
   * When the broker last heard of a client that pings after `interval` milliseconds without a packet. The pings are not
   * simulated one by one: nothing but their absence has an effect, and a year of them would be most of its events.
   */
  lastHeard(interval: number): number {
    const idle = this.#time.now() - this.#lastSent;
    return this.#lastSent + Math.floor(idle / interval) * interval + this.delay;
  }
}
