import type { ConnectOptions } from '../modem/connect-options.js';
import type { Alarm, Time } from '../ports/time.js';

/** What the cycle switches on and off. */
export interface CycledModem {
  connect(options: ConnectOptions): void;
  disconnect(): void;
}

export interface CycledSession {
  resume(): void;
  pause(flush: number, onPaused: () => void): void;
}

export interface DutyCycleOptions {
  readonly time: Time;
  readonly modem: CycledModem;
  readonly network: ConnectOptions;
  readonly session: CycledSession;
  /** Milliseconds from the end of a connection to the next one. */
  readonly period: number;
  /** Milliseconds that all of one connection may take, from the first sign of the module on. */
  readonly limit: number;
}

/**
 * Connect, publish what waits, take the commands that the broker has kept, disconnect, sleep. What could not be published
 * stays in the outbox for the next time.
 */
export class DutyCycle {
  readonly #options: DutyCycleOptions;
  readonly #next: Alarm;
  #isAwake = false;
  #isStopped = false;

  constructor(options: DutyCycleOptions) {
    this.#options = options;
    this.#next = options.time.alarm(() => this.wake());
  }

  /** Whether a connection is under way. */
  get isAwake(): boolean {
    return this.#isAwake;
  }

  /** Connects now, whenever it would be time; does nothing while a connection is under way. */
  wake(): void {
    if (this.#isAwake || this.#isStopped) return;
    const { modem, network, session, limit } = this.#options;
    this.#isAwake = true;
    this.#next.disarm();
    modem.connect(network);
    session.resume();
    session.pause(limit, () => this.#sleep());
  }

  /** There is no next time; a connection that is under way is left to its owner. */
  stop(): void {
    this.#isStopped = true;
    this.#next.disarm();
  }

  #sleep(): void {
    this.#isAwake = false;
    if (this.#isStopped) return;
    this.#options.modem.disconnect();
    this.#next.arm(this.#options.period);
  }
}
