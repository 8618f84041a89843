import { JournalOutbox } from '../../modules/telemetry/journal/journal-outbox.js';
import type { JournalOutboxOptions } from '../../modules/telemetry/journal/journal-options.js';
import { recordFor } from '../../modules/telemetry/outbox.js';
import { latin1 } from '../trace/trace-text.js';

/** What a full outbox has dropped. */
export interface Drop {
  /** Records, the one that it was given included where that has got no number. */
  readonly count: number;
  /** Number of the oldest that waits now; Infinity where none does. */
  readonly oldest: number;
  /** The record that it was given, where it has dropped that one. */
  readonly refused?: string;
}

/** Is told what goes into an outbox, and what leaves it before it is gone. */
export interface OutboxWatch {
  onAccepted(sequence: number, record: string): void;
  onDropped(drop: Drop): void;
  /** An append has not come to its end: nobody was told what became of the record, nor of others that made room for it. */
  onInterrupted(): void;
  onLeaving(sequence: number): void;
}

/** The journal as firmware has it, with every method of it, and somebody who watches. */
export class WatchedJournal extends JournalOutbox {
  readonly #watch: OutboxWatch;

  constructor(options: JournalOutboxOptions, watch: OutboxWatch) {
    super(options);
    this.#watch = watch;
  }

  override append(...[payload, byteLength, ...rest]: Parameters<JournalOutbox['append']>): number {
    const { dropped } = this;
    let sequence: number;
    try {
      sequence = super.append(payload, byteLength, ...rest);
    } catch (error) {
      this.#watch.onInterrupted();
      throw error;
    }
    const record = latin1(payload.subarray(0, byteLength));
    if (sequence > 0) this.#watch.onAccepted(sequence, record);
    const refused = sequence > 0 ? {} : { refused: record };
    if (this.dropped > dropped) this.#watch.onDropped({ count: this.dropped - dropped, oldest: this.#oldest, ...refused });
    return sequence;
  }

  override acknowledge(sequence: number): void {
    this.#watch.onLeaving(sequence);
    super.acknowledge(sequence);
  }

  get #oldest(): number {
    const record = recordFor(this);
    return this.peek(record) ? record.sequence : Infinity;
  }
}
