import { sequencesIn } from '../../host-sim/cli/run/arrived-readings.js';
import type { Message } from '../../host-sim/broker/uplink.js';
import { MessageParts } from '../../modules/telemetry/own-message.js';
import { RecordKind } from '../../modules/telemetry/record.js';
import { recordFor, type Outbox } from '../../modules/telemetry/outbox.js';
import { text } from '../support/bytes.js';
import { WatchedOutbox } from '../support/watched-outbox.js';

/** Whether all that leaves the outboxes of a node, readings and messages of its program, is at its broker then. */
export class DeliveryAccount {
  /** What was not. */
  readonly lost: string[] = [];
  /** Samples that were accepted, by their numbers, since these have begun. */
  readings = new Map<number, string>();
  #last = 0;
  /** Numbers of readings, and texts of other messages. */
  #numbers = new Set<number>();
  #texts = new Set<string>();
  readonly #refused = new Set<number>();

  /** The broker has it. */
  arrived({ payload }: Message): void {
    for (const sequence of sequencesIn(payload)) this.#numbers.add(sequence);
    this.#texts.add(text(payload));
  }

  /** The broker refuses it, and it was given up by name. */
  refused(sequence: number): void {
    this.#refused.add(sequence);
  }

  /** An outbox of a host that starts, to be used in its place. */
  watch(outbox: Outbox): Outbox {
    const record = recordFor(outbox);
    const parts = new MessageParts();
    const leave = (sequence: number): void => {
      if (this.#refused.has(sequence) || !outbox.peek(record, sequence - 1) || record.sequence !== sequence) return;
      const { payload, byteLength } = record;
      const isThere = parts.find(record)
        ? this.#texts.has(text(payload.subarray(parts.topicEnd, byteLength)))
        : this.#numbers.has(sequence);
      if (!isThere) this.lost.push(`${sequence}: ${text(payload.subarray(0, byteLength))}`);
    };
    return new WatchedOutbox(outbox, (sequence, content) => this.#accept(sequence, content), leave);
  }

  /** Numbers begin anew with an outbox in RAM. */
  #accept(sequence: number, content: string): void {
    if (sequence <= this.#last) {
      this.readings = new Map();
      this.#numbers = new Set();
    }
    this.#last = sequence;
    if (content.charCodeAt(0) !== RecordKind.message) this.readings.set(sequence, content);
  }
}
