import {
  checkCallback,
  checkMethods,
  checkObject,
  invalidArgument,
  SensorNode,
  topicsOf,
  wholeNumber,
  type HostMemory,
  type RemoteCommand,
  type SensorNodeOptions,
} from '../firmware/settings-toolkit.js';
import { adjusted, checkOptions, HEALTH_PROPERTIES, protectedError, SENSOR_PROPERTIES, SETTINGS, type SelectableEncodings, type SettingName } from './adjusted-options.js';
import { keptIn, merged, revisionAfter, without, type Kept, type SettingValues } from './stored-settings.js';

const SOURCE = 'docs/settings.md';
const COMMAND = 'configuration';
/** Characters of all settings as JSON: the answer has room for 600 bytes. */
const SETTINGS_LIMIT = 400;
const LARGEST_REVISION = 2147483647;

/** What settings are made of. */
export interface RemoteSettingsOptions {
  /** Where they are kept: `store.memory('settings')`, a text of up to 450 characters. */
  readonly memory: HostMemory;
  /** SelectableEncodings that may be chosen, by name: `{ json, cbor }`. None by default. */
  readonly encodings?: SelectableEncodings;
  /** Something that is stored was left aside, or could not be read or stored. What it throws is ignored. */
  onProblem?(error: unknown): void;
}

/** What a command asks for. */
interface Change {
  readonly values: SettingValues;
}

/**
 * Settings of a node that a command changes, and that outlive a restart. What is stored and breaks a rule, be it that a newer or an older
 * program has written it, is left aside by itself and told: the node starts in any case.
 */
export class RemoteSettings {
  readonly #options: RemoteSettingsOptions;
  /** All that is stored, also what is not known here. */
  #kept: Kept = { revision: 0, values: {} };
  /** Names that are stored and not in force. */
  #left: readonly string[] = [];
  /** What the node has started with. */
  #started: SettingValues = {};

  /** Throws `invalid-argument`. */
  constructor(options: RemoteSettingsOptions) {
    checkMethods('memory', options.memory, ['read', 'write'], "a HostMemory, such as store.memory('settings')", SOURCE);
    checkCallback('onProblem', options.onProblem, SOURCE);
    if (options.encodings !== undefined) checkObject('encodings', options.encodings, SOURCE);
    this.#options = options;
  }

  /** Makes the node of these options, with the settings in them and the command `configuration`. Throws what `new SensorNode()` throws. */
  node(options: SensorNodeOptions): SensorNode {
    if (options.commands !== undefined && COMMAND in options.commands) throw invalidArgument(`commands.${COMMAND}`, "is the settings' own", SOURCE);
    this.#load(options);
    const command = this.#command(options, () => node);
    const commands = { ...options.commands, [COMMAND]: command };
    const make = (changed: SensorNodeOptions): SensorNode => new SensorNode({ ...changed, commands });
    let node: SensorNode;
    try {
      node = make(this.#adjusted(options));
    } catch (error) {
      if (Object.keys(this.#started).length === 0) throw error;
      // Each by itself is good, and all together are not: a node as it was flashed is better than none.
      this.#report(error);
      this.#left = Object.keys(this.#kept.values);
      this.#started = {};
      node = make(options);
    }
    return node;
  }

  /** One after the other, so that one which breaks a rule costs none but itself. */
  #adjusted(options: SensorNodeOptions): SensorNodeOptions {
    const { values } = this.#kept;
    const names = Object.keys(values);
    const left: string[] = [];
    let result = options;
    for (let index = 0; index < names.length; index += 1) {
      try {
        const changed = this.#with(result, names[index], values[names[index]]);
        checkOptions(changed);
        result = changed;
      } catch (error) {
        left.push(names[index]);
        this.#report(error);
      }
    }
    this.#left = left;
    this.#started = without(values, left);
    return result;
  }

  #with(options: SensorNodeOptions, name: string, value: unknown): SensorNodeOptions {
    if (PROTECTED.indexOf(name) >= 0) throw protectedError(name);
    if ((SETTINGS as readonly string[]).indexOf(name) < 0) throw invalidArgument(name, `is no setting; ${SETTINGS.join(', ')} are`, SOURCE);
    return adjusted(options, name as SettingName, value, this.#options.encodings ?? {});
  }

  #load({ random }: SensorNodeOptions): void {
    try {
      const kept = keptIn(this.#options.memory);
      if (kept !== undefined) this.#kept = kept;
      else this.#keep({ revision: revisionAfter(0, random), values: {} });
    } catch (error) {
      this.#report(error);
      this.#kept = { revision: revisionAfter(0, random), values: {} };
    }
  }

  /** In force is what is stored, so what cannot be stored is not. */
  #keep(kept: Kept): void {
    this.#options.memory.write(JSON.stringify(kept));
    this.#kept = kept;
  }

  #command(options: SensorNodeOptions, node: () => SensorNode): RemoteCommand<Change | undefined> {
    return {
      // Made when it is asked for: some fifty texts would take their room for good.
      get properties() {
        return [...propertyNames(), ...options.sensors.map(({ name }) => name)];
      },
      parse: (value) => (value === 'get' ? undefined : this.#parsed(value, options)),
      run: (change, reply) => {
        if (change !== undefined) this.#change(change, options, node());
        reply(this.#told());
      },
    };
  }

  /** Throws what the sender is to be told; nothing is changed yet. */
  #parsed(value: unknown, options: SensorNodeOptions): Change {
    const { set, reset, revision } = (typeof value === 'object' && value !== null ? value : {}) as Readonly<Record<string, unknown>>;
    if ((set === undefined) === (reset === undefined)) throw new Error('must be "get", or an object with set or reset, and revision');
    const before = this.#kept;
    const values = set === undefined ? withoutReset(before.values, reset) : this.#checked(before.values, set, options);
    wholeNumber(revision, 1, LARGEST_REVISION);
    if (revision !== before.revision) throw new Error(`revision: is for other settings than these, whose number is ${before.revision}`);
    return { values };
  }

  /** Those that are in force with the new ones in them, all together held to the rules. */
  #checked(before: SettingValues, set: unknown, options: SensorNodeOptions): SettingValues {
    checkObject('set', set, SOURCE);
    const names = Object.keys(set as SettingValues);
    for (let index = 0; index < names.length; index += 1) if (PROTECTED.indexOf(names[index]) >= 0) throw protectedError(names[index]);
    const values = merged(before, set as SettingValues);
    const all = Object.keys(values);
    let changed = options;
    for (let index = 0; index < all.length; index += 1) {
      const isAside = this.#left.indexOf(all[index]) >= 0 && names.indexOf(all[index]) < 0;
      if (!isAside) changed = this.#with(changed, all[index], values[all[index]]);
    }
    checkOptions(changed);
    const { length } = JSON.stringify(values);
    if (length > SETTINGS_LIMIT) throw invalidArgument('set', `must be at most ${SETTINGS_LIMIT} characters with all that is set, are ${length}`, SOURCE);
    return values;
  }

