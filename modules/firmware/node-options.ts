import { checkBoolean, checkCallback, checkChoice, checkHostMemory, checkMethods, checkObject, checkTime, refuseUnknownOptions } from '../base/checks.js';
import { invalidArgument } from '../base/errors.js';
import type { EncodingMaker } from '../encodings/encoding.js';
import type { Dialect } from '../cellular/dialect/dialect.js';
import { defaultDialect } from '../modem/default-dialect.js';
import { checkDialect, modemOptionNames } from '../modem/modem-options.js';
import { Modem, type ModemOptions } from '../modem/modem.js';
import { checkRecoveryOptions } from '../modem/recovery/tools.js';
import { checkSlot } from '../modem/slots.js';
import { MQTTClient } from '../mqtt/mqtt-client.js';
import type { SerialSpecifier } from '../ports/serial.js';
import type { HostMemory } from '../ports/host-memory.js';
import type { Time } from '../ports/time.js';
import type { MqttClientClass, QoS } from '../ports/mqtt-client.js';
import type { Outbox } from '../telemetry/outbox.js';
import type { ProgressListener } from '../telemetry/progress.js';
import type { AlarmOptions } from '../telemetry/reading-path.js';
import type { CredentialsSource } from '../telemetry/credentials.js';
import { checkCommands, type Commands } from '../telemetry/commands/command.js';
import type { OwnTopicOptions } from '../telemetry/own-topics.js';
import { checkSensors, type SensorClassOptions, type SensorFunctionOptions } from '../telemetry/sensors/sensor-options.js';
import type { TopicSubscription } from '../telemetry/topic-subscriptions.js';
import type { TopicTemplates } from '../telemetry/topics.js';
import type { HealthOptions } from './health/health-options.js';
import { BUILT_IN } from './built-in-commands.js';
import type { BrokerConfiguration, NodeConfiguration } from './configuration.js';
import type { Platform } from './platform.js';

const SOURCE = 'new SensorNode()';
const SENSORS = "sensors: [{ name: 'air', io: Sensor, interval: 60000, isAlarm }]";

/** What a node is wired to, and its configuration. */
export interface SensorNodeOptions {
  /** The serial port to the module, `{ io: Serial, … }`. */
  readonly serial: SerialSpecifier;
  /** By which everything in the node waits. */
  readonly time: Time;
  /** What is measured, at least one: docs/sensors.md. */
  readonly sensors: readonly (SensorClassOptions | SensorFunctionOptions)[];
  /** What makes this node this one. Throws `invalid-argument` where it breaks a bound. */
  readonly configuration: NodeConfiguration;
  /** Another class than {@link Modem}, or options for it. */
  readonly modem?: Omit<ModemOptions, 'serial' | 'time' | 'onChanged'> & { readonly io?: typeof Modem };
  /** The connection slot for {@link MQTTClient}, or another class, with properties of its own. */
  readonly mqtt?: { readonly io?: MqttClientClass; readonly slot?: number; readonly [property: string]: unknown };
  /** How readings, and what else the node says, become bytes: JSON by default, or `cbor` from `cellnode/cbor`. */
  readonly encoding?: EncodingMaker;
  /** Where readings wait; 8 kB of RAM by default. It stays its maker's, to be closed after the node. */
  readonly outbox?: Outbox;
  /** Where samples wait that are alarms by a sensor's `isAlarm`; 2 kB of RAM by default where there is one. It, too, stays its maker's. */
  readonly alarms?: AlarmOptions;
  /** Templates of the node's topics; docs/topics.md. */
  readonly topics?: TopicTemplates;
  /** What a program subscribes to besides the commands: at most 7, templates and wildcards may be in their topics. */
  readonly subscriptions?: readonly TopicSubscription[];
  /** What the node does when it is told to, besides `interval`, `sample`, `status` and `restart`; docs/remote-commands.md. */
  readonly commands?: Commands;
  /**
   * Where the node remembers the `id` of the last commands that it has run, so that one that is repeated after a restart does not
   * act again: a text of up to 1100 characters. Only in RAM where it is left out.
   */
  readonly commandMemory?: HostMemory;
  /** What the node tells of itself, and how often; nothing by default, as it costs air time. docs/health.md. */
  readonly health?: HealthOptions;
  /**
   * Collects garbage before it returns: `cellnode/collect` on Moddable. The node calls it after samples, when the line is quiet and nothing
   * is asked, at most each 5 seconds; without it the heap collects when it is full, whatever goes on then.
   */
  collect?(): void;
  /**
   * As whom the node comes to its broker, asked before each connection: for tokens that are signed and expire. In the place of `user`,
   * `password` and `clientId` of the configuration; docs/security.md.
   */
  readonly credentials?: CredentialsSource;
  /** What the broker belongs to, such as `thingsBoard({ token })`; docs/platforms.md. A plain broker where absent. */
  readonly platform?: Platform;
  /** From 0 up to, not including, 1: spreads the attempts of a fleet to connect. */
  random(): number;
  /** Is told what comes about; what it throws is ignored. */
  readonly onProgress?: ProgressListener;
}

