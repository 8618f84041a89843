import { validateArguments } from '../at/command-writer.js';
import { invalidArgument, type CellularError } from '../at/errors.js';
import type { Text } from '../at/field.js';
import { refuseUnknownOptions } from '../at/known-options.js';
import { utf8Length } from '../at/utf8.js';
import { mqttOpen, mqttUser } from '../fibocom/mqtt.js';
import { connectSettings, type ConnectOptions } from '../modem/connect-options.js';
import type { QoS } from '../telemetry/mqtt-client-class.js';
import { TOPIC_SUFFIX_LENGTH } from '../telemetry/topics.js';

const SOURCE = 'configuration';
/** What {@link NodeConfiguration} and {@link BrokerConfiguration} know. */
const PROPERTIES = ['nodeId', 'topicPrefix', 'interval', 'QoS', 'network', 'broker'] as const;
const BROKER_PROPERTIES = ['host', 'port', 'tls', 'user', 'password', 'clientId', 'keepAlive', 'clean'] as const;
const SLOT = 1;
const TLS = 2;
const TOPIC_LIMIT = 255;
const NODE_ID_LIMIT = 64;
const SHORTEST_INTERVAL = 1000;
const LONGEST_INTERVAL = 86400000;
const LONGEST_KEEP_ALIVE = 300000;
const MQTT_PORT = 1883;
const MQTT_TLS_PORT = 8883;

/** What makes a sensor node this one. Durations are milliseconds, as everywhere in ECMA-419. */
export interface NodeConfiguration {
  /** Last but one level of the node's topics: 1 to 64 bytes, no `/`, `+`, `#` and `"`. */
  readonly nodeId: string;
  /** The levels before: no `+`, `#` and `"`, no `/` at its ends; together with the node id a topic has at most 255 bytes. */
  readonly topicPrefix?: string;
  /** Between two samples: 1,000 to 86,400,000, a minute by default. */
  readonly interval?: number;
  /** Of all that is published and subscribed; 1 by default. What each means for a reading is said at `Outbox`. */
  readonly QoS?: QoS;
  /** APN, PIN, time servers and, for TLS, certificates: what `Modem.connect` takes. */
  readonly network?: ConnectOptions;
  readonly broker: BrokerConfiguration;
}

export interface BrokerConfiguration {
  /** 1 to 255 bytes. */
  readonly host: string;
  /** 1 to 65535; 1883 by default, 8883 with TLS. */
  readonly port?: number;
  /** Wants `network.tls`. False by default. */
  readonly tls?: boolean;
  readonly user?: string;
  readonly password?: Text;
  /** The node id by default. */
  readonly clientId?: string;
  /** Whole seconds up to 300,000; 60,000 by default, below the 2.5 minutes after which networks forget idle connections. */
  readonly keepAlive?: number;
  /** Whether the broker forgets the session with the connection. False by default: commands wait for the node. */
  readonly clean?: boolean;
}

/** A checked configuration with its defaults in place. */
export interface NodeSettings {
  readonly nodeId: string;
  readonly topicPrefix: string;
  readonly interval: number;
  readonly QoS: QoS;
  readonly network: ConnectOptions;
  readonly broker: BrokerSettings;
}

export interface BrokerSettings {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  readonly user: string | undefined;
  readonly password: Text | undefined;
  readonly clientId: string;
  readonly keepAlive: number;
  readonly clean: boolean;
}

/** Throws `invalid-argument`, which names the property and its bound. */
export function nodeSettings(configuration: NodeConfiguration): NodeSettings {
  if (typeof configuration !== 'object' || configuration === null) throw refused('configuration', 'must be an object');
  refuseUnknownOptions(configuration, PROPERTIES, '', SOURCE);
  const { nodeId, topicPrefix = 'cellnode', interval = 60000, QoS = 1, network = {} } = configuration;
  checkTopicLevels('nodeId', nodeId, NODE_ID_LIMIT);
  if (nodeId.indexOf('/') >= 0) throw refused('nodeId', 'must not hold /');
  checkTopicLevels('topicPrefix', topicPrefix, TOPIC_LIMIT - TOPIC_SUFFIX_LENGTH - 1 - utf8Length(nodeId));
  if (topicPrefix.charAt(0) === '/' || topicPrefix.charAt(topicPrefix.length - 1) === '/') {
    throw refused('topicPrefix', 'must not start or end with /');
  }
  if (topicPrefix.charAt(0) === '$') throw refused('topicPrefix', 'must not start with $ (MQTT 3.1.1 §4.7.2)');
  checkWholeNumber('interval', interval, SHORTEST_INTERVAL, LONGEST_INTERVAL);
  if (QoS !== 0 && QoS !== 1 && QoS !== 2) throw refused('QoS', 'must be 0, 1 or 2');
  connectSettings(network);
  const broker = brokerSettings(configuration.broker, nodeId);
  if (broker.tls && network.tls === undefined) throw refused('network.tls', 'is required with broker.tls');
  return { nodeId, topicPrefix, interval, QoS, network, broker };
}

function brokerSettings(configuration: BrokerConfiguration, nodeId: string): BrokerSettings {
  if (typeof configuration !== 'object' || configuration === null) throw refused('broker', 'must be an object');
  refuseUnknownOptions(configuration, BROKER_PROPERTIES, 'broker.', SOURCE);
  const { host, tls = false, user, password, clientId = nodeId, keepAlive = 60000, clean = false } = configuration;
  checkBoolean('broker.tls', tls);
  checkBoolean('broker.clean', clean);
  const port = configuration.port ?? (tls ? MQTT_TLS_PORT : MQTT_PORT);
  checkWholeNumber('broker.keepAlive', keepAlive, 0, LONGEST_KEEP_ALIVE);
  if (keepAlive % 1000 !== 0) throw refused('broker.keepAlive', 'must be whole seconds');
  if (clientId === '') throw refused('broker.clientId', 'must not be empty');
  if (password !== undefined && user === undefined) throw refused('broker.user', 'is required with password (MQTT §3.1.2.9)');
  validateArguments(mqttOpen, [SLOT, host, port, clean ? 1 : 0, keepAlive / 1000, tls ? TLS : 0]);
  validateArguments(mqttUser, [SLOT, user ?? '', password ?? '', clientId]);
  return { host, port, tls, user, password, clientId, keepAlive, clean };
}

function checkTopicLevels(argument: string, value: unknown, limit: number): void {
  if (typeof value !== 'string') throw refused(argument, 'must be a string');
  const length = utf8Length(value);
  if (length < 1 || length > limit) throw refused(argument, `must be 1 to ${limit} bytes long, is ${length}`);
  for (let index = 0; index < value.length; index += 1) {
    const code = value.charCodeAt(index);
    if (code < 0x20 || code === 0x7f) throw refused(argument, 'must not hold control characters');
  }
  if (value.indexOf('+') >= 0 || value.indexOf('#') >= 0) throw refused(argument, 'must not hold the wildcards + and #');
  if (value.indexOf('"') >= 0) throw refused(argument, 'must not hold a double quote');
}

function checkWholeNumber(argument: string, value: unknown, minimum: number, maximum: number): void {
  if (typeof value === 'number' && value >= minimum && value <= maximum && value === Math.floor(value)) return;
  throw refused(argument, `must be a whole number from ${minimum} to ${maximum}`);
}

function checkBoolean(argument: string, value: unknown): void {
  if (typeof value !== 'boolean') throw refused(argument, 'must be true or false');
}

function refused(argument: string, bound: string): CellularError {
  return invalidArgument(argument, bound, SOURCE);
}
