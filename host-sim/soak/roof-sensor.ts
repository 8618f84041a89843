import type { Time } from '../../modules/ports/time.js';
import type { WindSample } from './summary-watch.js';

const DAY = 86_400_000;

/** What the thermometer gives. */
export interface SoakSample {
  readonly thermometer: { readonly temperature: number };
  /** Counts all samples of the roof, through every start of the host. */
  readonly number: number;
}

/** Degrees, higher by day than by night. */
export function thermometer(time: Time, random: () => number): (number: number) => SoakSample {
  return (number) => {
    const temperature = 18 + 6 * Math.sin((2 * Math.PI * time.now()) / DAY - 2.4) + 2 * random();
    return { thermometer: { temperature: Math.round(temperature * 100) / 100 }, number };
  };
}

/** Whole metres a second. */
export function anemometer(random: () => number): () => WindSample {
  return () => ({ speed: Math.floor(30 * random()) });
}

/** Of a hatch that is opened or closed now and then. */
export function contact(random: () => number): () => object {
  let isOpen = false;
  return () => {
    if (random() < 0.1) isOpen = !isOpen;
    return { hatch: isOpen ? 'open' : 'closed', isOpen };
  };
}

/** A sensor that is on the roof, whatever the host is: it tells of each sample that is taken. */
export class RoofSensor {
  readonly #measure: (number: number) => object;
  readonly #onSample: (sample: object) => void;
  #count = 0;

  /** `measure` is given the number of the sample. */
  constructor(measure: (number: number) => object, onSample: (sample: object) => void) {
    this.#measure = measure;
    this.#onSample = onSample;
  }

  /** A class of the ECMA-419 Sensor Class Pattern, for a program of the host. */
  get io(): new () => { sample(): object; close(): void } {
    const take = (): object => this.#take();
    return class {
      sample(): object {
        return take();
      }

      close(): void {}
    };
  }

  #take(): object {
    this.#count += 1;
    const sample = this.#measure(this.#count);
    this.#onSample(sample);
    return sample;
  }
}
