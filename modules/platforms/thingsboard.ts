/** `cellnode/platforms/thingsboard`: a node as a device of a ThingsBoard server. */
import { utf8Bytes, utf8Write, type Reading } from '../encodings/toolkit.js';
import { refuseUnknownOptions, writeDecimal } from '../firmware/platform-toolkit.js';
import type { Platform, PlatformNode, PlatformParts } from '../firmware/platform.js';
import type { Answer } from '../telemetry/commands/answer.js';
import type { Credentials } from '../telemetry/credentials.js';
import type { StatusMessage } from '../telemetry/status-message.js';
import type { TopicSubscription } from '../telemetry/topic-subscriptions.js';
import type { Topics } from '../telemetry/topics.js';
import { FlatEncoding } from './parts/flat-encoding.js';
import { checkLimits, checkText } from './parts/limits.js';
import { find, outcomeText, PlatformCommands, textOf, valueAt } from './parts/platform-commands.js';
import { PlatformMessages } from './parts/platform-messages.js';

const SOURCE = 'docs/platforms/thingsboard.md';
const TELEMETRY = 'v1/devices/me/telemetry';
const ATTRIBUTES = 'v1/devices/me/attributes';
const REQUESTED = `${ATTRIBUTES}/response/`;
const RPC = 'v1/devices/me/rpc/request/';
const LONGEST_TOKEN = 32;
const QUOTE = 0x22;
const CLOSING_BRACE = 0x7d;

/** As whom a node comes, and what it says of itself. */
export interface ThingsBoardOptions {
  /**
   * The device's access token, 1 to 32 characters. Without one, the node comes with `user` and `password` of `configuration.broker` (MQTT
   * Basic), or with the certificate in `configuration.network.tls` (X.509).
   */
  readonly token?: string;
  /** Client attributes that are sent once in each start: the version of your program, where it stands. */
  readonly attributes?: Readonly<Record<string, string | number | boolean>>;
  /** Lets a customer claim the device with `secretKey`, for so many milliseconds from the start on; the server's default where left out. */
  readonly claim?: { readonly secretKey?: string; readonly durationMs?: number };
}

/**
 * Readings as telemetry with their dates, shared attributes and server-side RPC as commands. Throws `invalid-argument`, by name and
 * without the token.
 */
export function thingsBoard(options: ThingsBoardOptions = {}): Platform {
  refuseUnknownOptions(options, ['token', 'attributes', 'claim'], 'thingsBoard.', SOURCE);
  if (options.token !== undefined) checkText('token', options.token, LONGEST_TOKEN);
  return { name: 'thingsBoard', open: (node) => new ThingsBoard(options, node) };
}

class ThingsBoard implements PlatformParts {
  readonly topics: Topics = {
    readings: TELEMETRY,
    backlog: TELEMETRY,
    alarms: TELEMETRY,
    health: TELEMETRY,
    status: ATTRIBUTES,
    command: `${RPC}+`,
    response: 'v1/devices/me/rpc/response/+',
  };
  readonly encoding = new ThingsBoardEncoding();
  /** Shared attributes that have changed while a node was away are not told it: it asks. */
  readonly birth: StatusMessage;
  readonly subscriptions: readonly TopicSubscription[];
  readonly source: PlatformMessages;
  readonly #options: ThingsBoardOptions;
  readonly #commands: PlatformCommands;
  readonly credentials: PlatformParts['credentials'];
  #isAnnounced = false;

  constructor(options: ThingsBoardOptions, node: PlatformNode) {
    const { token } = options;
    checkLimits({ name: 'ThingsBoard' }, node);
    this.#options = options;
    this.source = new PlatformMessages(node);
    this.#commands = new PlatformCommands(node);
    const { QoS } = this.source;
    const sharedKeys = ['interval', ...node.commandNames].join(',');
    this.birth = { topic: `${ATTRIBUTES}/request/1`, payload: utf8Bytes(JSON.stringify({ sharedKeys })), retain: false };
    if (token !== undefined) this.credentials = (): Credentials => ({ user: token });
    this.subscriptions = [
      { topic: `${RPC}+`, QoS, onMessage: (payload, topic) => this.#call(payload, topic.substring(RPC.length)) },
      { topic: ATTRIBUTES, QoS, onMessage: (payload) => this.#bring(payload, 0) },
      { topic: `${REQUESTED}+`, QoS, onMessage: (payload) => this.#bring(payload, find(payload, 'shared')) },
    ];
  }

  ready(): void {
    if (this.#isAnnounced) return;
    this.#isAnnounced = true;
    const { attributes, claim } = this.#options;
    if (attributes !== undefined) this.source.publish(ATTRIBUTES, JSON.stringify(attributes));
    if (claim !== undefined) this.source.publish('v1/devices/me/claim', JSON.stringify(claim));
  }

  answer(answer: Answer): void {
    this.#commands.answer(answer);
  }

  #call(payload: Uint8Array, id: string): void {
    const method = textOf(payload, 'method');
    this.#commands.run(method, valueAt(payload, find(payload, 'params')), (outcome) => {
      this.source.publish(`v1/devices/me/rpc/response/${id}`, outcomeText(outcome));
    });
  }

  /** What is in force is a client attribute of the same name. */
  #bring(payload: Uint8Array, start: number): void {
    this.#commands.bring(payload, start, (answers) => this.source.publish(ATTRIBUTES, `{${answers}}`));
  }
}

/** `{"ts":1767225600000,"values":{"room_thermometer_temperature":21.5}}`. Without a date the server gives it its own. */
class ThingsBoardEncoding extends FlatEncoding {
  readonly name = 'ThingsBoard';

  constructor() {
    super({ room: 512 });
  }

  protected writeHead({ time }: Reading, target: Uint8Array, offset: number): number {
    if (time === undefined) return utf8Write('{', target, offset);
    return utf8Write(',"values":{', target, writeDecimal(time, target, utf8Write('{"ts":', target, offset)));
  }

  /** What is known of a reading without a date, by which it can be put right. */
  protected writeTail(reading: Reading, target: Uint8Array, offset: number): number {
    let end = this.#add('uncertainty', reading.uncertainty, target, offset);
    end = this.#add('age', reading.age, target, end);
    end = this.#add('boot', reading.boot, target, end);
    end = this.#add('uptime', reading.uptime, target, end);
    end = this.#add('after', reading.after, target, end);
    if (reading.isRefused) end = this.#add('refused', reading.sequence, target, end);
    target[end++] = CLOSING_BRACE;
    if (reading.time !== undefined) target[end++] = CLOSING_BRACE;
    return end;
  }

  #add(name: string, value: number | undefined, target: Uint8Array, offset: number): number {
    if (value === undefined) return offset;
    let end = this.separate(target, offset);
    target[end++] = QUOTE;
    end = utf8Write(name, target, end);
    target[end++] = QUOTE;
    target[end++] = 0x3a;
    return writeDecimal(value, target, end);
  }
}
