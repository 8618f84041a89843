import type { Encoding } from './encoding.js';
import type { ObjectPieces, PropertyPlace } from './object-pieces.js';
import { checkDepth, checkRoom, isWritten, represented, unwritable } from './values.js';

/** What a message is written with. */
export type MessageEncoding = Pick<Encoding, 'name' | 'write' | 'pieces'>;

type Properties = Readonly<Record<string, unknown>>;

/** An object of which properties are still to be written. */
interface OpenObject {
  readonly object: Properties;
  readonly names: string[];
  readonly path: string;
  /** Of the names, those that are in their order. */
  sorted: number;
  /** Properties that its head says it has; below 0 before it is written. */
  count: number;
  /** Of the names, those that were looked at. */
  taken: number;
  written: number;
}

/**
 * Writes an object as a message, a property at each {@link step}: a message of some dozens of properties written at once would be a turn in
 * which a receive FIFO overruns. With an encoding that has no pieces all is written in one step.
 */
export class MessageWriter implements PropertyPlace {
  readonly #encoding: MessageEncoding;
  readonly #target: Uint8Array;
  /** Of the message that is under way. */
  #pieces: ObjectPieces | undefined = undefined;
  #object: object | undefined = undefined;
  #open: OpenObject[] = [];
  #end = 0;
  name = '';
  path = '';
  depth = 0;
  index = 0;

  constructor(encoding: MessageEncoding, target: Uint8Array) {
    this.#encoding = encoding;
    this.#target = target;
  }

  /** Whether there is more to write. */
  get isUnderWay(): boolean {
    return this.#object !== undefined || this.#open.length > 0;
  }

  /** Bytes from the beginning of the target on that were written. */
  get length(): number {
    return this.#end;
  }

  /** What was under way is forgotten. The object must not change until all is written. */
  begin(object: object): void {
    this.abandon();
    this.#object = object;
    this.#pieces = this.#encoding.pieces;
    this.#end = 0;
  }

  abandon(): void {
    this.#object = undefined;
    this.#pieces = undefined;
    this.#open = [];
  }

  /** Writes a next piece. Throws `invalid-argument` for what cannot be written, and for a message that does not fit; then it is over. */
  step(): void {
    try {
      this.#step();
      if (this.isUnderWay) return;
      this.#pieces = undefined;
      checkRoom(this.#encoding.name, this.#target, 0, this.#end);
    } catch (error) {
      this.abandon();
      throw error;
    }
  }

  #step(): void {
    const pieces = this.#pieces;
    const object = this.#object;
    if (object === undefined) return this.#proceed(pieces as ObjectPieces, this.#open[this.#open.length - 1]);
    this.#object = undefined;
    if (pieces === undefined) this.#end = this.#encoding.write(object, this.#target, 0);
    else this.#enter(pieces, represented(object, '') as Properties, '');
  }

  #enter(pieces: ObjectPieces, object: Properties, path: string): void {
    checkDepth(this.#open.length + 1);
    const names = Object.keys(object);
    const open = { object, names, path, sorted: pieces.precedes === undefined ? names.length : 1, count: -1, taken: 0, written: 0 };
    this.#open.push(open);
    if (open.sorted >= names.length) this.#writeHead(pieces, open);
  }

  /** Among those before it: mostly it is behind them already. */
  #insertNext(pieces: ObjectPieces, { names, sorted }: OpenObject): void {
    const name = names[sorted];
    let place = sorted;
    while (place > 0 && pieces.precedes?.(name, names[place - 1]) === true) {
      names[place] = names[place - 1];
      place -= 1;
    }
    names[place] = name;
  }

  #writeHead(pieces: ObjectPieces, open: OpenObject): void {
    open.count = countWritten(open.object, open.names);
    this.depth = this.#open.length - 1;
    this.#end = pieces.open(open.count, this, this.#target, this.#end);
  }

  #proceed(pieces: ObjectPieces, open: OpenObject): void {
    if (open.count < 0) {
      this.#insertNext(pieces, open);
      open.sorted += 1;
      if (open.sorted === open.names.length) this.#writeHead(pieces, open);
      return;
    }
    this.depth = this.#open.length;
    this.path = open.path;
    this.index = open.written;
    while (open.taken < open.names.length) {
      const name = open.names[open.taken];
      const value = represented(open.object[name], name);
      open.taken += 1;
      if (!isWritten(value)) continue;
      open.written += 1;
      this.name = name;
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
        const path = open.path + name;
        return this.#enter(pieces, value as Properties, path === '' ? path : `${path}/`);
      }
      this.#end = pieces.property(value, this, this.#target, this.#end);
      return;
    }
    this.#open.pop();
    // Its head says before how many it has: of an object that changes meanwhile no message would come.
    if (open.written !== open.count) throw unwritable('must not change while it is written');
    this.depth = this.#open.length;
    this.#end = pieces.close(this, this.#target, this.#end);
  }
}

function countWritten(object: Properties, names: readonly string[]): number {
  let count = 0;
  for (let index = 0; index < names.length; index += 1) if (isWritten(represented(object[names[index]], names[index]))) count += 1;
  return count;
}