/** Throws `invalid-argument`, which names what is missing, misspelt or of another type. What configures it is checked elsewhere. */
export function checkNodeOptions(options: SensorNodeOptions): void {
  refuseFormerOptions(options);
  refuseUnknownOptions(options, optionNames(), '', SOURCE);
  const { serial, time, sensors, modem, mqtt, encoding, outbox, alarms, random, onProgress } = options;
  checkMethods('serial', serial, ['io'], '{ io: Serial, … }', SOURCE);
  checkTime(time, SOURCE);
  checkSensors(sensors, SOURCE);
  checkMethods('random', { random }, ['random'], 'a function, such as Math.random', SOURCE);
  checkCallback('onProgress', onProgress, SOURCE);
  checkCallback('encoding', encoding, SOURCE);
  checkCallback('collect', options.collect, SOURCE);
  if (modem !== undefined) checkModem(modem);
  if (mqtt !== undefined) checkMqtt(mqtt, modem?.dialect ?? defaultDialect);
  if (outbox !== undefined) checkOutbox('outbox', outbox);
  if (alarms !== undefined) checkAlarms(alarms);
  if (options.credentials !== undefined) checkCredentials(options);
  checkHostMemory('commandMemory', options.commandMemory, SOURCE);
  if (options.platform !== undefined) checkMethods('platform', options.platform, ['open'], 'one such as thingsBoard({ token })', SOURCE);
  if (options.commands !== undefined) checkCommands(options.commands, BUILT_IN);
}

/** What release 0.1.0 knew: the error says what is written now. */
function refuseFormerOptions(options: object): void {
  if (typeof options !== 'object' || options === null) return;
  const { sensor, alarms } = options as { readonly sensor?: unknown; readonly alarms?: { readonly isAlarm?: unknown } };
  if (sensor !== undefined) throw invalidArgument('sensor', `is now ${SENSORS}`, SOURCE);
  if (alarms?.isAlarm !== undefined) throw invalidArgument('alarms.isAlarm', `is now each sensor's: ${SENSORS}`, SOURCE);
}

/** Made when it is needed: a constant would take its room for good. */
function optionNames(): readonly (keyof SensorNodeOptions)[] {
  const own = ['encoding', 'topics', 'subscriptions', 'commands', 'commandMemory', 'credentials', 'health', 'platform', 'collect'] as const;
  return ['serial', 'time', 'sensors', 'configuration', 'modem', 'mqtt', 'outbox', 'alarms', 'random', 'onProgress', ...own];
}

/** Options of another class are its own. */
function checkModem(modem: NonNullable<SensorNodeOptions['modem']>): void {
  checkObject('modem', modem, SOURCE);
  if (modem.dialect !== undefined) checkDialect('modem.dialect', modem.dialect, SOURCE);
  checkRecoveryOptions(modem.recovery);
  if (modem.io === undefined || modem.io === Modem) refuseUnknownOptions(modem, ['io', ...modemOptionNames()], 'modem.', SOURCE);
  else checkMethods('modem.io', modem, ['io'], 'a class', SOURCE);
}

function checkMqtt(mqtt: NonNullable<SensorNodeOptions['mqtt']>, { slots }: Dialect): void {
  checkObject('mqtt', mqtt, SOURCE);
  if (mqtt.io !== undefined && mqtt.io !== MQTTClient) return checkMethods('mqtt.io', mqtt, ['io'], 'a class', SOURCE);
  refuseUnknownOptions(mqtt, ['io', 'slot'], 'mqtt.', SOURCE);
  if (mqtt.slot !== undefined) checkSlot('mqtt.slot', mqtt.slot, slots);
}

function checkAlarms(alarms: AlarmOptions): void {
  refuseUnknownOptions(alarms, ['outbox'], 'alarms.', SOURCE);
  checkOutbox('alarms.outbox', alarms.outbox);
}

function checkOutbox(argument: string, outbox: Outbox): void {
  checkMethods(argument, outbox, ['append', 'peek', 'acknowledge'], 'an Outbox, such as new JournalOutbox({ … })', SOURCE);
}

/** Who is said twice is said wrongly once. */
function checkCredentials({ credentials, configuration }: SensorNodeOptions): void {
  checkCallback('credentials', credentials, SOURCE);
  const broker: Partial<BrokerConfiguration> = configuration?.broker ?? {};
  const names = ['user', 'password', 'clientId'] as const;
  for (let index = 0; index < names.length; index += 1) {
    if (broker[names[index]] === undefined) continue;
    throw invalidArgument(`configuration.broker.${names[index]}`, 'is for credentials() to give', SOURCE);
  }
}

/** With its defaults in place. Throws `invalid-argument`. */
export function checkedTopicOptions(options: OwnTopicOptions, nodeQoS: QoS): Required<OwnTopicOptions> {
  const source = 'docs/topics.md';
  refuseUnknownOptions(options, ['QoS', 'retain', 'priority'], '', source);
  const { QoS = nodeQoS, retain = false, priority = 'normal' } = options;
  checkChoice('QoS', QoS, [0, 1, 2], source);
  checkBoolean('retain', retain, source);
  checkChoice('priority', priority, ['normal', 'alarm'], source);
  return { QoS, retain, priority };
}
