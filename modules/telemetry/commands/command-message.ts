import { JsonReader, type JsonProblem } from './json-reader.js';

const LONGEST_ID = 32;

/** What a sender tells its commands apart by. */
export type CommandId = string | number;

/**
 * A command as it comes: an object with the name of the command and its value, and an `id` where the sender wants one.
 *
 * ```json
 * {"valve":true,"id":"a7"}
 * ```
 *
 * The value is read in a second step, when it is known whose it is: which names it may hold is the command's.
 */
export class CommandMessage {
  readonly #bytes: Uint8Array;
  #name: string | undefined = undefined;
  #id: CommandId | undefined = undefined;
  #start = 0;
  #end = 0;
  #isMalformed = false;

  /** Reads it but for the value. Whatever the bytes are, it does not throw. */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    const reader = new JsonReader(bytes);
    reader.enter();
    for (let name = reader.property(true); name !== undefined; name = reader.property(false)) this.#take(name, reader);
    reader.isAtEnd();
    if (reader.problem !== undefined || this.#name === undefined) this.#isMalformed = true;
  }

  /** Not an object of one command and an `id`, which is 1 to 32 printable ASCII characters or a whole number, where there is one. */
  get isMalformed(): boolean {
    return this.#isMalformed;
  }

  /** Of the command. */
  get name(): string {
    return this.#name ?? '';
  }

  get id(): CommandId | undefined {
    return this.#id;
  }

  /** The value, whose objects may have these properties only; or what is wrong with it. */
  value(known: readonly string[]): { readonly value: unknown; readonly problem: JsonProblem | undefined; readonly unknown: string } {
    const reader = new JsonReader(this.#bytes, this.#start, this.#end);
    const value = reader.value(known);
    return { value, problem: reader.problem, unknown: reader.unknown };
  }

  #take(name: string, reader: JsonReader): void {
    if (name !== 'id') {
      if (this.#name !== undefined) this.#isMalformed = true;
      this.#name = name;
      this.#start = reader.position;
      reader.value(undefined);
      this.#end = reader.position;
      return;
    }
    const id = reader.value(undefined);
    if (this.#id !== undefined || !isCommandId(id)) this.#isMalformed = true;
    else this.#id = id;
  }
}

/** Whether it is 1 to 32 printable ASCII characters, or a whole number. */
export function isCommandId(value: unknown): value is CommandId {
  if (typeof value === 'number') return value >= 0 && value <= Number.MAX_SAFE_INTEGER && value === Math.floor(value);
  if (typeof value !== 'string' || value === '' || value.length > LONGEST_ID) return false;
  for (let index = 0; index < value.length; index += 1) {
    const code = value.charCodeAt(index);
    if (code < 0x20 || code > 0x7e) return false;
  }
  return true;
}
