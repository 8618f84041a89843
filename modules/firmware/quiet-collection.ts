import type { Alarm, Time } from '../ports/time.js';
import type { Modem } from '../modem/modem.js';
import type { Reporter } from '../telemetry/progress.js';

/** Milliseconds in which the module has said nothing and was asked nothing. */
const QUIET = 250;
/** Milliseconds from one collection to the next at least: it takes some of the processor's time. */
const PAUSE = 5000;

export interface QuietCollectionOptions {
  readonly time: Time;
  readonly modem: Pick<Modem, 'isIdle' | 'counters'>;
  readonly reporter: Reporter;
  /** Collects garbage before it returns. */
  readonly collect: () => void;
}

/**
 * Has garbage collected at a moment of the node's choice. Whatever a sensor is, a sample leaves garbage behind, and a heap that is full is
 * collected whenever that comes about: for some milliseconds (docs/mcu.md), perhaps in a turn that is long already, while a receive FIFO
 * fills in 11. So after a sample it is done on purpose, once the line has been quiet for a while. Where it never is, the heap collects by
 * itself, as it does without.
 */
export class QuietCollection {
  readonly #options: QuietCollectionOptions;
  readonly #alarm: Alarm;
  #isDue = false;
  #lines = 0;
  #earliest = 0;

  constructor(options: QuietCollectionOptions) {
    this.#options = options;
    this.#alarm = options.time.alarm(() => this.#look());
  }

  /** A sensor was asked. */
  noteSample(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    this.#wait(Math.max(QUIET, this.#earliest - this.#options.time.now()));
  }

  close(): void {
    this.#isDue = true;
    this.#alarm.disarm();
  }

  #wait(delay: number): void {
    this.#lines = this.#options.modem.counters.lines;
    this.#alarm.arm(delay);
  }

  #look(): void {
    const { time, modem, collect, reporter } = this.#options;
    const { isIdle, counters } = modem;
    if (!isIdle || counters.lines !== this.#lines) return this.#wait(QUIET);
    this.#isDue = false;
    this.#earliest = time.now() + PAUSE;
    try {
      collect();
    } catch (error) {
      reporter.report('handler-failed', error);
    }
  }
}
