import type { Outbox, OutboxRecord, TimeBase } from '../../modules/telemetry/outbox.js';
import { contentOf } from '../../modules/telemetry/record.js';
import { latin1 } from '../../host-sim/trace/trace-text.js';

/** An outbox that tells what goes in, and what goes out before it is gone. */
export class WatchedOutbox implements Outbox {
  readonly #outbox: Outbox;
  readonly #onAccepted: (sequence: number, sample: string) => void;
  readonly #onLeaving: (sequence: number) => void;

  constructor(outbox: Outbox, onAccepted: (sequence: number, sample: string) => void, onLeaving: (sequence: number) => void) {
    this.#outbox = outbox;
    this.#onAccepted = onAccepted;
    this.#onLeaving = onLeaving;
  }

  get length(): number {
    return this.#outbox.length;
  }

  get dropped(): number {
    return this.#outbox.dropped;
  }

  get maximumPayload(): number {
    return this.#outbox.maximumPayload;
  }

  get newest(): number {
    return this.#outbox.newest;
  }

  append(payload: Uint8Array, byteLength: number, timeBase: TimeBase, time: number): number {
    const sequence = this.#outbox.append(payload, byteLength, timeBase, time);
    if (sequence > 0) this.#onAccepted(sequence, latin1(contentOf({ payload, byteLength })));
    return sequence;
  }

  peek(record: OutboxRecord, after?: number): boolean {
    return this.#outbox.peek(record, after);
  }

  acknowledge(sequence: number): void {
    this.#onLeaving(sequence);
    this.#outbox.acknowledge(sequence);
  }

  setEpoch(utc: number, uptime?: number): void {
    this.#outbox.setEpoch?.(utc, uptime);
  }

  prepare(): void {
    this.#outbox.prepare?.();
  }
}
