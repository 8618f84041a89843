import { cellularError, type CellularError } from '../../modules/base/errors.js';
import type { Time } from '../../modules/ports/time.js';

/** The largest prime below 2^26. */
const PRIME = 67108859;
const SEED_STRIDE = 7919;
const ROUNDS = 4;
const DAY = 86400000;
/** Milliseconds between two points of the noise, which goes straight in between. */
const NOISE_STEP = 600000;
/** Hours after which the day is at its mean and warming. */
const WARMING = 9;
const MEAN_TEMPERATURE = 18;
const TEMPERATURE_SWING = 6;
const TEMPERATURE_NOISE = 1;
const MEAN_HUMIDITY = 60;
const HUMIDITY_SWING = 15;
const HUMIDITY_NOISE = 4;

/** The time by which the simulated values change. */
export interface SimulatedSensorOptions {
  /** By which the day passes. */
  readonly time: Time;
  /** A whole number; sensors of different seeds differ in their noise. */
  readonly seed?: number;
}

/** ECMA-419 compound sensor: degrees Celsius, and percent. */
export interface ClimateSample {
  /** Degrees Celsius. */
  thermometer: { temperature: number };
  /** Relative humidity in percent. */
  hygrometer: { humidity: number };
}

/**
 * A room sensor by the ECMA-419 Sensor Class Pattern that needs no hardware: a slow daily curve with some noise, warmest in
 * the afternoon, driest when warmest. What it shows depends on time and seed alone.
 */
export class SimulatedSensor {
  readonly #time: Time;
  readonly #seed: number;
  #offset = 0;
  #isClosed = false;

  constructor(options: SimulatedSensorOptions) {
    if (typeof options !== 'object' || options === null) throw refused('options', 'must be an object');
    if (typeof options.time?.now !== 'function') throw refused('time', 'must be a Time: { now, alarm }');
    const { seed = 0 } = options;
    if (typeof seed !== 'number' || seed !== Math.floor(seed) || !isFinite(seed)) throw refused('seed', 'must be a whole number');
    this.#time = options.time;
    this.#seed = seed;
  }

  /** `offset`: degrees Celsius that are added to the temperature. */
  configure(options: { readonly offset?: number }): void {
    this.#refuseClosed();
    const offset = options.offset ?? this.#offset;
    if (!isFinite(offset)) throw refused('offset', 'must be a finite number');
    this.#offset = offset;
  }

  /** What the room is like now. Throws `closed`. */
  sample(): ClimateSample {
    this.#refuseClosed();
    const now = this.#time.now();
    const swing = Math.sin(2 * Math.PI * (now / DAY - WARMING / 24));
    const temperature = MEAN_TEMPERATURE + this.#offset + TEMPERATURE_SWING * swing + TEMPERATURE_NOISE * noise(this.#seed, now);
    const humidity = MEAN_HUMIDITY - HUMIDITY_SWING * swing + HUMIDITY_NOISE * noise(this.#seed + 1, now);
    return { thermometer: { temperature: hundredths(temperature) }, hygrometer: { humidity: hundredths(humidity) } };
  }

  /** It gives no sample any more. Legal more than once. */
  close(): void {
    this.#isClosed = true;
  }

  #refuseClosed(): void {
    if (this.#isClosed) throw cellularError('closed', 'the sensor is closed');
  }
}

/** From -1 to 1, continuous in time. */
function noise(seed: number, now: number): number {
  const step = Math.floor(now / NOISE_STEP);
  const part = now / NOISE_STEP - step;
  return noiseAt(seed, step) * (1 - part) + noiseAt(seed, step + 1) * part;
}

/** Squares modulo a prime, small enough to be exact (Espruino has no `Math.imul`): neighbours have nothing in common. */
function noiseAt(seed: number, step: number): number {
  let value = ((((seed % PRIME) * SEED_STRIDE + step) % PRIME) + PRIME) % PRIME;
  for (let round = 0; round < ROUNDS; round += 1) value = (value * value + step + ROUNDS) % PRIME;
  return (2 * value) / PRIME - 1;
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}

function refused(argument: string, bound: string): CellularError {
  return cellularError('invalid-argument', `${argument}: ${bound} (SimulatedSensor)`);
}
