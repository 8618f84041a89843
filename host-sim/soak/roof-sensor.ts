import type { Time } from '../../modules/ports/time.js';

const DAY = 86_400_000;

/** What the sensor gives. */
export interface SoakSample {
  readonly thermometer: { readonly temperature: number };
  /** Counts all samples of the roof, through every start of the host. */
  readonly number: number;
}

/** One that is on the roof, whatever the host is: it tells of each sample that is taken. */
export class RoofSensor {
  readonly #time: Time;
  readonly #random: () => number;
  readonly #onSample: (sample: SoakSample) => void;
  #count = 0;

  constructor(time: Time, random: () => number, onSample: (sample: SoakSample) => void) {
    this.#time = time;
    this.#random = random;
    this.#onSample = onSample;
  }

  /** A class of the ECMA-419 Sensor Class Pattern, for a program of the host. */
  get io(): new () => { sample(): SoakSample; close(): void } {
    const take = (): SoakSample => this.#take();
    return class {
      sample(): SoakSample {
        return take();
      }

      close(): void {}
    };
  }

  #take(): SoakSample {
    this.#count += 1;
    const temperature = 18 + 6 * Math.sin((2 * Math.PI * this.#time.now()) / DAY - 2.4) + 2 * this.#random();
    const sample = { thermometer: { temperature: Math.round(temperature * 100) / 100 }, number: this.#count };
    this.#onSample(sample);
    return sample;
  }
}
