import type { Completion, Urc } from '../at/command.js';
import { failed, timedOut } from '../at/dialogue/exchange-errors.js';
import type { FieldReader } from '../at/line/field-reader.js';
import type { CellularError } from '../base/errors.js';
import type { Link } from '../modem/link.js';
import type { Alarm } from '../ports/time.js';
import type { PublishExchange } from './publish-exchange.js';
import { PublishWindow } from './publish-window.js';

/** Acknowledgements told in one turn; what is left waits for the next, so that nobody else waits for long. */
const TOLD_PER_TURN = 8;

export interface PipelineListener {
  /** The broker has acknowledged a message. */
  onAcknowledged(id: number, qos: number): void;
  /** Another message can be written, or the reason why none can be any more. */
  onReady(error: CellularError | undefined): void;
}

/**
 * Publishes that follow one another without waiting for the broker: accepted by the module (`OK`) one at a time, acknowledged
 * window by window ({@link PublishWindow}). Completions are counted here and not by the dialogue, which would give each the
 * oldest command.
 *
 * A publish that the module refuses while others are in flight is asked for again when one of them has completed, before all
 * that follows it: the module may take so many at once and no more.
 */
export class Pipeline {
  readonly #outgoing: PublishExchange;
  readonly #listener: PipelineListener;
  readonly #work: Alarm;
  readonly #window: PublishWindow;
  readonly #deadline: Alarm;
  readonly #completion: Completion;
  /** A message was taken, and it was not told yet that another can be written. */
  #isReadyDue = false;
  /** Completions that may still come although nobody waits for them. */
  #late = 0;
  #isOver = false;

  /** `work` is armed when there is something to {@link Pipeline.advance}. */
  constructor(link: Link, size: number, outgoing: PublishExchange, work: Alarm, listener: PipelineListener) {
    this.#outgoing = outgoing;
    this.#listener = listener;
    this.#work = work;
    this.#window = new PublishWindow(link.time, size);
    this.#deadline = link.time.alarm(() => listener.onReady(timedOut(outgoing.command, 'completion')));
    this.#completion = link.mqtt.published;
  }

  get hasRoom(): boolean {
    return this.#window.hasRoom;
  }

  /** After its end: completions that have not come, and may still. */
  get late(): number {
    return this.#late;
  }

  /** What became of the publish that was sent: accepted, or not. */
  ended(error: CellularError | undefined): void {
    const window = this.#window;
    if (error === undefined) {
      window.accept(this.#outgoing.id, this.#outgoing.qos);
      this.#isReadyDue = true;
      this.#deadline.arm(this.#completion.deadline);
    } else if (error.code === 'refused' && window.inFlight > 0) {
      window.narrow();
      this.#outgoing.hold();
    } else {
      // Only a refusal says that the module has not taken it.
      if (error.code !== 'refused') this.#late += 1;
      return this.#listener.onReady(error);
    }
    this.advance();
  }

  /** Notes a URC where it is a completion, and tells whether it is; one that nothing waits for is nobody's. */
  take(urc: Urc, fields: FieldReader): boolean {
    if (urc !== this.#completion.urc) return false;
    const { isInterim } = urc;
    if (isInterim === undefined || !isInterim(fields)) this.#takeCompletion(fields);
    return true;
  }

  #takeCompletion(fields: FieldReader): void {
    const window = this.#window;
    if (this.#isOver) {
      if (this.#late > 0) this.#late -= 1;
      return;
    }
    if (window.inFlight === 0 && !this.#outgoing.isSending) return;
    if (this.#completion.succeeded(fields)) return window.complete();
    this.#late -= 1;
    this.#listener.onReady(failed(this.#outgoing.command));
  }

  /** Settles the window, tells what is acknowledged, and goes on. */
  advance(): void {
    const window = this.#window;
    const outgoing = this.#outgoing;
    if (!outgoing.isSending && window.settle()) this.#deadline.disarm();
    this.#tell();
    if (outgoing.isHeld && window.admitsAgain) this.#sendAgain();
    if (!this.#isReadyDue || !window.hasRoom) return;
    this.#isReadyDue = false;
    this.#listener.onReady(undefined);
  }

  /** A completion of what is being sent may have come before its acceptance. */
  stop(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#late += this.#window.inFlight + (this.#outgoing.isSending ? 1 : 0);
    this.#deadline.disarm();
    this.#window.clear();
  }

  #tell(): void {
    const window = this.#window;
    for (let count = 0; count < TOLD_PER_TURN && window.hasNews; count += 1) {
      const { id, qos } = window;
      window.next();
      this.#listener.onAcknowledged(id, qos);
    }
    if (window.hasNews) this.#work.arm(0);
  }

  #sendAgain(): void {
    try {
      this.#outgoing.sendAgain();
    } catch (error) {
      this.#listener.onReady(error as CellularError);
    }
  }
}
