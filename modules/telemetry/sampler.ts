import { cellularError, RETRYABLE } from '../base/errors.js';
import type { Sensor, SensorSpecifier } from '../ports/sensor.js';
import type { Alarm, Time } from '../ports/time.js';

export interface SamplerOptions {
  readonly time: Time;
  readonly sensor: SensorSpecifier;
  /** Milliseconds from one sample to the next, at least 1. */
  readonly interval: number;
  onSample(sample: unknown): void;
  /** The sensor could not be made, threw or has reported an error, or `onSample` threw. */
  onFailure(error: Error): void;
}

/**
 * Takes a sample from an ECMA-419 sensor at each interval. Due times are counted from the first one, so that neither late
 * turns nor slow sensors add up; times that have passed by are skipped. A sensor that has failed for good is closed, and made
 * anew at the next due time.
 */
export class Sampler {
  readonly #options: SamplerOptions;
  #sensor: Sensor | undefined = undefined;
  #isBroken = false;
  #interval = 0;
  #due = 0;
  #isRunning = false;
  readonly #alarm: Alarm;

  constructor(options: SamplerOptions) {
    this.#options = options;
    this.#interval = options.interval;
    this.#alarm = options.time.alarm(() => this.#take());
  }

  /** Milliseconds. */
  get interval(): number {
    return this.#interval;
  }

  /** The next sample comes one new interval after the last, or at once where that has passed. */
  setInterval(interval: number): void {
    const last = this.#due - this.#interval;
    this.#interval = interval;
    if (!this.#isRunning) return;
    this.#due = Math.max(last + interval, this.#options.time.now());
    this.#alarm.arm(this.#due - this.#options.time.now());
  }

  /** The first sample is taken in the next turn. */
  start(): void {
    this.#isRunning = true;
    this.#due = this.#options.time.now();
    this.#alarm.arm(0);
  }

  /** Takes a sample in the next turn, from which the following ones are counted. Does nothing where it does not run. */
  sampleNow(): void {
    if (this.#isRunning) this.start();
  }

  close(): void {
    this.#isRunning = false;
    this.#alarm.disarm();
    this.#closeSensor();
  }

  #take(): void {
    const { time, sensor, onSample, onFailure } = this.#options;
    const passed = Math.floor((time.now() - this.#due) / this.#interval);
    this.#due += (passed + 1) * this.#interval;
    this.#alarm.arm(this.#due - time.now());
    try {
      if (this.#isBroken) this.#closeSensor();
      this.#sensor ??= new sensor.io({ ...sensor, onError: (error?: unknown) => this.#break(error) } as never);
      onSample(this.#sensor.sample());
    } catch (error) {
      onFailure(asError(error));
    }
  }

  #break(error: unknown): void {
    this.#isBroken = true;
    this.#options.onFailure(asError(error));
  }

  #closeSensor(): void {
    const sensor = this.#sensor;
    this.#sensor = undefined;
    this.#isBroken = false;
    try {
      sensor?.close();
    } catch (error) {
      this.#options.onFailure(asError(error));
    }
  }
}

function asError(cause: unknown): Error {
  return cause instanceof Error ? cause : cellularError('failed', 'the sensor has failed', RETRYABLE);
}
