import { invalidArgument } from '../at/errors.js';
import type { OutputPin, OutputPinSpecifier } from '../ports/pin.js';
import type { Alarm, Time } from '../ports/time.js';

const SOURCE = 'facts: boot, SIM, network';
/** Switches an L610 on; a G510 takes 800 ms, a MC66x is not documented. */
const DEFAULT_DURATION = 2000;
const LONGEST_DURATION = 60000;

export interface PowerKeyOptions {
  readonly time: Time;
  /** The output that is wired to the module's PWRKEY. */
  readonly pin: OutputPinSpecifier;
  /** The level at which PWRKEY is low: 0 by default, for an open-drain output; 1 with a transistor in between. */
  readonly pressed?: 0 | 1;
  /** Milliseconds, 1 to 60,000; 2,000 by default. An L610 that is on switches itself off from 3,100. */
  readonly duration?: number;
}

/** The module's PWRKEY. A running L610 takes no notice of the default, so it may be pressed at every start of the host. */
export class PowerKey {
  readonly #pin: OutputPin;
  readonly #pressed: 0 | 1;
  readonly #duration: number;
  readonly #release: Alarm;
  #onReleased: (() => void) | undefined = undefined;

  /** Throws `invalid-argument`; opens the pin last, released. */
  constructor(options: PowerKeyOptions) {
    const { time, pin, pressed = 0, duration = DEFAULT_DURATION } = options;
    if (pressed !== 0 && pressed !== 1) throw invalidArgument('pressed', 'must be 0 or 1', SOURCE);
    if (!(duration >= 1 && duration <= LONGEST_DURATION)) {
      throw invalidArgument('duration', `must be 1 to ${LONGEST_DURATION} milliseconds`, SOURCE);
    }
    this.#pressed = pressed;
    this.#duration = duration;
    this.#release = time.alarm(() => this.#letGo());
    this.#pin = new pin.io({ ...pin, initialValue: this.#released } as never);
  }

  /** Presses the key; `onReleased` comes when it is released. A second call starts the time anew. */
  press(onReleased?: () => void): void {
    this.#onReleased = onReleased;
    this.#pin.write(this.#pressed);
    this.#release.arm(this.#duration);
  }

  /** Gives the pin back, whose level is then the board's. */
  close(): void {
    this.#release.disarm();
    this.#pin.close();
  }

  get #released(): 0 | 1 {
    return this.#pressed === 0 ? 1 : 0;
  }

  #letGo(): void {
    this.#pin.write(this.#released);
    const onReleased = this.#onReleased;
    this.#onReleased = undefined;
    onReleased?.();
  }
}
