import { COLON } from './ascii.js';
import type { Command, Urc } from './command.js';
import { utf8Length, utf8Write } from './utf8.js';

/** A power of two well above the number of names, so that most buckets hold one name. */
const BUCKETS = 64;
/** No name of a table is longer. */
const NAME_LIMIT = 24;

/** Rows by which lines are recognised. */
export interface LineTable {
  readonly commands: readonly Command[];
  readonly urcs: readonly Urc[];
}

/**
 * Finds the name that a line begins with. It is hashed once and then compared whole: no name is found by a substring, and a
 * line that names nothing costs no more than one that does. The names stand in one array, as an array each would cost an
 * ESP32 three kilobytes.
 */
export class LineNames {
  readonly #names: string[] = [];
  readonly #urcs: (Urc | undefined)[] = [];
  readonly #bytes: Uint8Array;
  /** Name `i` is at bytes `#offsets[i]` to `#offsets[i + 1]`. */
  readonly #offsets: Uint16Array;
  /** For each bucket the index of its first name, and for each name the next of the same bucket; -1 ends a chain. */
  readonly #first = new Int8Array(BUCKETS).fill(-1);
  readonly #next: Int8Array;
  /** Of what {@link find} was asked for last. */
  #bucket = 0;

  constructor(table: LineTable) {
    for (const urc of table.urcs) {
      this.#names.push(urc.name);
      this.#urcs.push(urc);
    }
    for (const { reply } of table.commands) {
      if (reply?.prefix === undefined || this.#names.indexOf(reply.prefix) >= 0) continue;
      this.#names.push(reply.prefix);
      this.#urcs.push(undefined);
    }
    let length = 0;
    for (const name of this.#names) length += utf8Length(name);
    this.#bytes = new Uint8Array(length);
    this.#offsets = new Uint16Array(this.#names.length + 1);
    this.#next = new Int8Array(this.#names.length).fill(-1);
    for (let index = 0; index < this.#names.length; index += 1) {
      const start = this.#offsets[index];
      const end = utf8Write(this.#names[index], this.#bytes, start);
      this.#offsets[index + 1] = end;
      this.find(this.#bytes, -1, start, end);
      this.#next[index] = this.#first[this.#bucket];
      this.#first[this.#bucket] = index;
    }
  }

  /** Index of the name that the line from `start` to `end` has before its colon, or is as a whole; -1 where it is none. */
  find(bytes: Uint8Array, mask: number, start: number, end: number): number {
    const last = Math.min(end, start + NAME_LIMIT + 1);
    let position = start;
    let hash = 0;
    while (position < last) {
      const byte = bytes[position & mask];
      if (byte === COLON) break;
      hash = (hash * 31 + byte) & 0xffff;
      position += 1;
    }
    this.#bucket = hash & (BUCKETS - 1);
    let index = this.#first[this.#bucket];
    while (index >= 0 && !this.#isAt(index, bytes, mask, start, position)) index = this.#next[index];
    return index;
  }

  /** Bytes of the name. */
  length(index: number): number {
    return this.#offsets[index + 1] - this.#offsets[index];
  }

  name(index: number): string | undefined {
    return index < 0 ? undefined : this.#names[index];
  }

  urc(index: number): Urc | undefined {
    return index < 0 ? undefined : this.#urcs[index];
  }

  #isAt(index: number, bytes: Uint8Array, mask: number, start: number, end: number): boolean {
    const names = this.#bytes;
    const offset = this.#offsets[index];
    const length = end - start;
    if (this.#offsets[index + 1] - offset !== length) return false;
    for (let at = 0; at < length; at += 1) if (names[offset + at] !== bytes[(start + at) & mask]) return false;
    return true;
  }
}

/** The end of a line's name: its colon, or the line's end where no colon comes soon enough for a name. */
export function nameEnd(bytes: Uint8Array, mask: number, start: number, end: number): number {
  const last = Math.min(end, start + NAME_LIMIT + 1);
  for (let position = start; position < last; position += 1) if (bytes[position & mask] === COLON) return position;
  return end;
}
