import { invalidArgument } from '../at/errors.js';
import { validateArguments } from '../at/command-writer.js';
import type { CellularError } from '../at/errors.js';
import { mqttOpen, mqttUser, mqttWillLength, PAYLOAD_LIMIT } from '../fibocom/mqtt.js';
import type { Link } from '../modem/link.js';
import { bytesOf, type ByteBuffer, textBytes } from './byte-buffer.js';
import type { MQTTClient } from './mqtt-client.js';
import { refuseWildcards, TopicCache } from './topic-cache.js';

const SECONDS = 1000;
/** The modules' example value: with no keep-alive a dead connection would stay open for ever. */
const DEFAULT_KEEP_ALIVE = 60 * SECONDS;
const DEFAULT_CAPACITY = 1024;

export interface Will {
  readonly topic: string;
  readonly message: string | ByteBuffer;
  readonly QoS?: number;
  readonly retain?: boolean;
}

/** `onReadable`'s second argument. One object serves all messages: take from it what is to be kept. */
export interface ReadableOptions {
  topic: string;
  QoS: number;
  /** Bytes of the whole message. */
  byteLength: number;
  /** Always false: a message is announced when it is there as a whole. */
  more: boolean;
}

/** `onControl`'s argument. One object serves all: take from it what is to be kept. */
export interface ControlMessage {
  operation: number;
  id: number | undefined;
  /** SUBACK: for each topic the granted QoS, or 128 where it was refused. */
  payload: readonly number[] | undefined;
}

/**
 * Constructor options of {@link MQTTClient}: ECMA-419 §25, with the modem's `link` in the place of `socket` and `dns`.
 */
export interface MQTTClientOptions {
  /** The modem, or another {@link Link}. */
  readonly link: Link;
  /** The module's connection slot, 1 or 2; the first free one where absent. */
  readonly slot?: number;
  /** Name or address of the broker, 1–255 bytes. */
  readonly host: string;
  /** Default 1883, or 8883 with TLS. */
  readonly port?: number;
  /** Connects with TLS, as the modem was provisioned for it (§4.2). Default false. */
  readonly tls?: boolean;
  /** MQTT client identifier. Empty or absent: the module takes its IMEI. Documented up to 23 bytes. */
  readonly id?: string;
  /** Documented up to 128 bytes. */
  readonly user?: string;
  /** Documented up to 128 bytes. Never in a trace, a log or an error. */
  readonly password?: string | ByteBuffer;
  /** Whether broker and module forget the session (§5.4). Default true. */
  readonly clean?: boolean;
  /** Milliseconds, rounded up to seconds, at most 300 s; 0 switches it off (§5.1). Default 60 s, where the standard has 0. */
  readonly keepAlive?: number;
  /** The spelling that Moddable's `mqtt/js` uses. */
  readonly keepalive?: number;
  /** Published by the broker when the connection dies (§5.3). */
  readonly will?: Will;
  /** Where arriving messages wait to be read, topics included; bounds the largest. Default 1024 bytes. */
  readonly receiveBuffer?: Uint8Array;
  /** Bytes of the largest payload that can be published, at most 4096. Default 1024. */
  readonly publishCapacity?: number;
  readonly format?: 'buffer';
  readonly target?: unknown;
  /** A message is there: `read` it. The next one is held back until then. */
  onReadable?(this: MQTTClient, count: number, options: ReadableOptions): void;
  /** `count` bytes of topic and payload may be written. */
  onWritable?(this: MQTTClient, count: number): void;
  onControl?(this: MQTTClient, message: ControlMessage): void;
  /** The connection was refused or lost, or has ended after DISCONNECT; only `close` is legal now. */
  onError?(this: MQTTClient, error: CellularError): void;
  /** A message was dropped: larger than the receive buffer, or pushed while it was full. `count` is the total so far. */
  onDropped?(this: MQTTClient, count: number): void;
}

