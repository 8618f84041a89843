import { cellularError, invalidArgument, RETRYABLE } from '../../base/errors.js';
import { utf8Bytes } from '../../base/utf8.js';
import type { Sensor } from '../../ports/sensor.js';
import { ChangeFilter } from './change-filter.js';
import { constructorOptions, type SensorClassOptions, type SensorFunctionOptions } from './sensor-options.js';
import { Summary } from './summary.js';

/** Milliseconds between two samples that a sensor announces by itself; one that comes earlier waits. */
const SHORTEST_PAUSE = 1000;
/** Milliseconds between two looks at a sensor that is asked only when it announces itself: whether it has failed. */
const LOOK = 60_000;

export interface SampledSensorOptions {
  readonly sensor: SensorClassOptions | SensorFunctionOptions;
  /** The sensor has announced a sample: it is to be asked in a turn of its own. */
  onAnnounced(): void;
  onFailure(sensor: string, cause: unknown): void;
}

/**
 * One sensor: when it is due, what it gives, and what becomes of one that gives nothing. Due times are counted from the first, so that
 * neither late turns nor slow sensors add up; times that have passed by are skipped.
 *
 * A sensor whose `sample()` gives nothing yet announces itself by `onSample` or `onAlert` when there is something. One that has not by
 * its next due time, and one that has reported an error, is told of, closed, and made anew. An announcement out of turn is asked for as
 * well, and goes out where it is an alarm.
 */
export class SampledSensor {
  readonly name: string;
  /** What {@link take} has given, and whether it is an alarm. */
  sample: unknown = undefined;
  isAlarm = false;
  readonly #options: SampledSensorOptions;
  readonly nameBytes: Uint8Array;
  readonly #change: ChangeFilter | undefined;
  readonly #summary: Summary | undefined;
  #sensor: Sensor | undefined = undefined;
  #isBroken = false;
  /** Asked, and nothing has come. */
  #isAwaited = false;
  /** Asked by {@link ask}: the answer goes out as it is. */
  #isForced = false;
  /** The sample is one that changes are counted from. */
  #isCompared = false;
  #isAnnounced = false;
  #interval: number;
  #due = Infinity;
  #announcedDue = 0;
  #summaryDue = Infinity;

  constructor(options: SampledSensorOptions) {
    const { name, interval, change, summary } = options.sensor;
    this.name = name;
    this.#options = options;
    this.nameBytes = utf8Bytes(name);
    this.#interval = interval;
    this.#change = change === undefined ? undefined : new ChangeFilter(change);
    this.#summary = summary === undefined ? undefined : new Summary(summary);
  }

  /** Milliseconds between two readings. */
  get interval(): number {
    return this.#interval;
  }

  /** When it is to be asked next; Infinity where it is not. */
  get due(): number {
    return this.#isAnnounced ? Math.min(this.#due, this.#announcedDue) : this.#due;
  }

  /** The next reading comes one new interval after the last, or at once where that has passed. */
  setInterval(interval: number, now: number): void {
    const last = this.#due - this.#period;
    const lastSummary = this.#summaryDue - this.#interval;
    this.#interval = interval;
    this.#due = Math.max(last + this.#period, now);
    this.#summaryDue = Math.max(lastSummary + interval, now);
  }

  start(now: number): void {
    this.#due = now;
    this.#summaryDue = now + this.#interval;
  }

  /** Asks it now besides; what it gives goes out as it is. */
  ask(now: number): void {
    this.#isAnnounced = true;
    this.#isAwaited = true;
    this.#isForced = true;
    this.#announcedDue = now;
  }

