/** `cellnode/platforms/aws`: a node as a thing of AWS IoT Core. */
import { utf8Bytes } from '../encodings/toolkit.js';
import { refuseUnknownOptions } from '../firmware/platform-toolkit.js';
import type { Platform, PlatformNode, PlatformParts } from '../firmware/platform.js';
import type { Answer } from '../telemetry/commands/answer.js';
import type { Credentials } from '../telemetry/credentials.js';
import type { StatusMessage } from '../telemetry/status-message.js';
import type { TopicSubscription } from '../telemetry/topic-subscriptions.js';
import { checkLimits, checkText } from './parts/limits.js';
import { find, outcomeText, PlatformCommands } from './parts/platform-commands.js';
import { PlatformMessages } from './parts/platform-messages.js';

const SOURCE = 'docs/platforms/aws.md';
const SHORTEST_KEEP_ALIVE = 30;

/** As which thing a node comes. It proves it by the certificate in `configuration.network.tls`. */
export interface AwsOptions {
  /** Also the client identifier, as policies by thing names want it: 1 to 128 letters, digits and `-_:`. */
  readonly thingName: string;
}

/**
 * Readings on the node's own topics, which a rule takes from there, and the desired state of the classic shadow as commands. Commands of
 * their own are taken on the node's command topic. Throws `invalid-argument`, by name.
 */
export function aws(options: AwsOptions): Platform {
  refuseUnknownOptions(options, ['thingName'], 'aws.', SOURCE);
  checkText('thingName', options.thingName, 128, 1, '-_:');
  return { name: 'aws', broker: { tls: true, clientId: options.thingName }, open: (node) => new Aws(options, node) };
}

class Aws implements PlatformParts {
  readonly birth: StatusMessage;
  readonly subscriptions: readonly TopicSubscription[];
  readonly source: PlatformMessages;
  readonly #options: AwsOptions;
  readonly #shadow: string;
  readonly #commands: PlatformCommands;

  constructor(options: AwsOptions, node: PlatformNode) {
    const { commandTopic, answerTopic } = node;
    checkLimits({ name: 'AWS', shortestKeepAlive: SHORTEST_KEEP_ALIVE, isTlsOnly: true }, node);
    this.#options = options;
    this.#shadow = `$aws/things/${options.thingName}/shadow/`;
    this.source = new PlatformMessages(node);
    this.#commands = new PlatformCommands(node);
    this.birth = { topic: `${this.#shadow}get`, payload: utf8Bytes('{}'), retain: false };
    const { QoS } = this.source;
    this.subscriptions = [
      { topic: commandTopic, QoS, onMessage: (payload) => this.#command(payload, answerTopic) },
      { topic: `${this.#shadow}update/delta`, QoS, onMessage: (payload) => this.#bring(payload, find(payload, 'state')) },
      { topic: `${this.#shadow}get/accepted`, QoS, onMessage: (payload) => this.#takeShadow(payload) },
    ];
  }

  credentials(): Credentials {
    return { clientId: this.#options.thingName };
  }

  answer(answer: Answer): void {
    this.#commands.answer(answer);
  }

  /** As on any broker: `{"valve":true}`. */
  #command(payload: Uint8Array, topic: string): void {
    this.#commands.obey(payload, 0, (outcome) => this.source.publish(topic, outcomeText(outcome)));
  }

  #takeShadow(payload: Uint8Array): void {
    const state = find(payload, 'state');
    if (state >= 0) this.#bring(payload, find(payload, 'desired', state));
  }

  #bring(payload: Uint8Array, start: number): void {
    this.#commands.bring(payload, start, (answers) => {
      this.source.publish(`${this.#shadow}update`, `{"state":{"reported":{${answers}}}}`);
    });
  }
}
