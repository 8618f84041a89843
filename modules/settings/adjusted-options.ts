import {
  cellularError,
  checkObject,
  checkSensors,
  healthSettings,
  invalidArgument,
  ownSubscriptions,
  refuseUnknownOptions,
  topicsFrom,
  topicsOf,
  type CellularError,
  type EncodingMaker,
  type SensorNodeOptions,
} from '../firmware/settings-toolkit.js';

const SOURCE = 'docs/settings.md';

/** What can be changed, as the node's options call it. */
export const SETTINGS = ['sensors', 'topics', 'encoding', 'health'] as const;

/** The name of a setting. */
export type SettingName = (typeof SETTINGS)[number];

/** SelectableEncodings by the names that a command may choose. */
export type SelectableEncodings = Readonly<Record<string, EncodingMaker>>;

/** What of each setting may be said. */
export const SENSOR_PROPERTIES = ['interval', 'change'] as const;
export const HEALTH_PROPERTIES = ['interval', 'fields'] as const;

/** Where commands come from, and what the connection is refused for where the broker does not allow it (the will). */
const PROTECTED_TOPICS = ['command', 'status'];

/** The options with one setting in them. Throws `invalid-argument` or `protected`; what it does not look at, {@link checkOptions} does. */
export function adjusted(options: SensorNodeOptions, name: SettingName, value: unknown, encodings: SelectableEncodings): SensorNodeOptions {
  const { platform } = options;
  if (platform !== undefined && (name === 'topics' || name === 'encoding')) throw invalidArgument(name, `is for ${platform.name} to say`, SOURCE);
  switch (name) {
    case 'sensors':
      return { ...options, sensors: sensorsWith(options, value) };
    case 'topics':
      return { ...options, topics: { ...options.topics, ...topicTemplates(value) } };
    case 'encoding':
      return { ...options, encoding: encodingOf(value, encodings) };
    case 'health':
      return { ...options, health: value === false ? undefined : { ...options.health, ...healthOptions(value) } };
  }
}

/** Throws what the construction of the node throws for what settings can change. */
export function checkOptions({ sensors, topics = {}, subscriptions = [], health, configuration }: SensorNodeOptions): void {
  const { nodeId, topicPrefix = 'cellnode' } = configuration;
  const variables = { nodeId, topicPrefix };
  checkSensors(sensors, SOURCE);
  ownSubscriptions(subscriptions, topicsFrom(topics, topicsOf(topicPrefix, nodeId), variables), variables);
  if (health !== undefined) healthSettings(health);
}

/** No command may change it. */
export function protectedError(name: string): CellularError {
  return cellularError('protected', `${name}: could cut the node off, or hand it to somebody else (${SOURCE})`);
}

function sensorsWith({ sensors }: SensorNodeOptions, value: unknown): SensorNodeOptions['sensors'] {
  checkObject('sensors', value, SOURCE);
  const given = value as Readonly<Record<string, object>>;
  const names = Object.keys(given);
  for (let index = 0; index < names.length; index += 1) {
    const name = names[index];
    if (!sensors.some((sensor) => sensor.name === name)) throw invalidArgument(`sensors.${name}`, 'is no sensor of the node', SOURCE);
    refuseUnknownOptions(given[name], SENSOR_PROPERTIES, `sensors.${name}.`, SOURCE);
  }
  return sensors.map((sensor) => (names.indexOf(sensor.name) < 0 ? sensor : { ...sensor, ...given[sensor.name] }));
}

function topicTemplates(value: unknown): Readonly<Record<string, string>> {
  checkObject('topics', value, SOURCE);
  const templates = value as Readonly<Record<string, string>>;
  const names = Object.keys(templates);
  for (let index = 0; index < names.length; index += 1) {
    if (PROTECTED_TOPICS.indexOf(names[index]) >= 0) throw protectedError(`topics.${names[index]}`);
  }
  return templates;
}

function encodingOf(value: unknown, encodings: SelectableEncodings): EncodingMaker {
  const names = Object.keys(encodings);
  const index = names.indexOf(value as string);
  if (index < 0) throw invalidArgument('encoding', names.length === 0 ? 'is not to be chosen' : `must be one of ${names.join(', ')}`, SOURCE);
  return encodings[names[index]];
}

function healthOptions(value: unknown): object {
  checkObject('health', value, SOURCE);
  refuseUnknownOptions(value as object, HEALTH_PROPERTIES, 'health.', SOURCE);
  return value as object;
}
