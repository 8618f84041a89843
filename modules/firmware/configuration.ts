import { validateArguments } from '../at/send/writer.js';
import { invalidArgument, type CellularError } from '../base/errors.js';
import type { Text } from '../at/field.js';
import { checkBoolean, checkChoice, checkObject, checkWholeNumber, refuseUnknownOptions } from '../base/checks.js';
import { utf8Length } from '../base/utf8.js';
import type { Dialect } from '../cellular/dialect/dialect.js';
import type { LoginLimits, MqttDialect } from '../cellular/dialect/mqtt.js';
import { defaultDialect } from '../modem/default-dialect.js';
import { connectSettings, type ConnectOptions } from '../modem/connect-options.js';
import type { QoS } from '../ports/mqtt-client.js';
import { checkLogin } from '../mqtt/login-limits.js';
import { LARGEST_WINDOW } from '../mqtt/publish-window.js';
import { livenessInterval } from '../telemetry/liveness.js';
import { checkTopicText, TOPIC_LIMIT } from '../telemetry/topic-template.js';
import { TOPIC_SUFFIX_LENGTH } from '../telemetry/topics.js';
import { checkNodeId } from './node-id.js';

const SOURCE = 'configuration';
/** What {@link NodeConfiguration}, {@link BacklogConfiguration} and {@link BrokerConfiguration} know. */
const PROPERTIES = [
  'nodeId', 'topicPrefix', 'QoS', 'publishWindow', 'backlog', 'messageLimit', 'network', 'broker', 'dutyCycle',
] as const;
const BACKLOG_PROPERTIES = ['limit', 'pause'] as const;
const BROKER_PROPERTIES = [
  'host', 'port', 'tls', 'user', 'password', 'clientId', 'loginLimits', 'keepAlive', 'clean', 'liveness',
] as const;
const LONGEST_LIVENESS = 86400000;
const LONGEST_PAUSE = 3600000;
/** Bytes: a command with an identifier, at least. */
const SHORTEST_MESSAGE = 64;
const SHORTEST_KEEP_ALIVE = 1000;
const SHORTEST_LIVENESS = 10000;
const SHORTEST_CYCLE = 10000;
const LONGEST_PERIOD = 604800000;
const DEFAULT_CYCLE_LIMIT = 600000;
const LONGEST_CYCLE_LIMIT = 3600000;
const MQTT_PORT = 1883;
const MQTT_TLS_PORT = 8883;

/** What makes a sensor node this one. Durations are milliseconds, as everywhere in ECMA-419. */
export interface NodeConfiguration {
  /** Last but one level of the node's topics: 1 to 64 bytes, no `/`, `+`, `#` and `"`. */
  readonly nodeId: string;
  /** The levels before: no `+`, `#` and `"`, no `/` at its ends; together with the node id a topic has at most 255 bytes. */
  readonly topicPrefix?: string;
  /** Of all that is published and subscribed; 1 by default. What each means for a reading is said at `Outbox`. */
  readonly QoS?: QoS;
  /**
   * Readings and alarms that are published before the broker's word on the first of them must have come: 1 to 256, 1 by default.
   * With a QoS above 0, a window empties a full outbox many times faster where the round trip is long; after a failure all of it
   * is sent again, so expect duplicates (`MQTTClientOptions.publishWindow`). Batches of {@link backlog} go one at a time.
   */
  readonly publishWindow?: number;
  /**
   * Sends the newest reading alone and at once, and what has gathered besides in batches to the topic `backlog`. Absent, all
   * readings go one by one to the topic `readings`, in their order.
   */
  readonly backlog?: BacklogConfiguration;
  /**
   * Bytes of the longest message that is taken from the broker, commands included: 64 to 4096, 256 by default. The client's receive
   * buffer is 256 bytes larger. A longer one is not kept, and is told. A module that pushes messages (`Modem.receiveMode`) brings none
   * above what `modem.receiveCapacity` holds.
   */
  readonly messageLimit?: number;
  /** APN, PIN, time servers and, for TLS, certificates: what `Modem.connect` takes. */
  readonly network?: ConnectOptions;
  /** Where readings go, and where commands come from. */
  readonly broker: BrokerConfiguration;
  /** Connects from time to time only, and sleeps in between; readings wait in the outbox. Absent, it stays connected. */
  readonly dutyCycle?: DutyCycleConfiguration;
}

/** When the module sleeps between readings. */
export interface DutyCycleConfiguration {
  /** Between two connections: 10,000 to 604,800,000. */
  readonly period: number;
  /** That one connection may take in all: 10,000 to 3,600,000, ten minutes by default: registration alone can take seven. */
  readonly limit?: number;
}

