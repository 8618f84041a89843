import { checkChoice, checkMethods, checkNumber, checkTime, refuseUnknownOptions } from '../../base/checks.js';
import type { OutputPin, OutputPinSpecifier } from '../../ports/pin.js';
import type { Alarm, Time } from '../../ports/time.js';
import { RESET_LIMIT, type ResetLine } from '../recovery/tools.js';

const SOURCE = 'docs/facts.md#reset';
/** Longer than the few hundred milliseconds that reset inputs of such modules take. Unverified. */
const DEFAULT_DURATION = 500;

/** The pin that resets the module, and a time. */
export interface ResetPinOptions {
  /** By which the input is held. */
  readonly time: Time;
  /** The output that is wired to the module's reset input. */
  readonly pin: OutputPinSpecifier;
  /** The level that resets: 0 by default, for an open-drain output; 1 with a transistor in between. */
  readonly active?: 0 | 1;
  /** Milliseconds, 1 to 30,000; 500 by default. */
  readonly duration?: number;
}

/** The module's reset input. */
export class ResetPin implements ResetLine {
  readonly #pin: OutputPin;
  readonly #active: 0 | 1;
  readonly #duration: number;
  readonly #release: Alarm;
  #onEnd: (() => void) | undefined = undefined;

  /** Throws `invalid-argument`; opens the pin last, released. */
  constructor(options: ResetPinOptions) {
    refuseUnknownOptions(options, ['time', 'pin', 'active', 'duration'], '', 'new ResetPin()');
    const { time, pin, active = 0, duration = DEFAULT_DURATION } = options;
    checkTime(time, SOURCE);
    checkMethods('pin', pin, ['io'], '{ io: Digital, … }', SOURCE);
    checkChoice('active', active, [0, 1], SOURCE);
    checkNumber('duration', duration, 1, RESET_LIMIT, SOURCE, ' milliseconds');
    this.#active = active;
    this.#duration = duration;
    this.#release = time.alarm(() => this.#letGo());
    this.#pin = new pin.io({ ...pin, initialValue: this.#released } as never);
  }

  /** Resets the module; `onEnd` comes when the input is released. A second call starts the time anew. */
  pulse(onEnd: () => void): void {
    this.#onEnd = onEnd;
    this.#pin.write(this.#active);
    this.#release.arm(this.#duration);
  }

  /** Gives the pin back, whose level is then the board's. */
  close(): void {
    this.#release.disarm();
    this.#pin.close();
  }

  get #released(): 0 | 1 {
    return this.#active === 0 ? 1 : 0;
  }

  #letGo(): void {
    const onEnd = this.#onEnd;
    this.#onEnd = undefined;
    this.#pin.write(this.#released);
    onEnd?.();
  }
}
