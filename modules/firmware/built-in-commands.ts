import { wholeNumber } from '../telemetry/commands/values.js';
import type { RemoteCommand } from '../telemetry/commands/command.js';
import { HEALTH_FIELDS, type HealthField } from './health/health-options.js';

/** Seconds. */
const SHORTEST_INTERVAL = 1;
const LONGEST_INTERVAL = 86400;
/** Milliseconds from the command to the restart: the answer leaves in between. */
const FAREWELL = 10000;
const LARGEST_START = 2147483647;

/** What the commands of every node act on. */
export interface CommandedNode {
  /** Of its sensors. */
  readonly sensorNames: readonly string[];
  /** Milliseconds between two samples of one sensor; of the first one where `undefined`. */
  intervalOf(sensor: string | undefined): number;
  /** The same for all where `sensor` is undefined. */
  setInterval(sensor: string | undefined, interval: number): void;
  /** Takes a sample now, of all where `sensor` is undefined. */
  sampleNow(sensor: string | undefined): void;
  /** Tells these fields of what it knows of itself, which it may have to ask the module for. */
  tellStatus(fields: readonly HealthField[], onStatus: (status: object) => void): void;
  /** Number of this start, another one in each. */
  start(): number;
  /** Restarts the host after so many milliseconds; `undefined` where it cannot. */
  readonly restart: ((delay: number) => void) | undefined;
}

/** Names of the commands that every node has. */
export const BUILT_IN = ['interval', 'sample', 'status', 'restart'] as const;

/** The commands that every node has. */
export function builtInCommands(node: CommandedNode): Readonly<Record<(typeof BUILT_IN)[number], RemoteCommand>> {
  return { interval: intervalCommand(node), sample: sampleCommand(node), status: statusCommand(node), restart: restartCommand(node) };
}

/** `60`, of all sensors; `{"air":60}`, of these; `null` changes nothing. Answers with what is in force. */
function intervalCommand(node: CommandedNode): RemoteCommand {
  const names = node.sensorNames;
  return {
    properties: names,
    parse(value) {
      if (value === null) return value;
      if (typeof value !== 'object' || Array.isArray(value)) return seconds(value);
      for (let index = 0; index < names.length; index += 1) {
        const interval = (value as Readonly<Record<string, unknown>>)[names[index]];
        if (interval !== undefined) seconds(interval);
      }
      return value;
    },
    run(value, reply) {
      if (typeof value === 'number') node.setInterval(undefined, value * 1000);
      else if (value !== null) setEach(node, value as Readonly<Record<string, number | undefined>>);
      reply(typeof value === 'number' ? value : intervalsOf(node));
    },
  };
}

function setEach(node: CommandedNode, intervals: Readonly<Record<string, number | undefined>>): void {
  const names = node.sensorNames;
  for (let index = 0; index < names.length; index += 1) {
    const interval = intervals[names[index]];
    if (interval !== undefined) node.setInterval(names[index], interval * 1000);
  }
}

/** In seconds: of the only sensor where it has no name, else by their names. */
function intervalsOf(node: CommandedNode): unknown {
  const names = node.sensorNames;
  if (names.length === 0) return node.intervalOf(undefined) / 1000;
  const intervals: Record<string, number> = {};
  for (let index = 0; index < names.length; index += 1) intervals[names[index]] = node.intervalOf(names[index]) / 1000;
  return intervals;
}

function seconds(value: unknown): number {
  return wholeNumber(value, SHORTEST_INTERVAL, LONGEST_INTERVAL);
}

/** `true`, of all sensors; `"air"`, of that one. The sample goes the way of all others, and may be on its way when the answer comes. */
function sampleCommand(node: CommandedNode): RemoteCommand {
  return {
    parse(value) {
      if (value === true) return undefined;
      if (typeof value === 'string' && node.sensorNames.indexOf(value) >= 0) return value;
      throw new Error(`must be true${node.sensorNames.length > 0 ? `, or one of ${node.sensorNames.join(', ')}` : ''}`);
    },
    run(sensor, reply) {
      node.sampleNow(sensor as string | undefined);
      reply();
    },
  };
}

/** `["signal","outbox"]`, these fields of a health record, what matters most first; all of any other value. */
function statusCommand(node: CommandedNode): RemoteCommand {
  return {
    parse(value) {
      if (!Array.isArray(value)) return HEALTH_FIELDS;
      const isKnown = value.every((field) => HEALTH_FIELDS.indexOf(field as HealthField) >= 0);
      if (!isKnown || value.length > HEALTH_FIELDS.length) throw new Error('must be true, or fields of a health record');
      return value;
    },
    run: (fields, reply) => node.tellStatus(fields as readonly HealthField[], (status) => reply(status)),
  };
}

/**
 * The value is the number of the start that is to end, which `status` and the answer to a wrong one tell. So a command that is kept,
 * by the broker as retained or in the session, or that is sent again, ends one start at most: the next one has another number.
 */
function restartCommand(node: CommandedNode): RemoteCommand {
  return {
    parse(value) {
      wholeNumber(value, 1, LARGEST_START);
      const start = node.start();
      if (value !== start) throw new Error(`is for another start than this one, whose number is ${start}`);
      return value;
    },
    run(_value, reply) {
      if (node.restart === undefined) throw new Error('nothing restarts this host: recovery.restartHost is not given');
      node.restart(FAREWELL);
      reply();
    },
  };
}
