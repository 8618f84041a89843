/** `cellnode/platforms/aliyun`: a node as a device of Alibaba Cloud's IoT Platform. */
import { utf8Bytes, utf8Write, type Reading } from '../encodings/toolkit.js';
import { refuseUnknownOptions, writeDecimal } from '../firmware/platform-toolkit.js';
import type { Platform, PlatformNode, PlatformParts } from '../firmware/platform.js';
import type { Digest } from '../ports/digest.js';
import type { Answer } from '../telemetry/commands/answer.js';
import type { Credentials } from '../telemetry/credentials.js';
import type { StatusMessage } from '../telemetry/status-message.js';
import type { TopicSubscription } from '../telemetry/topic-subscriptions.js';
import type { Topics } from '../telemetry/topics.js';
import { FlatEncoding } from './parts/flat-encoding.js';
import { checkLimits, checkText } from './parts/limits.js';
import { find, outcomeText, PlatformCommands, textOf, valueAt, type OutcomeListener } from './parts/platform-commands.js';
import { PlatformMessages } from './parts/platform-messages.js';
import { checkDigest, hmacHex } from './parts/signed.js';

const SOURCE = 'docs/platforms/aliyun.md';
const SHORTEST_KEEP_ALIVE = 30;
const REPLY = '_reply';
/** What stands between the id and the parameters of each request. */
const NO_ACKNOWLEDGEMENT = '","version":"1.0","sys":{"ack":0},"params":';

/** As which device a node comes: the three that the console shows. */
export interface AliyunOptions {
  /** Of the product. */
  readonly productKey: string;
  /** Within the product: 4 to 32 letters, digits and `-_@.:`. */
  readonly deviceName: string;
  /** Of the device. */
  readonly deviceSecret: string;
  /** The host's. */
  readonly digest: Digest;
  /** Names of values whose type in the thing model is int: all other whole numbers are written as `21.0`, which float and double want. */
  readonly integers?: readonly string[];
}

/**
 * Readings as properties of the thing model with their dates, wanted properties and services as commands. Throws `invalid-argument`, by
 * name and without the secret.
 */
export function aliyun(options: AliyunOptions): Platform {
  refuseUnknownOptions(options, ['productKey', 'deviceName', 'deviceSecret', 'digest', 'integers'], 'aliyun.', SOURCE);
  checkText('productKey', options.productKey, 32, 1, '');
  checkText('deviceName', options.deviceName, 32, 2, '-_@.:');
  checkText('deviceSecret', options.deviceSecret, 64);
  checkDigest(options.digest);
  return { name: 'aliyun', broker: { clean: false }, open: (node) => new Aliyun(options, node) };
}

/** What signs in. Without a timestamp no clock is needed. */
export function aliyunPassword({ digest, deviceSecret, deviceName, productKey }: AliyunOptions, id: string, timestamp = ''): string {
  const signed = `clientId${id}deviceName${deviceName}productKey${productKey}${timestamp === '' ? '' : `timestamp${timestamp}`}`;
  return hmacHex(digest, 'SHA256', utf8Bytes(deviceSecret), signed);
}

class Aliyun implements PlatformParts {
  readonly topics: Topics;
  readonly encoding: AliyunEncoding;
  readonly birth: StatusMessage;
  readonly subscriptions: readonly TopicSubscription[];
  readonly source: PlatformMessages;
  readonly #options: AliyunOptions;
  readonly #isTls: boolean;
  readonly #commands: PlatformCommands;