  /**
   * To be called when it is due; tells whether there is a sample to be kept, which {@link isKept} is told of. It is not handed on from
   * in here, because the way to flash is a long one, and takes most of a device's stack.
   */
  take(now: number): boolean {
    const due = this.#due;
    const isDue = due <= now;
    if (isDue && this.#summary !== undefined && this.#summaryDue <= due) return this.#takeSummary(this.#summary, due);
    const isAnnounced = this.#isAnnounced && this.#announcedDue <= now;
    if (isDue) this.#due += (Math.floor((now - due) / this.#period) + 1) * this.#period;
    if (isAnnounced) {
      this.#isAnnounced = false;
      this.#announcedDue = now + SHORTEST_PAUSE;
    }
    try {
      if (isDue && this.#isAwaited && !isAnnounced) this.#giveUpWaiting();
      if (this.#isBroken) this.#close();
      if (isAnnounced || this.#interval > 0) return this.#ask(isDue);
      this.#opened();
    } catch (error) {
      this.#options.onFailure(this.name, error);
    }
    return false;
  }

  /** The sample was kept: what is left out is compared with it from now on. */
  isKept(): void {
    if (this.#isCompared) this.#change?.keep();
  }

  close(): void {
    this.#due = Infinity;
    this.#isAnnounced = false;
    this.#close();
  }

  /** Milliseconds between two samples. */
  get #period(): number {
    const { summary } = this.#options.sensor;
    if (this.#interval === 0) return LOOK;
    return summary === undefined ? this.#interval : Math.min(summary.every, this.#interval);
  }

  #ask(isDue: boolean): boolean {
    const isAskedFor = isDue || this.#isAwaited || this.#interval === 0;
    const sample = this.#sample();
    this.#isAwaited = sample === undefined && isAskedFor && this.#interval > 0;
    return sample !== undefined && this.#give(sample, isAskedFor);
  }

  #sample(): unknown {
    const { sensor } = this.#options;
    if (sensor.io !== undefined) return this.#opened().sample();
    const value = (sensor as SensorFunctionOptions).sample();
    if (value === undefined) throw cellularError('failed', 'gave nothing', RETRYABLE);
    return value;
  }

  /** The sensor, made where there is none. */
  #opened(): Sensor {
    this.#sensor ??= this.#made(this.#options.sensor as SensorClassOptions);
    return this.#sensor;
  }

  #made(sensor: SensorClassOptions): Sensor {
    const announce = (): void => this.#announce();
    const onError = (error?: unknown): void => this.#break(error);
    return new sensor.io({ ...constructorOptions(sensor), onSample: announce, onAlert: announce, onError } as never);
  }

  #announce(): void {
    if (this.#isAnnounced || this.#due === Infinity) return;
    this.#isAnnounced = true;
    this.#options.onAnnounced();
  }

  /** One that was not asked for goes out as an alarm, or not at all. */
  #give(sample: unknown, isAskedFor: boolean): boolean {
    const isForced = this.#isForced;
    this.#isForced = false;
    if (isPromise(sample)) throw invalidArgument('sample', 'must be a value, is a Promise', 'Sensor');
    this.sample = sample;
    this.isAlarm = this.#options.sensor.isAlarm?.(sample) === true;
    if (isAskedFor) this.#summary?.add(sample);
    this.#isCompared = isAskedFor && this.#summary === undefined && this.#change?.compare(sample) !== false;
    return this.#isCompared || this.isAlarm || isForced;
  }

  #takeSummary(summary: Summary, due: number): boolean {
    this.#summaryDue += (Math.floor((due - this.#summaryDue) / this.#interval) + 1) * this.#interval;
    this.sample = summary.take();
    this.isAlarm = false;
    this.#isCompared = false;
    return this.sample !== undefined;
  }

  #giveUpWaiting(): void {
    this.#isAwaited = false;
    this.#break(cellularError('timeout', `has announced nothing within ${this.#period / 1000} s`, RETRYABLE));
  }

  #break(error: unknown): void {
    this.#isBroken = true;
    this.#options.onFailure(this.name, error);
  }

  #close(): void {
    const sensor = this.#sensor;
    this.#sensor = undefined;
    this.#isBroken = false;
    try {
      sensor?.close();
    } catch (error) {
      this.#options.onFailure(this.name, error);
    }
  }
}

/** A number is not asked for a property, which would make an object of it. */
function isPromise(value: unknown): boolean {
  return typeof value === 'object' && value !== null && typeof (value as { readonly then?: unknown }).then === 'function';
}
