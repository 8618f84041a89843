import { unwritable, utf8Bytes } from '../../encodings/toolkit.js';
import { JsonReader, utf8Text } from '../../firmware/platform-toolkit.js';
import type { PlatformNode } from '../../firmware/platform.js';
import type { Answer } from '../../telemetry/commands/answer.js';
import { isSame } from './same-bytes.js';

/** Characters of the longest answer. */
const ANSWER_LIMIT = 600;
/** Properties of one message that are looked at. */
const PROPERTY_LIMIT = 16;

/** What has come of the commands of one message. */
export interface CommandOutcome {
  /** The answers by the names of their commands, as members of a JSON object: `"interval":60,"valve":true`. */
  readonly answers: string;
  /** Why the first one that was not obeyed was not: `bad-value`. `undefined` where all were. */
  readonly error: string | undefined;
  readonly reason: string | undefined;
}

export type OutcomeListener = (outcome: CommandOutcome) => void;

/** JSON of an outcome: the answers, or the error and its reason. */
export function outcomeText({ answers, error, reason }: CommandOutcome): string {
  return error === undefined ? `{${answers}}` : JSON.stringify({ error, reason });
}

interface Property {
  readonly name: string;
  /** JSON. */
  readonly value: Uint8Array;
}

/** Commands of one message, which are run one after the other. */
interface Call {
  readonly properties: Property[];
  readonly onEnd: OutcomeListener;
  readonly isState: boolean;
  /** Whether they are properties, which stay in force. */
  readonly isKept: boolean;
  answers: string;
  error: string | undefined;
  reason: string | undefined;
}

/**
 * Runs the node's commands for a platform. A method, or a property that is wanted, is the command of its name, and its parameter the
 * command's value.
 */
export class PlatformCommands {
  readonly #node: PlatformNode;
  /** Desired values that are in force, by their names: a platform says the same again with each connection. */
  readonly #names: string[] = [];
  readonly #values: Uint8Array[] = [];

  constructor(node: PlatformNode) {
    this.#node = node;
  }

  /** One command, whose value is this JSON. */
  run(name: string, value: Uint8Array, onEnd: OutcomeListener): void {
    this.#next(callOf([{ name, value: value.slice() }], false, false, onEnd));
  }

  /**
   * A state that is wanted: the object in `bytes` from `start` on, or none below 0. Its properties are commands. What the node has no
   * command for is somebody else's, and passed over; what is in force already is not obeyed again. `report` is given the answers of those
   * that were obeyed, as members of a JSON object, where there are any. `isWrapped`: each is an object with the `value`.
   */
  bring(bytes: Uint8Array, start: number, report: (answers: string) => void, isWrapped = false): void {
    const properties = start < 0 ? [] : this.#changed(propertiesIn(bytes, start, isWrapped));
    if (properties.length === 0) return;
    this.#next(callOf(properties, true, true, ({ answers }) => answers !== '' && report(answers)));
  }

  /** All commands that the object at `start` names. */
  obey(bytes: Uint8Array, start: number, onEnd: OutcomeListener): void {
    this.#next(callOf(propertiesIn(bytes, start), false, false, onEnd));
  }

  /** The same for a state whose answer is awaited, whatever becomes of it. */
  set(bytes: Uint8Array, start: number, onEnd: OutcomeListener): void {
    this.#next(callOf(propertiesIn(bytes, start), false, true, onEnd));
  }

  /** As the node tells it. */
  answer(answer: Answer): void {
    const call = answer.id as Call;
    const { name, value } = call.properties[0];
    const { error } = answer;
    if (error === undefined) {
      const text = JSON.stringify(answer[name]) as string | undefined;
      if (text === undefined || text.length > ANSWER_LIMIT) throw unwritable(`must be JSON of ${ANSWER_LIMIT} characters`);
      call.answers += `${call.answers === '' ? '' : ','}${JSON.stringify(name)}:${text}`;
      if (call.isKept) this.#keep(name, value);
    } else if (!call.isState || error !== 'unknown-command') {
      call.error ??= String(error);
      call.reason ??= answer.reason === undefined ? undefined : String(answer.reason);
    }
    call.properties.shift();
    this.#next(call);
  }

  #next(call: Call): void {
    const { properties, onEnd, answers, error, reason } = call;
    if (properties.length > 0) {
      const { name, value } = properties[0];
      const head = utf8Bytes(`{${JSON.stringify(name)}:`);
      const message = new Uint8Array(head.length + value.length + 1);
      message.set(head);
      message.set(value, head.length);
      message[message.length - 1] = 0x7d;
      return this.#node.command(message, call);
    }
    if (!call.isState || answers !== '' || error !== undefined) onEnd({ answers, error, reason });
  }

  #changed(properties: readonly Property[]): Property[] {
    return properties.filter(({ name, value }) => {
      const known = this.#names.indexOf(name);
      return known < 0 || !isSame(this.#values[known], value);
    });
  }

  #keep(name: string, value: Uint8Array): void {
    const known = this.#names.indexOf(name);
    if (known >= 0) this.#values[known] = value;
    else if (this.#names.length < PROPERTY_LIMIT) {
      this.#names.push(name);
      this.#values.push(value);
    }
  }
}

function callOf(properties: Property[], isState: boolean, isKept: boolean, onEnd: OutcomeListener): Call {
  return { properties, onEnd, isState, isKept, answers: '', error: undefined, reason: undefined };
}

/** Where the value of the property `name` begins in the object at `start`; -1 where there is none. */
export function find(bytes: Uint8Array, name: string, start = 0): number {
  const reader = new JsonReader(bytes, start);
  reader.enter();
  for (let found = reader.property(true); found !== undefined; found = reader.property(false)) {
    if (found === name) return reader.position;
    reader.value(undefined);
  }
  return -1;
}

/** The JSON of the value at `start`, in the same memory; null where there is none, below 0. */
export function valueAt(bytes: Uint8Array, start: number): Uint8Array {
  return start < 0 ? utf8Bytes('null') : bytes.subarray(start, behind(bytes, start));
}

/** Behind the value at `start`. */
function behind(bytes: Uint8Array, start: number): number {
  const reader = new JsonReader(bytes, start);
  reader.value(undefined);
  return reader.position;
}

/** The text that is the property `name`, or its number as text; empty where there is none. */
export function textOf(bytes: Uint8Array, name: string, start = 0): string {
  const at = find(bytes, name, start);
  if (at < 0) return '';
  const value = new JsonReader(bytes, at).value([]);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** Members of a JSON object, each of whose values becomes an object with this `value`. */
export function wrapped(members: string): string {
  const properties = propertiesIn(utf8Bytes(`{${members}}`), 0);
  return properties.map(({ name, value }) => `${JSON.stringify(name)}:{"value":${utf8Text(value, 0, value.length)}}`).join(',');
}

function propertiesIn(bytes: Uint8Array, start: number, isWrapped = false): Property[] {
  const properties: Property[] = [];
  const reader = new JsonReader(bytes, start);
  if (!reader.enter()) return properties;
  for (let name = reader.property(true); name !== undefined; name = reader.property(false)) {
    const begin = reader.position;
    reader.value(undefined);
    const at = isWrapped ? find(bytes, 'value', begin) : begin;
    if (at < 0) continue;
    const end = isWrapped ? behind(bytes, at) : reader.position;
    if (properties.length < PROPERTY_LIMIT) properties.push({ name, value: bytes.slice(at, end) });
  }
  return properties;
}