/** How readings that had to wait are sent together. */
export interface BacklogConfiguration {
  /**
   * Bytes of the longest batch: at least what the longest reading takes, at most the module's limit of 4096; 1024 by default.
   * The client's `publishCapacity` and a buffer of the node have that size.
   */
  readonly limit?: number;
  /**
   * Milliseconds between two batches, in which the line is free for live readings: 0 to 3,600,000; 1,000 by default. With a
   * duty cycle it is 0.
   */
  readonly pause?: number;
}

/** Where the broker is, and as whom the node comes. */
export interface BrokerConfiguration {
  /** 1 to 255 bytes. */
  readonly host: string;
  /** 1 to 65535; 1883 by default, 8883 with TLS. */
  readonly port?: number;
  /** Wants `network.tls`. False by default. */
  readonly tls?: boolean;
  /** Documented up to 128 bytes; none by default. */
  readonly user?: string;
  /** Documented up to 128 bytes; none by default. Never in a trace, a log or an error. */
  readonly password?: Text;
  /** The node id by default. */
  readonly clientId?: string;
  /** What the module's firmware is known to keep of them; `MQTTClientOptions.loginLimits`. */
  readonly loginLimits?: Partial<LoginLimits>;
  /** Whole seconds, 1,000 to 300,000; 60,000 by default, below the 2.5 minutes after which networks forget idle connections. */
  readonly keepAlive?: number;
  /** Whether the broker forgets the session with the connection. False by default: commands wait for the node. */
  readonly clean?: boolean;
  /**
   * Without an acknowledgement of the broker for so long, one is asked for: 10,000 to 86,400,000, 0 never; one and a half
   * keep-alive intervals by default, a minute at least.
   */
  readonly liveness?: number;
}

/** A checked configuration with its defaults in place. */
export interface NodeSettings {
  /** {@link NodeConfiguration.nodeId} */
  readonly nodeId: string;
  /** {@link NodeConfiguration.topicPrefix} */
  readonly topicPrefix: string;
  /** {@link NodeConfiguration.QoS} */
  readonly QoS: QoS;
  /** {@link NodeConfiguration.publishWindow} */
  readonly publishWindow: number;
  /** {@link NodeConfiguration.backlog} */
  readonly backlog: Required<BacklogConfiguration> | undefined;
  /** {@link NodeConfiguration.messageLimit} */
  readonly messageLimit: number;
  /** {@link NodeConfiguration.network} */
  readonly network: ConnectOptions;
  /** {@link NodeConfiguration.broker} */
  readonly broker: BrokerSettings;
  /** {@link NodeConfiguration.dutyCycle} */
  readonly dutyCycle: { readonly period: number; readonly limit: number } | undefined;
}

/** The same of its broker. */
export interface BrokerSettings {
  /** {@link BrokerConfiguration.host} */
  readonly host: string;
  /** {@link BrokerConfiguration.port} */
  readonly port: number;
  /** {@link BrokerConfiguration.tls} */
  readonly tls: boolean;
  /** {@link BrokerConfiguration.user} */
  readonly user: string | undefined;
  /** {@link BrokerConfiguration.password} */
  readonly password: Text | undefined;
  /** {@link BrokerConfiguration.clientId} */
  readonly clientId: string;
  /** {@link BrokerConfiguration.loginLimits} */
  readonly loginLimits: Partial<LoginLimits> | undefined;
  /** {@link BrokerConfiguration.keepAlive} */
  readonly keepAlive: number;
  /** {@link BrokerConfiguration.clean} */
  readonly clean: boolean;
  /** {@link BrokerConfiguration.liveness} */
  readonly liveness: number;
}

/** Throws `invalid-argument`, which names the property and its bound. */
export function nodeSettings(configuration: NodeConfiguration, dialect: Dialect = defaultDialect): NodeSettings {
  checkObject('configuration', configuration, SOURCE);
  // What release 0.1.0 knew.
  if ((configuration as { readonly interval?: unknown }).interval !== undefined) {
    throw refused('interval', "is now each sensor's: sensors: [{ name: 'air', io: Sensor, interval: 60000 }]");
  }
  refuseUnknownOptions(configuration, PROPERTIES, '', SOURCE);
  const [mqtt] = dialect.mqtt;
  const own = ownSettings(configuration, mqtt.payloadLimit);
  const { network = {} } = configuration;
  checkObject('network', network, SOURCE);
  connectSettings(network, dialect);
  const broker = brokerSettings(configuration.broker, own.nodeId, mqtt);
  if (broker.tls && network.tls === undefined) throw refused('network.tls', 'is required with broker.tls');
  return { ...own, network, broker };
}

