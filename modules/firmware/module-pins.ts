import { PowerKey } from '../modem/pins/power-key.js';
import { ResetPin } from '../modem/pins/reset-pin.js';
import type { RecoveryTools } from '../modem/recovery/tools.js';
import type { OutputPinClass } from '../ports/pin.js';
import type { Time } from '../ports/time.js';
import type { ManifestSettings } from './manifest-config.js';

/** `embedded:io/digital`, with the modes that the pins may take. */
export interface DigitalClass extends OutputPinClass {
  readonly Output: unknown;
  readonly OutputOpenDrain: unknown;
}

/**
 * The pins on the module that a manifest names. They are opened by {@link ModulePins.switchOn}, when the node has been made and
 * its configuration is known to be good; the ladder of recovery uses them from then on.
 */
export class ModulePins {
  readonly #time: Time;
  readonly #Digital: DigitalClass;
  readonly #settings: Pick<ManifestSettings, 'powerKey' | 'resetPin'>;
  #powerKey: PowerKey | undefined = undefined;
  #resetPin: ResetPin | undefined = undefined;

  constructor(time: Time, Digital: DigitalClass, settings: Pick<ManifestSettings, 'powerKey' | 'resetPin'>) {
    this.#time = time;
    this.#Digital = Digital;
    this.#settings = settings;
  }

  /** What the ladder can use: a pin that is not named is not there. */
  get tools(): RecoveryTools {
    const { powerKey, resetPin } = this.#settings;
    return {
      powerKey: powerKey === undefined ? undefined : { cycle: (onEnd) => this.#powerKey?.cycle(onEnd) },
      resetPin: resetPin === undefined ? undefined : { pulse: (onEnd) => this.#resetPin?.pulse(onEnd) },
    };
  }

  /** Opens the pins and presses the power key, where there is one; `onEnd` comes when it is released, or at once. */
  switchOn(onEnd: () => void): void {
    const { powerKey, resetPin } = this.#settings;
    const time = this.#time;
    if (resetPin !== undefined) {
      const { pin, active, duration } = resetPin;
      this.#resetPin = new ResetPin({ time, pin: this.#output(pin, active), active, duration });
    }
    if (powerKey === undefined) return onEnd();
    const { pin, pressed, duration, offDuration } = powerKey;
    this.#powerKey = new PowerKey({ time, pin: this.#output(pin, pressed), pressed, duration, offDuration });
    this.#powerKey.press(onEnd);
  }

  /** An open drain cannot drive an input, which the module pulls up; a transistor's base wants to be driven. */
  #output(pin: number, active: 0 | 1) {
    const { Output, OutputOpenDrain } = this.#Digital;
    return { io: this.#Digital, pin, mode: active === 0 ? OutputOpenDrain : Output };
  }
}