  constructor(options: AliyunOptions, node: PlatformNode) {
    checkLimits({ name: 'Aliyun', shortestKeepAlive: SHORTEST_KEEP_ALIVE, hasNoBatches: true }, node);
    this.#options = options;
    this.#isTls = node.settings.broker.tls;
    const base = `/sys/${options.productKey}/${options.deviceName}/thing/`;
    this.source = new PlatformMessages(node);
    this.#commands = new PlatformCommands(node);
    this.encoding = new AliyunEncoding(options.integers ?? []);
    const post = `${base}event/property/post`;
    const service = `${base}service/`;
    const desired = `${base}property/desired/get`;
    this.topics = {
      readings: post,
      backlog: post,
      alarms: post,
      status: post,
      health: `/${options.productKey}/${options.deviceName}/user/health`,
      command: `${service}+`,
      response: `${service}+${REPLY}`,
    };
    const wanted = JSON.stringify(['interval'].concat(node.commandNames));
    this.birth = { topic: desired, payload: utf8Bytes(request('property.desired.get', wanted)), retain: false };
    const { QoS } = this.source;
    this.subscriptions = [
      { topic: `${service}property/set`, QoS, onMessage: (payload, topic) => this.#set(payload, topic) },
      { topic: `${service}+`, QoS, onMessage: (payload, topic) => this.#call(payload, topic) },
      { topic: `${desired}${REPLY}`, QoS, onMessage: (payload) => this.#bring(payload) },
    ];
  }

  credentials(): Credentials {
    const { productKey, deviceName } = this.#options;
    const id = `${productKey}.${deviceName}`;
    const securemode = this.#isTls ? 2 : 3;
    return {
      clientId: `${id}|securemode=${securemode},signmethod=hmacsha256|`,
      user: `${deviceName}&${productKey}`,
      password: aliyunPassword(this.#options, id),
    };
  }

  answer(answer: Answer): void {
    this.#commands.answer(answer);
  }

  #set(payload: Uint8Array, topic: string): void {
    const params = find(payload, 'params');
    if (params >= 0) this.#commands.set(payload, params, this.#replying(payload, topic, true));
  }

  /** A service with the one parameter `value` is the command with this value; another one is the command with all of them. */
  #call(payload: Uint8Array, topic: string): void {
    const name = topic.substring(topic.lastIndexOf('/') + 1);
    if (name.indexOf(REPLY) >= 0) return;
    const params = find(payload, 'params');
    const value = params < 0 ? -1 : find(payload, 'value', params);
    const start = value < 0 ? params : value;
    this.#commands.run(name, valueAt(payload, start), this.#replying(payload, topic, false));
  }

  #replying(payload: Uint8Array, topic: string, isReported: boolean): OutcomeListener {
    const id = textOf(payload, 'id');
    return (outcome) => {
      const { answers, error } = outcome;
      const data = isReported && error === undefined ? '{}' : outcomeText(outcome);
      this.source.publish(`${topic}${REPLY}`, `{"id":${JSON.stringify(id)},"code":${error === undefined ? 200 : 400},"data":${data}}`);
      if (isReported && answers !== '') this.#report(answers);
    };
  }

  #bring(payload: Uint8Array): void {
    this.#commands.bring(payload, find(payload, 'data'), (answers) => this.#report(answers), true);
  }

  #report(answers: string): void {
    this.source.publish(this.topics.readings, request('event.property.post', `{${answers}}`));
  }
}

function request(method: string, params: string): string {
  return `{"id":"1${NO_ACKNOWLEDGEMENT}${params},"method":"thing.${method}"}`;
}

class AliyunEncoding extends FlatEncoding {
  readonly name = 'Aliyun';

  constructor(integers: readonly string[]) {
    super({ opening: '{"value":', integers, booleansAsNumbers: true, room: 768 });
  }

  protected writeHead({ sequence }: Reading, target: Uint8Array, offset: number): number {
    const end = writeDecimal(sequence, target, utf8Write('{"id":"', target, offset));
    return utf8Write(`${NO_ACKNOWLEDGEMENT}{`, target, end);
  }

  protected override closeValue({ time }: Reading, target: Uint8Array, offset: number): number {
    if (time === undefined) return utf8Write('}', target, offset);
    return utf8Write('}', target, writeDecimal(time, target, utf8Write(',"time":', target, offset)));
  }

  protected writeTail(_reading: Reading, target: Uint8Array, offset: number): number {
    return utf8Write('},"method":"thing.event.property.post"}', target, offset);
  }
}
