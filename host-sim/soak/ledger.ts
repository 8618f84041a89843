import { type Outbox, type OutboxRecord, recordFor } from '../../modules/telemetry/outbox.js';
import { contentOf } from '../../modules/telemetry/record.js';
import { latin1 } from '../trace/trace-text.js';
import type { OnViolation } from './violation.js';
import { WatchedOutbox } from './watched-outbox.js';

/** A reading as the broker has it. */
export interface Arrival {
  readonly sequence: number;
  readonly sample: unknown;
}

/**
 * Keeps account of the readings of one outbox through all starts of the host: what was accepted, and what the broker has. A
 * reading that leaves the outbox must be at the broker; one that is not at the broker must be found on the flash. At QoS 0 it
 * need only have been sent.
 */
export class Ledger {
  accepted = 0;
  /** Readings that the broker has received a second time, or more often. */
  duplicated = 0;
  readonly #name: string;
  readonly #onViolation: OnViolation;
  /** What was accepted and has not arrived: by sequence, the sample. */
  readonly #missing = new Map<number, string>();
  readonly #arrived = new Map<number, string>();
  /** What was sent at QoS 0 and has not arrived. */
  readonly #sent = new Map<number, string>();

  constructor(name: string, onViolation: OnViolation) {
    this.#name = name;
    this.#onViolation = onViolation;
  }

  /** Accepted readings that the broker has. */
  get delivered(): number {
    return this.accepted - this.#missing.size - this.#sent.size;
  }

  /** Accepted readings that were sent at QoS 0 and that the broker does not have. */
  get lostAtQoS0(): number {
    return this.#sent.size;
  }

  /** Accepted readings that the broker does not have yet, and is to have. */
  get missing(): number {
    return this.#missing.size;
  }

  /** The same outbox, with account kept of it. */
  watch(outbox: Outbox): Outbox {
    return new WatchedOutbox(
      outbox,
      (sequence, sample) => this.#accept(sequence, sample),
      (sequence) => this.#leave(sequence),
    );
  }

  /** The broker has received it. */
  arrive({ sequence, sample }: Arrival): void {
    const text = JSON.stringify(sample);
    const accepted = this.#textOf(sequence) ?? text;
    if (accepted !== text) this.#fail(`reading ${sequence} arrived as ${text}, and was ${accepted}`);
    if (this.#arrived.has(sequence)) this.duplicated += 1;
    this.#missing.delete(sequence);
    this.#sent.delete(sequence);
    this.#arrived.set(sequence, text);
  }

  /** The module has sent it, and nobody is going to acknowledge it. */
  send(sequence: number): void {
    const text = this.#missing.get(sequence);
    if (text === undefined) return;
    this.#missing.delete(sequence);
    this.#sent.set(sequence, text);
  }

  /** What has not arrived must be in this outbox: one that was opened anew, for instance. */
  find(outbox: Outbox): void {
    for (const sequence of this.#notIn(outbox)) this.#fail(`reading ${sequence} is neither at the broker nor in the outbox`);
  }

  /** Accepted readings that are neither at the broker nor in this outbox. */
  lostFrom(outbox: Outbox): number {
    return this.#notIn(outbox).length;
  }

  #notIn(outbox: Outbox): readonly number[] {
    const record = recordFor(outbox);
    const found = new Set<number>();
    for (let after = 0; outbox.peek(record, after); after = record.sequence) {
      found.add(record.sequence);
      this.#compare(record);
    }
    return [...this.#missing.keys()].filter((sequence) => !found.has(sequence));
  }

  #compare(record: OutboxRecord): void {
    const { sequence } = record;
    const text = latin1(contentOf(record));
    const accepted = this.#missing.get(sequence) ?? text;
    if (accepted !== text) this.#fail(`reading ${sequence} is ${text} in the outbox, and was ${accepted}`);
  }

  #accept(sequence: number, sample: string): void {
    if (this.#textOf(sequence) !== undefined) this.#fail(`the number ${sequence} was given to two readings`);
    this.accepted += 1;
    this.#missing.set(sequence, sample);
  }

  #leave(sequence: number): void {
    const mayLeave = this.#arrived.has(sequence) || this.#sent.has(sequence);
    if (!mayLeave) this.#fail(`reading ${sequence} left the outbox, and is not at the broker`);
  }

  #textOf(sequence: number): string | undefined {
    return this.#missing.get(sequence) ?? this.#arrived.get(sequence) ?? this.#sent.get(sequence);
  }

  #fail(detail: string): void {
    this.#onViolation('nothing-lost', `${this.#name}: ${detail}`);
  }
}
