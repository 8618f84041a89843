import { checkChoice, checkMethods, checkNumber, checkTime, refuseUnknownOptions } from '../../base/checks.js';
import type { OutputPin, OutputPinSpecifier } from '../../ports/pin.js';
import type { Alarm, Time } from '../../ports/time.js';
import type { PowerSwitch } from '../recovery/tools.js';

const SOURCE = 'docs/facts.md#power-key';
/** Switches an L610 on; a G510 takes 800 ms, a MC66x is not documented. */
const DEFAULT_DURATION = 2000;
/** Switches an L610 off, which takes 3,100 at least. */
const DEFAULT_OFF_DURATION = 3500;
/** For the module to take its leave of the network, and for its supply to fall. Unverified. */
const DEFAULT_REST = 10000;
const LONGEST_DURATION = 60000;

/** The pin that the power key hangs on, and a time. */
export interface PowerKeyOptions {
  /** By which the key is held. */
  readonly time: Time;
  /** The output that is wired to the module's PWRKEY. */
  readonly pin: OutputPinSpecifier;
  /** The level at which PWRKEY is low: 0 by default, for an open-drain output; 1 with a transistor in between. */
  readonly pressed?: 0 | 1;
  /** Milliseconds, 1 to 60,000; 2,000 by default. An L610 that is on switches itself off from 3,100. */
  readonly duration?: number;
  /** Milliseconds that switch it off, 1 to 60,000; 3,500 by default. */
  readonly offDuration?: number;
  /** Milliseconds between off and on, 1 to 60,000; 10,000 by default. */
  readonly rest?: number;
}

/** The module's PWRKEY. A running L610 takes no notice of the default, so it may be pressed at every start of the host. */
export class PowerKey implements PowerSwitch {
  readonly #pin: OutputPin;
  readonly #pressed: 0 | 1;
  readonly #duration: number;
  readonly #offDuration: number;
  readonly #rest: number;
  readonly #step: Alarm;
  #next: (() => void) | undefined = undefined;

  /** Throws `invalid-argument`; opens the pin last, released. */
  constructor(options: PowerKeyOptions) {
    const names = ['time', 'pin', 'pressed', 'duration', 'offDuration', 'rest'] as const;
    refuseUnknownOptions(options, names, '', 'new PowerKey()');
    const { time, pin, pressed = 0, duration = DEFAULT_DURATION } = options;
    const { offDuration = DEFAULT_OFF_DURATION, rest = DEFAULT_REST } = options;
    checkTime(time, SOURCE);
    checkMethods('pin', pin, ['io'], '{ io: Digital, … }', SOURCE);
    checkChoice('pressed', pressed, [0, 1], SOURCE);
    checkDuration('duration', duration);
    checkDuration('offDuration', offDuration);
    checkDuration('rest', rest);
    this.#pressed = pressed;
    this.#duration = duration;
    this.#offDuration = offDuration;
    this.#rest = rest;
    this.#step = time.alarm(() => this.#advance());
    this.#pin = new pin.io({ ...pin, initialValue: this.#released } as never);
  }

  /** Presses the key; `onReleased` comes when it is released. A second call starts the time anew. */
  press(onReleased?: () => void): void {
    this.#hold(this.#duration, () => onReleased?.());
  }

  /**
   * Switches the module off, and on after a rest; `onEnd` comes when the key is released for good. One that was off is switched
   * on by the first press, and takes no notice of the second. Ends what {@link press} had begun.
   */
  cycle(onEnd: () => void): void {
    this.#hold(this.#offDuration, () => this.#wait(this.#rest, () => this.press(onEnd)));
  }

  /** Gives the pin back, whose level is then the board's. */
  close(): void {
    this.#step.disarm();
    this.#pin.close();
  }

  get #released(): 0 | 1 {
    return this.#pressed === 0 ? 1 : 0;
  }

  #hold(duration: number, then: () => void): void {
    this.#pin.write(this.#pressed);
    this.#wait(duration, () => {
      this.#pin.write(this.#released);
      then();
    });
  }

  #wait(duration: number, then: () => void): void {
    this.#next = then;
    this.#step.arm(duration);
  }

  #advance(): void {
    const next = this.#next;
    this.#next = undefined;
    next?.();
  }
}

function checkDuration(name: string, duration: number): void {
  checkNumber(name, duration, 1, LONGEST_DURATION, SOURCE, ' milliseconds');
}
