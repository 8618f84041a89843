import { cellularError, type CellularError } from '../base/errors.js';
import type { Alarm, Time } from '../ports/time.js';
import type { Reporter } from './progress.js';

/** Publishes that are waited for; of an older one is told that nothing more will be heard. */
const AWAITED_LIMIT = 32;

/** Is told what has become of a publish, once: `null` where the broker has it, in the sense of its QoS. */
export type PublishCallback = (error: CellularError | null) => void;

/** Who waits for what becomes of a message. Everybody is told once, from a turn of its own, in the order of accepting. */
export class PublishFates {
  readonly #reporter: Reporter;
  readonly #alarm: Alarm;
  /** Of each that waits; a place whose callback is gone is free. */
  readonly #callbacks: (PublishCallback | undefined)[] = [];
  readonly #sequences: number[] = [];
  /** `undefined` where it is not known yet. */
  readonly #fates: (CellularError | null | undefined)[] = [];
  #awaited = 0;

  constructor(time: Time, reporter: Reporter) {
    this.#reporter = reporter;
    this.#alarm = time.alarm(() => this.#tell());
  }

  /** Whether anybody waits. */
  get isAwaited(): boolean {
    return this.#awaited > 0;
  }

  /** Has `callback` told what becomes of the message with this sequence number. */
  watch(sequence: number, callback: PublishCallback): void {
    let index = 0;
    while (index < this.#callbacks.length && this.#callbacks[index] !== undefined) index += 1;
    this.#callbacks[index] = callback;
    this.#sequences[index] = sequence;
    this.#fates[index] = undefined;
    this.#awaited += 1;
    if (this.#awaited > AWAITED_LIMIT) this.#giveUpOldest();
  }

  /** What has become of one; of whom nobody waits for is no matter. */
  settle(sequence: number, fate: CellularError | null): void {
    if (this.#awaited === 0) return;
    for (let index = 0; index < this.#callbacks.length; index += 1) {
      if (this.#sequences[index] === sequence) this.#settleAt(index, fate);
    }
  }

  /** The same of all with a lower number than this. */
  settleBefore(sequence: number, fate: CellularError): void {
    for (let index = 0; index < this.#callbacks.length; index += 1) {
      if (this.#sequences[index] < sequence) this.#settleAt(index, fate);
    }
  }

  #settleAt(index: number, fate: CellularError | null): void {
    if (this.#callbacks[index] === undefined || this.#fates[index] !== undefined) return;
    this.#fates[index] = fate;
    this.#awaited -= 1;
    this.#alarm.arm(0);
  }

  #giveUpOldest(): void {
    let oldest = Infinity;
    for (let index = 0; index < this.#callbacks.length; index += 1) {
      const isAwaited = this.#callbacks[index] !== undefined && this.#fates[index] === undefined;
      if (isAwaited) oldest = Math.min(oldest, this.#sequences[index]);
    }
    const text = `more than ${AWAITED_LIMIT} publishes are waited for: this one is in the outbox still, and what becomes of it is not told`;
    this.settle(oldest, cellularError('overflow', text));
  }

  #tell(): void {
    for (;;) {
      let first = -1;
      for (let index = 0; index < this.#callbacks.length; index += 1) {
        const isDue = this.#callbacks[index] !== undefined && this.#fates[index] !== undefined;
        if (isDue && (first < 0 || this.#sequences[index] < this.#sequences[first])) first = index;
      }
      if (first < 0) return;
      this.#tellAt(first);
    }
  }

  #tellAt(index: number): void {
    const callback = this.#callbacks[index];
    const fate = this.#fates[index];
    this.#callbacks[index] = undefined;
    try {
      callback?.(fate ?? null);
    } catch (error) {
      this.#reporter.report('handler-failed', error);
    }
  }
}
