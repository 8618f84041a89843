import { commandName } from '../at/command-name.js';
import { commandLength, validateArguments } from '../at/send/writer.js';
import type { Request } from '../at/dialogue/exchange.js';
import type { AnyValues } from '../at/field.js';
import { SlicedBuffer } from '../at/send/sliced-buffer.js';
import { Slices } from '../at/send/slices.js';
import { bytesOf, type ByteBuffer, textBytes } from '../base/byte-buffer.js';
import { checkBoolean, checkCallback, checkMethods, checkNumber, checkObject, checkString, checkWholeNumber } from '../base/checks.js';
import { IS_DEVELOPMENT } from '../base/development.js';
import { type CellularError, invalidArgument } from '../base/errors.js';
import { refuseMisspeltOptions } from '../base/misspelt-options.js';
import type { Broker, BrokerWill, LoginLimits } from '../cellular/dialect/mqtt.js';
import type { Link } from '../modem/link.js';
import type { ControlMessage, ReadableOptions, Will } from '../ports/mqtt-client.js';
import { checkLogin } from './login-limits.js';
import { LARGEST_WINDOW } from './publish-window.js';
import { refuseWildcards, TopicCache } from './topic-cache.js';

const SECONDS = 1000;
/** The modules' example value: with no keep-alive a dead connection would stay open for ever. */
const DEFAULT_KEEP_ALIVE = 60 * SECONDS;
const DEFAULT_CAPACITY = 1024;

/**
 * Constructor options of a client whose callbacks have `C` as `this`: ECMA-419 §25, with the modem's `link` in the place of
 * `socket` and `dns`.
 */
export interface MQTTClientOptionsFor<C> {
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
  /**
   * Bytes of the longest user, password and client identifier that this firmware of the module is known to keep: a longer one is refused
   * before a byte is sent. Where absent, all that the command takes is sent, and what is longer than documented is read back where the
   * module can tell it: docs/platforms.md.
   */
  readonly loginLimits?: Partial<LoginLimits>;
  /** Whether broker and module forget the session (§5.4). Default true. */
  readonly clean?: boolean;
  /**
   * Milliseconds, rounded up to seconds, at most 300 s; 0 switches it off (§5.1), where the module knows 0: an L610 refuses to
   * open such a connection, and `onError` says so. Default 60 s, where the standard has 0.
   */
  readonly keepAlive?: number;
  /** The spelling that Moddable's `mqtt/js` uses. */
  readonly keepalive?: number;
  /** Published by the broker when the connection dies (§5.3). */
  readonly will?: Will;
  /** Where arriving messages wait to be read, topics included; bounds the largest. Default 1024 bytes. */
  readonly receiveBuffer?: Uint8Array;
  /** Bytes of the largest payload that can be published, at most 4096. Default 1024. */
  readonly publishCapacity?: number;
  /**
   * Messages that are published before the broker's word on the first of them must have come: 1 to 256, default 1. Above 1 at
   * most 32 are in flight at once, and what the network's round trip costs is shared by the whole window.
   *
   * It is off by default because the module's completions carry no identifier: PUBACK and PUBCOMP come, in order, only when all
   * messages of a window have succeeded. After a single failure, or a completion that is missing, all of them are to be sent
   * again on the next connection, and the broker may have most of them already: expect duplicates.
   */
  readonly publishWindow?: number;
  /** Bytes are all that the client knows; anything else is refused. */
  readonly format?: 'buffer';
  /** Opaque to the client, whose property it becomes (ECMA-419 §8). */
  readonly target?: unknown;
  /** A message is there as a whole, so that `more` is always false: `read` it. The next one is held back until then. */
  onReadable?(this: C, count: number, options: Required<ReadableOptions>): void;
  /** `count` bytes of topic and payload may be written. */
  onWritable?(this: C, count: number): void;
  /** The connection is open (CONNACK), or what was written has its answer (PUBACK, PUBCOMP, SUBACK, UNSUBACK). */
  onControl?(this: C, message: ControlMessage): void;
  /** The connection was refused or lost, or has ended after DISCONNECT; only `close` is legal now. */
  onError?(this: C, error: CellularError): void;
  /** A message was dropped: larger than the receive buffer, or pushed while it was full. `count` is the total so far. */
  onDropped?(this: C, count: number): void;
}