  #change({ values }: Change, options: SensorNodeOptions, node: SensorNode): void {
    const before = this.#kept;
    this.#keep({ revision: revisionAfter(before.revision, options.random), values });
    this.#left = this.#left.filter((name) => values[name] === before.values[name] && name in values);
    if (values.sensors !== before.values.sensors) setIntervals(node, this.#intervals(options, values));
  }

  #intervals(options: SensorNodeOptions, { sensors }: SettingValues): SensorNodeOptions['sensors'] {
    return sensors === undefined ? options.sensors : this.#with(options, 'sensors', sensors).sensors;
  }

  /** What is set, what of it waits for the next start, and what is left aside. */
  #told(): object {
    const { revision, values } = this.#kept;
    const pending = SETTINGS.filter((name) => atStart(name, values) !== atStart(name, this.#started));
    return {
      revision,
      ...without(values, this.#left),
      ...(pending.length > 0 ? { pending } : {}),
      ...(this.#left.length > 0 ? { left: this.#left } : {}),
    };
  }

  #report(error: unknown): void {
    try {
      this.#options.onProblem?.(error);
    } catch {
      // It was only to be told.
    }
  }
}

/** Options of a node that a command could cut it off by, or hand it to somebody else. */
const PROTECTED: readonly string[] = [
  'nodeId', 'topicPrefix', 'broker', 'network', 'credentials', 'platform', 'dutyCycle', 'modem', 'mqtt', 'serial', 'commands', 'subscriptions',
];
/** What may be in them: so that they are refused for what they are. */
const PROTECTED_PROPERTIES: readonly string[] = [
  'host', 'port', 'tls', 'user', 'password', 'clientId', 'keepAlive', 'apn', 'pin', 'trust', 'certificate', 'key', 'period', 'limit',
];

/** Made when it is needed: a constant would take its room for good. */
function propertyNames(): readonly string[] {
  const own = ['set', 'reset', 'revision', ...SETTINGS, ...SENSOR_PROPERTIES, ...HEALTH_PROPERTIES];
  return [...own, ...Object.keys(topicsOf('', '')), ...PROTECTED, ...PROTECTED_PROPERTIES];
}

function withoutReset(values: SettingValues, reset: unknown): SettingValues {
  if (reset === true) return {};
  if (!Array.isArray(reset)) throw new Error('reset: must be true, or a list of settings');
  const names = reset as readonly unknown[];
  for (let index = 0; index < names.length; index += 1) {
    const isKnown = typeof names[index] === 'string' && Object.keys(values).indexOf(names[index] as string) >= 0;
    if (!isKnown) throw new Error(`reset[${index}]: is not set`);
  }
  return without(values, names as readonly string[]);
}

function setIntervals(node: SensorNode, sensors: SensorNodeOptions['sensors']): void {
  for (let index = 0; index < sensors.length; index += 1) {
    const { name, interval } = sensors[index];
    if (interval > 0 && node.sensors.intervalOf(name) !== interval) node.sensors.setInterval(name, interval);
  }
}

/** What of a setting is in force with the next start only, as a text: intervals of sensors are at once. */
function atStart(name: SettingName, values: SettingValues): string | undefined {
  if (name !== 'sensors') return JSON.stringify(values[name]);
  const sensors = (values.sensors ?? {}) as Readonly<Record<string, { readonly change?: number }>>;
  const changes = Object.keys(sensors).map((sensor) => [sensor, sensors[sensor].change] as const);
  return JSON.stringify(changes.filter(([, change]) => change !== undefined));
}
