import { utf8Bytes, type Encoding } from '../../encodings/toolkit.js';
import type { PlatformNode, PlatformParts } from '../../firmware/platform.js';
import type { Clock } from '../../ports/clock.js';
import type { Answer } from '../../telemetry/commands/answer.js';
import type { Credentials } from '../../telemetry/credentials.js';
import type { StatusMessage } from '../../telemetry/status-message.js';
import type { TopicSubscription } from '../../telemetry/topic-subscriptions.js';
import type { Topics } from '../../telemetry/topics.js';
import { checkLimits, type Limits } from './limits.js';
import { find, outcomeText, PlatformCommands, textOf, valueAt, wrapped, type OutcomeListener } from './platform-commands.js';
import { PlatformMessages } from './platform-messages.js';
import { fill } from './text-template.js';

/** How the topics of answers end, on the platforms whose filters match these, too. */
const REPLY = '_reply';
const OPENING_BRACKET = 0x5b;
const BLANK = 0x20;

/** A topic, and what is published on it: templates of {@link fill}. */
export interface MessageForm {
  readonly topic: string;
  readonly text: string;
}

/** One kind of message that comes. */
export interface IncomingForm {
  /** To subscribe to. */
  readonly filter: string;
  /**
   * `set`: properties that stay in force; `call`: a command; `obey`: an object of commands, as on a plain broker; `desired`: all that is
   * wanted, as was asked for, where nobody awaits an answer.
   */
  readonly kind: 'set' | 'call' | 'obey' | 'desired';
  /** Where several kinds come by one topic: what the property `method` is. */
  readonly method?: string;
  /** The way to the properties, or to a command's parameters; of a list on it, its first element. */
  readonly path: readonly string[];
  /** Whether each property is an object with the `value`. */
  readonly isWrapped?: boolean;
  /** The way to the command's name; where absent, it is the level that the filter has `+` for. */
  readonly name?: readonly string[];
  /**
   * The answer. `<topic>` and `<last>` are the topic that has come and its last level, `<id>` and `<name>` the request's identifier and
   * the command's name as JSON, `<code>` one of {@link PlatformShape.codes}, `<status>` the same in words as JSON, `<data>` an object of
   * what has come of it, `<now>` UTC in milliseconds.
   */
  readonly answer?: MessageForm;
}

/** What is in force, as the platform is told it: `<values>` are members of a JSON object, `<now>` as in an answer. */
export interface ReportForm extends MessageForm {
  /** Whether each is an object with the `value`. */
  readonly isWrapped?: boolean;
}

/** All in which one platform differs from another one, as data. */
export interface PlatformShape {
  readonly limits: Limits;
  readonly topics: Topics;
  readonly encoding?: Encoding;
  /** What is said first on each connection: the question for what is wanted. `<names>` are the commands' as a list in JSON. */
  readonly birth: MessageForm;
  readonly incoming: readonly IncomingForm[];
  readonly report?: ReportForm;
  /** The property that is a request's identifier. */
  readonly id?: string;
  /** Whether all was well, and where it was not. */
  readonly codes?: readonly [done: number, failed: number];
}

/** A platform that is told by its shape. */
export class ShapedPlatform implements PlatformParts {
  readonly topics: Topics;
  readonly encoding: Encoding | undefined;
  readonly birth: StatusMessage;
  readonly subscriptions: readonly TopicSubscription[];
  readonly source: PlatformMessages;
  readonly credentials: (clock: Clock) => Credentials | undefined;
  readonly #shape: PlatformShape;
  readonly #node: PlatformNode;
  readonly #commands: PlatformCommands;