/** The constructor's callbacks. */
export type Callbacks<C> = Pick<MQTTClientOptionsFor<C>, 'onReadable' | 'onWritable' | 'onControl' | 'onError' | 'onDropped'>;

/** What the constructor has made of its options. */
export interface Settings extends Broker {
  readonly link: Link;
  readonly receiveBuffer: Uint8Array | SlicedBuffer;
  readonly publishBuffer: SlicedBuffer;
  readonly publishWindow: number;
}

/**
 * Checks everything before anything is claimed or sent, and reads each option once (ECMA-419 Annex A). Throws
 * `invalid-argument` naming argument, bound and section.
 *
 * What goes deep is called from here, where the frame is small: clients are made in callbacks, with much on the stack already.
 */
export function settingsFrom(options: MQTTClientOptionsFor<never>): Settings {
  // Typed callers cannot leave these out; programs written against the standard can.
  checkObject('options', options, 'ECMA-419 §8');
  const { link, will } = options;
  if (IS_DEVELOPMENT) refuseMisspelt(options, will);
  checkMethods('link', link, ['claimSlot'], 'the modem', 'ECMA-419 §25');
  const settings = settingsWith(options, link, will === undefined || will === null ? undefined : willFrom(will, link));
  checkLogin(link.mqtt.loginLimits, options.loginLimits, settings, '');
  const commands = link.mqtt.opening(link.mqtt.anySlot, settings);
  for (let index = 0; index < commands.length; index += 1) checkRequest(commands[index], settings);
  return settings;
}

function settingsWith(options: MQTTClientOptionsFor<never>, link: Link, will: BrokerWill | undefined): Settings {
  const { format, receiveBuffer, publishCapacity = DEFAULT_CAPACITY, publishWindow = 1 } = options;
  if (format !== undefined && format !== 'buffer') {
    throw invalidArgument('format', 'must be "buffer"', 'ECMA-419 §25');
  }
  checkWholeNumber('publishCapacity', publishCapacity, 1, link.mqtt.payloadLimit, 'docs/facts.md#payload-limits');
  checkWholeNumber('publishWindow', publishWindow, 1, LARGEST_WINDOW, 'docs/facts.md#publish');
  if (receiveBuffer !== undefined && (!(receiveBuffer instanceof Uint8Array) || receiveBuffer.length < 1)) {
    throw invalidArgument('receiveBuffer', 'must be a Uint8Array that is not empty', 'docs/facts.md#fetched-messages');
  }
  // One memory for both.
  const slices = new Slices(publishCapacity + (receiveBuffer === undefined ? DEFAULT_CAPACITY : 0));
  const isTls = options.tls ?? false;
  checkBoolean('tls', isTls, '§4.2.2');
  const keepAlive = options.keepAlive ?? options.keepalive ?? DEFAULT_KEEP_ALIVE;
  checkNumber('keepAlive', keepAlive, 0, link.mqtt.longestKeepAlive * SECONDS, '§5.1; docs/facts.md#keep-alive', ' milliseconds');
  return {
    link,
    host: textFrom(options.host, 'host'),
    port: portFrom(options.port, isTls),
    isTls,
    id: textFrom(options.id ?? '', 'id') || undefined,
    user: textFrom(options.user ?? '', 'user'),
    password: passwordFrom(options.password),
    isClean: !!(options.clean ?? true),
    keepAlive: Math.ceil(keepAlive / SECONDS),
    will,
    receiveBuffer: receiveBuffer ?? new SlicedBuffer(DEFAULT_CAPACITY, slices, publishCapacity),
    publishBuffer: new SlicedBuffer(publishCapacity, slices),
    publishWindow,
  };
}