/** What the constructor has made of its options. */
export interface Settings {
  readonly host: string;
  readonly port: number;
  readonly isTls: boolean;
  readonly id: string | undefined;
  readonly user: string;
  readonly password: string | Uint8Array;
  readonly isClean: boolean;
  /** Seconds. */
  readonly keepAlive: number;
  readonly will: WillSettings | undefined;
  readonly receiveBuffer: Uint8Array;
  readonly publishCapacity: number;
}

export interface WillSettings {
  readonly topic: Uint8Array;
  readonly message: Uint8Array;
  readonly qos: number;
  readonly retain: number;
}

/** Checks everything before anything is claimed or sent. Throws `invalid-argument` naming argument, bound and section. */
export function settingsFrom(options: MQTTClientOptions): Settings {
  // Typed callers cannot leave these out; programs written against the standard can.
  if (options === undefined || options === null) throw invalidArgument('options', 'are required', 'ECMA-419 §8');
  if (options.link === undefined) throw invalidArgument('link', 'must be the modem', 'ECMA-419 §25');
  if (options.format !== undefined && options.format !== 'buffer') {
    throw invalidArgument('format', 'must be "buffer"', 'ECMA-419 §25');
  }
  const isTls = options.tls === true;
  const milliseconds = options.keepAlive ?? options.keepalive ?? DEFAULT_KEEP_ALIVE;
  const settings: Settings = {
    host: options.host,
    port: options.port ?? (isTls ? 8883 : 1883),
    isTls,
    id: options.id === undefined || options.id === '' ? undefined : options.id,
    user: options.user ?? '',
    password: passwordFrom(options.password),
    isClean: options.clean !== false,
    keepAlive: Math.ceil(milliseconds / SECONDS),
    will: options.will === undefined || options.will === null ? undefined : willFrom(options.will),
    receiveBuffer: options.receiveBuffer ?? new Uint8Array(DEFAULT_CAPACITY),
    publishCapacity: options.publishCapacity ?? DEFAULT_CAPACITY,
  };
  if (!(settings.keepAlive >= 0 && settings.keepAlive <= 300)) {
    throw invalidArgument('keepAlive', 'must be 0 to 300000 milliseconds', '§5.1; facts: MQTT');
  }
  if (!(settings.publishCapacity >= 1 && settings.publishCapacity <= PAYLOAD_LIMIT)) {
    throw invalidArgument('publishCapacity', `must be 1 to ${PAYLOAD_LIMIT}`, 'facts: MQTT');
  }
  if (!(settings.receiveBuffer instanceof Uint8Array) || settings.receiveBuffer.length < 1) {
    throw invalidArgument('receiveBuffer', 'must be a Uint8Array that is not empty', 'facts: MQTT');
  }
  validateArguments(mqttUser, userValues(1, settings));
  validateArguments(mqttOpen, openValues(1, settings));
  return settings;
}

/** The arguments of `AT+MQTTUSER` in `slot`. */
export function userValues(slot: number, settings: Settings): [number, string, string | Uint8Array, string | undefined] {
  return [slot, settings.user, settings.password, settings.id];
}

/** The arguments of `AT+MQTTOPEN` in `slot`. */
export function openValues(slot: number, settings: Settings): [number, string, number, number, number, number | undefined] {
  return [slot, settings.host, settings.port, settings.isClean ? 1 : 0, settings.keepAlive, settings.isTls ? 2 : undefined];
}

function passwordFrom(password: string | ByteBuffer | undefined): string | Uint8Array {
  if (password === undefined || password === null) return '';
  return typeof password === 'string' ? password : bytesOf(password, 'password');
}

function willFrom(will: Will): WillSettings {
  const topic = new TopicCache().bytes(will.topic);
  refuseWildcards(topic);
  const message = textBytes(will.message, 'will.message');
  const qos = will.QoS ?? 0;
  const retain = will.retain === true ? 1 : 0;
  // The length form's bounds are the wider ones; an empty will goes in quotes.
  validateArguments(mqttWillLength, [1, topic, qos, retain, Math.max(1, message.length)]);
  return { topic, message, qos, retain };
}
