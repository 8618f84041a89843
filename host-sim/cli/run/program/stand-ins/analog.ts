import { desk } from '../desk.js';

/** Milliseconds of a swing from its middle up, down, and back. */
const PERIOD = 60_000;

/** `embedded:io/analog`: a voltage that swings through half of the range, a minute a swing. */
export default class Analog {
  readonly resolution: number;

  constructor({ resolution = 12 }: { readonly resolution?: number }) {
    this.resolution = resolution;
  }

  read(): number {
    const swing = Math.sin((2 * Math.PI * desk().time.now()) / PERIOD);
    return Math.round((0.5 + swing / 4) * (2 ** this.resolution - 1));
  }

  close(): void {
    // Nothing is held.
  }
}