function refuseMisspelt(options: MQTTClientOptionsFor<never>, will: Will | null | undefined): void {
  const who = ['id', 'user', 'password', 'loginLimits', 'clean', 'keepAlive', 'keepalive', 'will'];
  const sizes = ['receiveBuffer', 'publishCapacity', 'publishWindow', 'format', 'target'];
  const callbacks = ['onReadable', 'onWritable', 'onControl', 'onError', 'onDropped'];
  refuseMisspeltOptions(options, ['link', 'slot', 'host', 'port', 'tls', ...who, ...sizes, ...callbacks], 'new MQTTClient()');
  if (typeof will === 'object' && will !== null) refuseMisspeltOptions(will, ['topic', 'message', 'QoS', 'retain'], 'new MQTTClient(), will');
}

/** What the SDK's `mqtt/js` has from a URL are digits. */
function portFrom(port: unknown, isTls: boolean): number {
  if (port === undefined || port === null) return isTls ? 8883 : 1883;
  return typeof port === 'number' || typeof port === 'string' ? Number(port) : NaN;
}

/** Refuses at once what could only be refused when its turn to be sent comes. */
function checkRequest({ command, values }: Request, settings: Settings): void {
  validateArguments(command, values);
  const { transmitCapacity } = settings.link;
  const length = commandLength(command, values);
  if (length <= transmitCapacity) return;
  const bound = `take ${length} bytes in ${commandName(command)}, the modem's transmitCapacity is ${transmitCapacity}`;
  throw invalidArgument(longIn(values, settings), bound, command.source, commandName(command));
}

/** Which options make a command long. */
function longIn(values: AnyValues, { password, host }: Broker): string {
  if (values.indexOf(password) >= 0) return 'user, password and id';
  return values.indexOf(host) >= 0 ? 'host' : 'will';
}

/** The callbacks as they are now: whatever becomes of the options object later, they stay. Throws `invalid-argument`. */
export function callbacksFrom<C>(options: MQTTClientOptionsFor<C>): Callbacks<C> {
  const { onReadable, onWritable, onControl, onError, onDropped } = options;
  checkCallback('onReadable', onReadable, 'ECMA-419 §8');
  checkCallback('onWritable', onWritable, 'ECMA-419 §8');
  checkCallback('onControl', onControl, 'ECMA-419 §8');
  checkCallback('onError', onError, 'ECMA-419 §8');
  checkCallback('onDropped', onDropped, 'ECMA-419 §8');
  return {
    onReadable: onReadable ?? undefined,
    onWritable: onWritable ?? undefined,
    onControl: onControl ?? undefined,
    onError: onError ?? undefined,
    onDropped: onDropped ?? undefined,
  };
}

function textFrom(text: string, argument: string): string {
  checkString(argument, text, 'ECMA-419 §25');
  return text;
}

/** Bytes are copied, here as in the will: they are sent in a later turn, and a caller may wipe its own at once. */
function passwordFrom(password: string | ByteBuffer | undefined): string | Uint8Array {
  if (password === undefined || password === null) return '';
  return typeof password === 'string' ? password : new Uint8Array(bytesOf(password, 'password'));
}

function willFrom(will: Will, link: Link): BrokerWill {
  const topic = new TopicCache().bytes(will.topic, 'will.topic');
  refuseWildcards(topic, 'will.topic');
  const message = new Uint8Array(textBytes(will.message ?? '', 'will.message'));
  const qos = will.QoS ?? 0;
  const retain = will.retain ? 1 : 0;
  const { payloadLimit } = link.mqtt;
  if (message.length > payloadLimit) {
    const bound = `must be at most ${payloadLimit} bytes long, is ${message.length}`;
    throw invalidArgument('will.message', bound, 'docs/facts.md#payload-limits');
  }
  return { topic, message, qos, retain };
}
