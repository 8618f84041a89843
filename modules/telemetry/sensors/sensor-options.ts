import { checkArray, checkCallback, checkChoice, checkMethods, checkObject, checkWholeNumber, refuseUnknownOptions } from '../../base/checks.js';
import { invalidArgument } from '../../base/errors.js';
import type { SensorSpecifier } from '../../ports/sensor.js';

const LONGEST_NAME = 32;
export const SHORTEST_INTERVAL = 1000;
export const LONGEST_INTERVAL = 86_400_000;

/** What is said of each sensor, whatever it is. */
export interface SensorOptions {
  /** What its readings call it: 1 to 32 letters, digits and `- . _`. No two have the same. */
  readonly name: string;
  /** Milliseconds between two readings: 1,000 to 86,400,000. 0 is for a sensor that announces itself: then it is asked, and never else. */
  readonly interval: number;
  /** Whether a sample goes to the topic `alarms`, before all others. What it throws, the sample has failed with. */
  isAlarm?(sample: unknown): boolean;
  /**
   * A reading is left out unless a number differs from what was sent last by more than this, or something else differs at all; a property
   * can have a number of its own, such as `{ temperature: 0.5 }`, and those that are not named do not count.
   */
  readonly change?: number | Readonly<Record<string, number>>;
  /** A reading is the summary of several samples: each number of it is an object with the values that are named. */
  readonly summary?: SummaryOptions;
}

/** How samples are put together. */
export interface SummaryOptions {
  /** Milliseconds between two samples: 1,000 up to the interval. */
  readonly every: number;
  /** All three by default. */
  readonly values?: readonly SummaryValue[];
}

/** What of several samples is told. */
export type SummaryValue = 'mean' | 'minimum' | 'maximum';

export const SUMMARY_VALUES: readonly SummaryValue[] = ['mean', 'minimum', 'maximum'];

/** A sensor by ECMA-419: the class, and the properties for its constructor, which are its own: what they are called is not checked. */
export interface SensorClassOptions extends SensorOptions, SensorSpecifier {}

/** A function that gives a value: what any other thing has measured, a count, the memory that is left. */
export interface SensorFunctionOptions extends SensorOptions {
  /** It has no class. */
  readonly io?: undefined;
  /** A value now: an object, a number, a text or a boolean. What it throws is told, and costs this reading. */
  sample(): unknown;
}

const PROPERTIES = ['name', 'interval', 'isAlarm', 'change', 'summary'] as const;

/** Throws `invalid-argument`, which names the sensor's place or name, the property and its bound. */
export function checkSensors(sensors: unknown, source: string): void {
  if (!Array.isArray(sensors) || sensors.length === 0) {
    throw invalidArgument('sensors', "must be a list, such as [{ name: 'air', io: Sensor, interval: 60000 }]", source);
  }
  const names: string[] = [];
  for (let index = 0; index < sensors.length; index += 1) {
    const sensor = sensors[index] as SensorClassOptions | SensorFunctionOptions;
    const place = `sensors[${index}]`;
    checkObject(place, sensor, source);
    checkName(`${place}.name`, sensor.name, source);
    if (names.indexOf(sensor.name) >= 0) throw invalidArgument(`${place}.name`, `is there twice: ${sensor.name}`, source);
    names.push(sensor.name);
    checkSensor(sensor, source);
  }
}

/** What is taken from the options for the constructor of the sensor's class. */
export function constructorOptions(sensor: SensorClassOptions): Record<string, unknown> {
  const options: Record<string, unknown> = {};
  const names = Object.keys(sensor);
  for (let index = 0; index < names.length; index += 1) {
    const name = names[index];
    if ((PROPERTIES as readonly string[]).indexOf(name) < 0) options[name] = sensor[name];
  }
  return options;
}

function checkSensor(sensor: SensorClassOptions | SensorFunctionOptions, source: string): void {
  const { name, interval, isAlarm, change, summary } = sensor;
  const prefix = `${name}.`;
  const { io } = sensor as { readonly io?: unknown };
  if (io === undefined) {
    checkMethods(`${name}.sample`, sensor, ['sample'], 'a function, or io the class of a sensor', source);
    refuseUnknownOptions(sensor, [...PROPERTIES, 'sample'], prefix, source);
  } else checkMethods(`${name}.io`, sensor, ['io'], 'the class of a sensor', source);
  if (interval !== 0 || io === undefined) checkWholeNumber(`${name}.interval`, interval, SHORTEST_INTERVAL, LONGEST_INTERVAL, source);
  checkCallback(`${name}.isAlarm`, isAlarm, source);
  if (change !== undefined) checkChange(name, change, source);
  if (summary !== undefined) checkSummary(sensor, summary, source);
  if (change !== undefined && summary !== undefined) throw invalidArgument(`${name}.change`, 'goes without summary only', source);
}

function checkName(argument: string, name: unknown, source: string): void {
  let isName = typeof name === 'string' && name.length > 0 && name.length <= LONGEST_NAME;
  for (let index = 0; isName && index < (name as string).length; index += 1) isName = isNameCharacter((name as string).charCodeAt(index));
  if (!isName) throw invalidArgument(argument, `must be 1 to ${LONGEST_NAME} letters, digits and - . _`, source);
}

function isNameCharacter(code: number): boolean {
  const isDigit = code >= 0x30 && code <= 0x39;
  const isLetter = (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
  return isDigit || isLetter || code === 0x2d || code === 0x2e || code === 0x5f;
}

function checkChange(name: string, change: unknown, source: string): void {
  if (typeof change === 'number') return checkThreshold(`${name}.change`, change, source);
  checkObject(`${name}.change`, change, source);
  const thresholds = change as Readonly<Record<string, unknown>>;
  const names = Object.keys(thresholds);
  for (let index = 0; index < names.length; index += 1) checkThreshold(`${name}.change.${names[index]}`, thresholds[names[index]], source);
}

function checkThreshold(argument: string, value: unknown, source: string): void {
  if (typeof value !== 'number' || !(value >= 0) || !isFinite(value)) throw invalidArgument(argument, 'must be a number from 0 on', source);
}

function checkSummary({ name, interval }: SensorOptions, summary: SummaryOptions, source: string): void {
  refuseUnknownOptions(summary, ['every', 'values'], `${name}.summary.`, source);
  const { every, values = SUMMARY_VALUES } = summary;
  checkWholeNumber(`${name}.summary.every`, every, SHORTEST_INTERVAL, interval, source);
  const argument = `${name}.summary.values`;
  checkArray(argument, values, source);
  if (values.length === 0) throw invalidArgument(argument, 'must have one at least', source);
  for (let index = 0; index < values.length; index += 1) checkChoice(`${argument}[${index}]`, values[index], SUMMARY_VALUES, source);
}
