import { invalidArgument } from '../../base/errors.js';
import { checkWholeNumber } from '../../base/checks.js';
import type { Alarm, Time } from '../../ports/time.js';
import { SampledSensor, type SampledSensorOptions } from './sampled-sensor.js';
import { LONGEST_INTERVAL, SHORTEST_INTERVAL, type SensorClassOptions, type SensorFunctionOptions } from './sensor-options.js';

export interface SensorsOptions extends Pick<SampledSensorOptions, 'onFailure'> {
  readonly time: Time;
  /** A sample is to be kept. What it throws, the sample has failed with. */
  onSample(sample: unknown, name: Uint8Array, isAlarm: boolean): void;
  /** One of them was asked, whatever it gave. */
  onAsked?(): void;
  readonly sensors: readonly (SensorClassOptions | SensorFunctionOptions)[];
}

/** The sensors of a node, for its program. */
export interface NodeSensors {
  /** As they were given. */
  readonly names: readonly string[];
  /** Milliseconds between two readings of a sensor, of the first one where none is named. Throws `invalid-argument` for a wrong name. */
  intervalOf(name?: string): number;
  /**
   * The next reading comes one new interval after the last, or at once where that has passed; of all sensors where none is named.
   * 1,000 to 86,400,000 milliseconds. Throws `invalid-argument`.
   */
  setInterval(name: string | undefined, interval: number): void;
  /**
   * Has a sensor asked in a turn of its own, all of them where none is named, whenever they would be due; what they give goes out as it
   * is. Throws `invalid-argument`.
   */
  ask(name?: string): void;
}

/**
 * The sensors of a node. Whatever one of them does costs its own readings only; and no two are asked in the same turn, because each may
 * hold up what comes in meanwhile.
 */
export class Sensors implements NodeSensors {
  readonly #time: Time;
  readonly #options: SensorsOptions;
  readonly #sensors: readonly SampledSensor[];
  readonly #alarm: Alarm;
  #isRunning = false;

  constructor(options: SensorsOptions) {
    const { time, sensors } = options;
    this.#options = options;
    this.#time = time;
    this.#alarm = time.alarm(() => this.#turn());
    const onAnnounced = (): void => this.#wake();
    const onFailure = (sensor: string, cause: unknown): void => options.onFailure(sensor, cause);
    this.#sensors = sensors.map((sensor) => new SampledSensor({ sensor, onFailure, onAnnounced }));
  }

  get names(): readonly string[] {
    return this.#sensors.map(({ name }) => name);
  }

  intervalOf(name?: string): number {
    return this.#named(name)[0].interval;
  }

  setInterval(name: string | undefined, interval: number): void {
    checkWholeNumber('interval', interval, SHORTEST_INTERVAL, LONGEST_INTERVAL, 'Sensors');
    const now = this.#time.now();
    const sensors = this.#named(name);
    for (let index = 0; index < sensors.length; index += 1) sensors[index].setInterval(interval, now);
    this.#wake();
  }

  ask(name?: string): void {
    const now = this.#time.now();
    const sensors = this.#named(name);
    for (let index = 0; index < sensors.length; index += 1) sensors[index].ask(now);
    this.#wake();
  }

  /** The first samples are taken in the next turns. */
  start(): void {
    const now = this.#time.now();
    this.#isRunning = true;
    for (let index = 0; index < this.#sensors.length; index += 1) this.#sensors[index].start(now);
    this.#wake();
  }

  close(): void {
    this.#isRunning = false;
    this.#alarm.disarm();
    for (let index = 0; index < this.#sensors.length; index += 1) this.#sensors[index].close();
  }

  #named(name: string | undefined): readonly SampledSensor[] {
    if (name === undefined) return this.#sensors;
    const named = this.#sensors.filter((sensor) => sensor.name === name);
    if (named.length > 0) return named;
    throw invalidArgument('sensor', `is none of ${this.names.join(', ')}: ${name}`, 'Sensors');
  }

  /** Asks the one that has waited longest. */
  #turn(): void {
    const first = this.#first();
    const now = this.#time.now();
    try {
      if (first.due <= now && first.take(now)) {
        this.#options.onSample(first.sample, first.nameBytes, first.isAlarm);
        first.isKept();
      }
    } catch (error) {
      this.#options.onFailure(first.name, error);
    }
    this.#options.onAsked?.();
    this.#wake();
  }

  #wake(): void {
    if (!this.#isRunning) return;
    const { due } = this.#first();
    if (due < Infinity) this.#alarm.arm(Math.max(0, due - this.#time.now()));
  }

  #first(): SampledSensor {
    let first = this.#sensors[0];
    for (let index = 1; index < this.#sensors.length; index += 1) if (this.#sensors[index].due < first.due) first = this.#sensors[index];
    return first;
  }
}
