import type { Alarm, Time } from '../../../modules/ports/time.js';
import type { Conditions } from './conditions.js';

/** Milliseconds until TCP sends a lost segment again; doubled each time (RFC 6298 §2). */
const FIRST_RETRANSMISSION = 1000;
const RETRANSMISSIONS = 6;

interface Packet {
  readonly due: number;
  readonly action: () => void;
}

/**
 * One direction of a connection as the conditions make it. TCP keeps the order and loses nothing: what the radio loses comes
 * later, and what is behind it waits.
 */
export class Lane {
  readonly #time: Time;
  readonly #random: () => number;
  readonly #conditions: Conditions;
  readonly #alarm: Alarm;
  #packets: readonly Packet[] = [];
  #busyUntil = 0;

  constructor(time: Time, random: () => number, conditions: Conditions) {
    this.#time = time;
    this.#random = random;
    this.#conditions = conditions;
    this.#alarm = time.alarm(() => this.pass());
  }

  /** `size` in bytes. Acts at once where nothing is in the way. */
  send(size: number, action: () => void): void {
    const now = this.#time.now();
    const { latency, throughput } = this.#conditions;
    const start = Math.max(now, this.#busyUntil);
    this.#busyUntil = start + (size * 1000) / throughput.get();
    const due = Math.max(this.#busyUntil + latency.get() + this.#retransmission, this.#packets.at(-1)?.due ?? 0);
    const isFree = due <= now && this.#packets.length === 0 && !this.#conditions.isStalled.get();
    if (isFree) return action();
    this.#packets = [...this.#packets, { due, action }];
    this.pass();
  }

  /** Lets through what is due, as far as anything passes at all. */
  pass(): void {
    while (this.#packets.length > 0 && !this.#conditions.isStalled.get()) {
      const [{ due, action }, ...rest] = this.#packets;
      const wait = due - this.#time.now();
      if (wait > 0) return this.#alarm.arm(wait);
      this.#packets = rest;
      action();
    }
  }

  /** Whatever is under way arrives: TCP delivers it before the end of the connection. */
  drain(): void {
    const packets = this.#packets;
    this.cut();
    for (const { action } of packets) action();
  }

  /** Whatever is under way is lost. */
  cut(): void {
    this.#packets = [];
    this.#alarm.disarm();
  }

  get #retransmission(): number {
    const loss = this.#conditions.loss.get();
    let wait = 0;
    for (let round = 0; round < RETRANSMISSIONS && loss > 0 && this.#random() < loss; round += 1) {
      wait += FIRST_RETRANSMISSION * 2 ** round;
    }
    return wait;
  }
}
