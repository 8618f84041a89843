/** `cellnode/platforms/azure`: a node as a device of an Azure IoT Hub. */
import { utf8Bytes } from '../encodings/toolkit.js';
import { refuseUnknownOptions } from '../firmware/platform-toolkit.js';
import type { Platform, PlatformNode, PlatformParts } from '../firmware/platform.js';
import type { Clock } from '../ports/clock.js';
import type { Digest } from '../ports/digest.js';
import type { Answer } from '../telemetry/commands/answer.js';
import type { Credentials } from '../telemetry/credentials.js';
import type { StatusMessage } from '../telemetry/status-message.js';
import type { TopicSubscription } from '../telemetry/topic-subscriptions.js';
import type { Topics } from '../telemetry/topics.js';
import { checkLimits, checkText } from './parts/limits.js';
import { find, outcomeText, PlatformCommands } from './parts/platform-commands.js';
import { PlatformMessages } from './parts/platform-messages.js';
import { checkDigest, hmacBase64, secondsOf } from './parts/signed.js';
import { base64Bytes, percent } from './parts/text-forms.js';

const SOURCE = 'docs/platforms/azure.md';
const METHODS = '$iothub/methods/POST/';
const TWIN = '$iothub/twin/';
/** Seconds for which a token holds. */
const LIFETIME = 3600;
/** The hub takes a longer keep-alive; the module does not. */
const KEEP_ALIVE = 300;

/** As whom a node comes. */
export interface AzureOptions {
  /** The device id: 1 to 128 letters, digits and `-.+%_#*?!(),:=@$'`. */
  readonly deviceId: string;
  /** The device's key, in Base64. Without one it comes with the certificate in `configuration.network.tls`. */
  readonly sharedAccessKey?: string;
  /** The host's: with a key. */
  readonly digest?: Digest;
  /** Seconds for which each token holds: 3600 by default. A minute before its end the node connects anew. */
  readonly lifetime?: number;
}

/**
 * Readings as device-to-cloud messages, desired properties of the twin and direct methods as commands. The hub is
 * `configuration.broker.host`. Throws `invalid-argument`, by name and without the key.
 */
export function azure(options: AzureOptions): Platform {
  refuseUnknownOptions(options, ['deviceId', 'sharedAccessKey', 'digest', 'lifetime'], 'azure.', SOURCE);
  const { deviceId, sharedAccessKey } = options;
  checkText('deviceId', deviceId, 128, 1, "-.+%_#*?!(),:=@$'");
  if (sharedAccessKey !== undefined) {
    base64Bytes('sharedAccessKey', sharedAccessKey);
    checkDigest(options.digest);
  }
  return { name: 'azure', broker: { tls: true, clientId: deviceId }, open: (node) => new Azure(options, node) };
}

/** What signs in: `expires` in seconds since 1970. */
export function azureToken(digest: Digest, host: string, deviceId: string, key: Uint8Array, expires: number): string {
  const resource = percent(`${host}/devices/${deviceId}`);
  const signature = percent(hmacBase64(digest, 'SHA256', key, `${resource}\n${expires}`));
  return `SharedAccessSignature sr=${resource}&sig=${signature}&se=${expires}`;
}

class Azure implements PlatformParts {
  readonly topics: Topics;
  readonly birth: StatusMessage = { topic: `${TWIN}GET/?$rid=twin`, payload: new Uint8Array(0), retain: false };
  readonly subscriptions: readonly TopicSubscription[];
  readonly source: PlatformMessages;
  readonly #options: AzureOptions;
  readonly #host: string;
  readonly #commands: PlatformCommands;

  constructor(options: AzureOptions, node: PlatformNode) {
    const { deviceId } = options;
    checkLimits({ name: 'Azure', longestKeepAlive: KEEP_ALIVE, isTlsOnly: true }, node);
    this.#options = options;
    this.#host = node.settings.broker.host;
    this.source = new PlatformMessages(node);
    this.#commands = new PlatformCommands(node);
    // Without these properties the hub's routes cannot look into a message.
    const events = `devices/${deviceId}/messages/events/$.ct=application%2Fjson&$.ce=utf-8`;
    const topics = { readings: events, backlog: events, alarms: events, health: events, status: events };
    this.topics = { ...topics, command: `${METHODS}#`, response: '$iothub/methods/res/200/' };
    const { QoS } = this.source;
    this.subscriptions = [
      { topic: `${METHODS}#`, QoS, onMessage: (payload, topic) => this.#call(payload, topic) },
      { topic: `${TWIN}res/#`, QoS, onMessage: (payload, topic) => this.#takeTwin(payload, topic) },
      { topic: `${TWIN}PATCH/properties/desired/#`, QoS, onMessage: (payload) => this.#bring(payload, 0) },
    ];
  }

  credentials(clock: Clock): Credentials | undefined {
    const { deviceId, sharedAccessKey, digest, lifetime = LIFETIME } = this.#options;
    const user = `${this.#host}/${deviceId}/?api-version=2021-04-12`;
    if (sharedAccessKey === undefined) return { clientId: deviceId, user };
    const now = secondsOf(clock);
    if (now === undefined) return undefined;
    const key = base64Bytes('sharedAccessKey', sharedAccessKey);
    const password = azureToken(checkDigest(digest), this.#host, deviceId, key, now + lifetime);
    return { clientId: deviceId, user, password, expires: (now + lifetime) * 1000 };
  }

  answer(answer: Answer): void {
    this.#commands.answer(answer);
  }

  /** `$iothub/methods/POST/{name}/?$rid={id}`. */
  #call(payload: Uint8Array, topic: string): void {
    const name = topic.substring(METHODS.length, topic.indexOf('/', METHODS.length));
    const id = topic.substring(topic.indexOf('?'));
    const value = payload.length === 0 ? utf8Bytes('null') : payload;
    this.#commands.run(name, value, (outcome) => {
      const { error } = outcome;
      const status = error === undefined ? 200 : error === 'unknown-command' ? 404 : 400;
      this.source.publish(`$iothub/methods/res/${status}/${id}`, outcomeText(outcome));
    });
  }

  /** The whole twin, which is asked for on each connection; what is reported is answered here, too. */
  #takeTwin(payload: Uint8Array, topic: string): void {
    if (topic.indexOf('$rid=twin') >= 0) this.#bring(payload, find(payload, 'desired'));
  }

  #bring(payload: Uint8Array, start: number): void {
    this.#commands.bring(payload, start, (answers) => {
      this.source.publish(`${TWIN}PATCH/properties/reported/?$rid=reported`, `{${answers}}`);
    });
  }
}