/** What is said neither to the network nor to the broker. */
function ownSettings(configuration: NodeConfiguration, payloadLimit: number): Omit<NodeSettings, 'network' | 'broker'> {
  const { nodeId, topicPrefix = 'cellnode', QoS = 1, publishWindow = 1, messageLimit = 256 } = configuration;
  checkNodeId(nodeId);
  checkTopicText('topicPrefix', topicPrefix, 1, TOPIC_LIMIT - TOPIC_SUFFIX_LENGTH - 1 - utf8Length(nodeId), SOURCE);
  if (topicPrefix.charAt(0) === '/' || topicPrefix.charAt(topicPrefix.length - 1) === '/') {
    throw refused('topicPrefix', 'must not start or end with /');
  }
  if (topicPrefix.charAt(0) === '$') throw refused('topicPrefix', 'must not start with $ (MQTT 3.1.1 §4.7.2)');
  checkChoice('QoS', QoS, [0, 1, 2], SOURCE);
  checkWholeNumber('publishWindow', publishWindow, 1, LARGEST_WINDOW, SOURCE);
  checkWholeNumber('messageLimit', messageLimit, SHORTEST_MESSAGE, payloadLimit, SOURCE);
  const backlog = backlogSettings(configuration.backlog, configuration.dutyCycle !== undefined, payloadLimit);
  const dutyCycle = dutyCycleOf(configuration.dutyCycle);
  return { nodeId, topicPrefix, QoS, publishWindow, backlog, messageLimit, dutyCycle };
}

function backlogSettings(
  configuration: BacklogConfiguration | undefined,
  hasDutyCycle: boolean,
  payloadLimit: number,
): Required<BacklogConfiguration> | undefined {
  if (configuration === undefined) return undefined;
  refuseUnknownOptions(configuration, BACKLOG_PROPERTIES, 'backlog.', SOURCE);
  const { limit = 1024, pause = hasDutyCycle ? 0 : 1000 } = configuration;
  checkWholeNumber('backlog.limit', limit, 1, payloadLimit, SOURCE);
  checkWholeNumber('backlog.pause', pause, 0, LONGEST_PAUSE, SOURCE);
  // To a duty cycle a pause looks like the end of what there is to publish.
  if (hasDutyCycle && pause > 0) throw refused('backlog.pause', 'must be 0 with dutyCycle');
  return { limit, pause };
}

function brokerSettings(configuration: BrokerConfiguration, nodeId: string, mqtt: MqttDialect): BrokerSettings {
  refuseUnknownOptions(configuration, BROKER_PROPERTIES, 'broker.', SOURCE);
  const { host, tls = false, user, password, clientId = nodeId, loginLimits, keepAlive = 60000, clean = false } = configuration;
  checkBoolean('broker.tls', tls, SOURCE);
  checkBoolean('broker.clean', clean, SOURCE);
  const { port = tls ? MQTT_TLS_PORT : MQTT_PORT, liveness = livenessInterval(keepAlive) } = configuration;
  checkWholeNumber('broker.keepAlive', keepAlive, SHORTEST_KEEP_ALIVE, mqtt.longestKeepAlive * 1000, SOURCE);
  if (keepAlive % 1000 !== 0) throw refused('broker.keepAlive', 'must be whole seconds');
  if (clientId === '') throw refused('broker.clientId', 'must not be empty');
  if (password !== undefined && user === undefined) throw refused('broker.user', 'is required with password (MQTT §3.1.2.9)');
  const who = { id: clientId, user: user === undefined ? '' : user, password: password === undefined ? '' : password, will: undefined };
  checkLogin(mqtt.loginLimits, loginLimits, who, 'broker.');
  const commands = mqtt.opening(mqtt.anySlot, { host, port, isTls: tls, isClean: clean, keepAlive: keepAlive / 1000, ...who });
  for (let index = 0; index < commands.length; index += 1) validateArguments(commands[index].command, commands[index].values);
  if (liveness !== 0) checkWholeNumber('broker.liveness', liveness, SHORTEST_LIVENESS, LONGEST_LIVENESS, SOURCE);
  return { host, port, tls, user, password, clientId, loginLimits, keepAlive, clean, liveness };
}

function dutyCycleOf(configuration: DutyCycleConfiguration | undefined): NodeSettings['dutyCycle'] {
  if (configuration === undefined) return undefined;
  refuseUnknownOptions(configuration, ['period', 'limit'], 'dutyCycle.', SOURCE);
  const { period, limit = DEFAULT_CYCLE_LIMIT } = configuration;
  checkWholeNumber('dutyCycle.period', period, SHORTEST_CYCLE, LONGEST_PERIOD, SOURCE);
  checkWholeNumber('dutyCycle.limit', limit, SHORTEST_CYCLE, LONGEST_CYCLE_LIMIT, SOURCE);
  return { period, limit };
}

function refused(argument: string, bound: string): CellularError {
  return invalidArgument(argument, bound, SOURCE);
}