  constructor(shape: PlatformShape, node: PlatformNode, credentials: (clock: Clock) => Credentials | undefined) {
    const { limits, topics, encoding, birth, incoming } = shape;
    checkLimits(limits, node);
    this.#shape = shape;
    this.#node = node;
    this.topics = topics;
    this.encoding = encoding;
    this.credentials = credentials;
    this.source = new PlatformMessages(node);
    this.#commands = new PlatformCommands(node);
    const names = JSON.stringify(['interval'].concat(node.commandNames));
    this.birth = { topic: birth.topic, payload: utf8Bytes(fill(birth.text, { names })), retain: false };
    const { QoS } = this.source;
    const filters = incoming.map(({ filter }) => filter).filter((filter, index, all) => all.indexOf(filter) === index);
    this.subscriptions = filters.map((topic) => ({ topic, QoS, onMessage: (payload, name) => this.#hear(topic, payload, name) }));
  }

  answer(answer: Answer): void {
    this.#commands.answer(answer);
  }

  /** Of no use where the clock is not known. */
  get #now(): string {
    return String(Math.floor(this.#node.clock.now() ?? 0));
  }

  #hear(filter: string, payload: Uint8Array, topic: string): void {
    const { incoming } = this.#shape;
    for (let index = 0; index < incoming.length; index += 1) {
      const form = incoming[index];
      const { method } = form;
      if (form.filter !== filter || (method !== undefined && textOf(payload, 'method') !== method)) continue;
      this.#take(form, payload, topic);
    }
  }

  #take(form: IncomingForm, payload: Uint8Array, topic: string): void {
    const { kind, path, name: way, isWrapped } = form;
    const start = follow(payload, path);
    if (kind === 'call') {
      const name = way === undefined ? levelFor(form.filter, topic) : nameAt(payload, way);
      if (name === '' || name.indexOf(REPLY) >= 0) return;
      this.#commands.run(name, parameterAt(payload, start), this.#answering(form, payload, topic, name));
    } else if (kind === 'desired') this.#commands.bring(payload, start, (answers) => this.#report(answers), isWrapped);
    else if (kind === 'obey') this.#commands.obey(payload, start, this.#answering(form, payload, topic, ''));
    else if (start >= 0) this.#commands.set(payload, start, this.#answering(form, payload, topic, ''));
  }

  #answering({ kind, answer }: IncomingForm, payload: Uint8Array, topic: string, name: string): OutcomeListener {
    const { id, codes = [0, 1] } = this.#shape;
    const last = topic.substring(topic.lastIndexOf('/') + 1);
    const asked = { topic, last, name: JSON.stringify(name), id: JSON.stringify(id === undefined ? '' : textOf(payload, id)) };
    return (outcome) => {
      const { answers, error, reason = '' } = outcome;
      const status = JSON.stringify(error === undefined ? 'success' : `${error} ${reason}`);
      const data = kind === 'set' && error === undefined ? '{}' : outcomeText(outcome);
      const values = { ...asked, data, status, code: String(codes[error === undefined ? 0 : 1]), now: this.#now };
      if (answer !== undefined) this.source.publish(fill(answer.topic, values), fill(answer.text, values));
      if (kind === 'set' && answers !== '') this.#report(answers);
    };
  }

  #report(values: string): void {
    const { report } = this.#shape;
    if (report === undefined) return;
    const { topic, text, isWrapped = false } = report;
    this.source.publish(topic, fill(text, { values: isWrapped ? wrapped(values) : values, now: this.#now }));
  }
}

/** Where this way through objects ends; -1 where it does not go there. */
function follow(bytes: Uint8Array, path: readonly string[]): number {
  let at = 0;
  for (let index = 0; index < path.length && at >= 0; index += 1) {
    at = find(bytes, path[index], at);
    while (at >= 0 && bytes[at] === BLANK) at += 1;
    if (at >= 0 && bytes[at] === OPENING_BRACKET) at += 1;
  }
  return at;
}

function nameAt(bytes: Uint8Array, way: readonly string[]): string {
  const last = way.length - 1;
  const start = follow(bytes, way.slice(0, last));
  return start < 0 ? '' : textOf(bytes, way[last], start);
}

/** A command with the one parameter `value` has this value; another one has all of them. */
function parameterAt(bytes: Uint8Array, start: number): Uint8Array {
  const value = start < 0 ? -1 : find(bytes, 'value', start);
  return valueAt(bytes, value < 0 ? start : value);
}

/** The level of the topic that is `+` in the filter. */
function levelFor(filter: string, topic: string): string {
  return topic.split('/')[filter.split('/').indexOf('+')];
}
