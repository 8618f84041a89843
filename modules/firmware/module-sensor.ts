import type { Modem } from '../modem/modem.js';
import type { Time } from '../ports/time.js';
import { ModuleVitals } from './health/module-vitals.js';

export interface ModuleSensorOptions {
  readonly time: Time;
  /** The node's, which is made after its sensors are named. */
  readonly modem: () => Modem;
}

/** What a node without any sensor of its own can measure. What the module does not tell is left out. */
export interface ModuleSample {
  /** Seconds since the program has started. */
  readonly uptime: number;
  /** In dBm. */
  readonly RSSI: number | undefined;
  /** Millivolts at the module, as it has told since the last sample. */
  readonly supply: number | undefined;
}

/**
 * The module as a sensor, by ECMA-419's pattern. A sample does not wait for the module, which may be at something that takes minutes: its
 * supply is what it has answered since the sample before, and absent where it has not.
 */
export class ModuleSensor {
  readonly #time: Time;
  readonly #modem: () => Modem;
  readonly #vitals: ModuleVitals;
  #isAsking = false;

  constructor({ time, modem }: ModuleSensorOptions) {
    this.#time = time;
    this.#modem = modem;
    this.#vitals = new ModuleVitals({ execute: (exchange) => modem().execute(exchange) });
  }

  sample(): ModuleSample {
    const { supply } = this.#vitals;
    if (!this.#isAsking) this.#ask();
    return { uptime: Math.round(this.#time.now() / 1000), RSSI: this.#modem().RSSI, supply };
  }

  close(): void {
    // Nothing is held: what was asked ends by itself.
  }

  #ask(): void {
    this.#isAsking = true;
    this.#vitals.supply = undefined;
    this.#vitals.askSupply(() => {
      this.#isAsking = false;
    });
  }
}
