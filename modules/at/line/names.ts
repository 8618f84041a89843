import { COLON } from '../../base/ascii.js';
import { utf8Length, utf8Write } from '../../base/utf8.js';
import type { Command, Urc } from '../command.js';

/** A power of two well above the number of names, so that most buckets hold one name. */
const BUCKETS = 64;
/** No name of a table is longer. */
const NAME_LIMIT = 24;

/** Rows by which lines are recognised. */
export interface LineTable {
  /** Whose replies and completions are known. */
  readonly commands: readonly Command[];
  /** What may come unasked. */
  readonly urcs: readonly Urc[];
}

/** The names of a {@link LineTable}, made once. Nothing writes to it, so that one of a preloaded module lies in flash. */
export interface NameTable {
  /** Of URCs, and the prefixes of replies. */
  readonly names: readonly string[];
  /** The URC of each name that is one. */
  readonly urcs: readonly (Urc | undefined)[];
  /** Name `i` is at bytes `offsets[i]` to `offsets[i + 1]`: one array, as an array each would cost three kilobytes. */
  readonly bytes: Uint8Array;
  /** Where in {@link bytes} each name begins, and the last one ends. */
  readonly offsets: Uint16Array;
  /** For each bucket the index of its first name, and for each name the next of the same bucket; -1 ends a chain. */
  readonly first: Int8Array;
  /** The next name of the same bucket. */
  readonly next: Int8Array;
}

/** The names by which lines are recognised of all rows that there are. */
export function nameTable(table: LineTable): NameTable {
  const names: string[] = [];
  const urcs: (Urc | undefined)[] = [];
  for (const urc of table.urcs) {
    names.push(urc.name);
    urcs.push(urc);
  }
  for (const { reply } of table.commands) {
    if (reply?.prefix === undefined || names.indexOf(reply.prefix) >= 0) continue;
    names.push(reply.prefix);
    urcs.push(undefined);
  }
  let length = 0;
  for (const name of names) length += utf8Length(name);
  const bytes = new Uint8Array(length);
  const offsets = new Uint16Array(names.length + 1);
  const first = new Int8Array(BUCKETS).fill(-1);
  const next = new Int8Array(names.length).fill(-1);
  for (let index = 0; index < names.length; index += 1) {
    const start = offsets[index];
    const end = utf8Write(names[index], bytes, start);
    offsets[index + 1] = end;
    const bucket = bucketOf(bytes, -1, start, end);
    next[index] = first[bucket];
    first[bucket] = index;
  }
  return { names, urcs, bytes, offsets, first, next };
}

/**
 * Finds the name that a line begins with. A few of its bytes choose a bucket, and what is there is compared whole: no name is
 * found by a substring, and a line that names nothing costs no more than one that does.
 */
export class LineNames {
  readonly #names: readonly string[];
  readonly #urcs: readonly (Urc | undefined)[];
  readonly #bytes: Uint8Array;
  readonly #offsets: Uint16Array;
  readonly #first: Int8Array;
  readonly #next: Int8Array;

  constructor({ names, urcs, bytes, offsets, first, next }: NameTable) {
    this.#names = names;
    this.#urcs = urcs;
    this.#bytes = bytes;
    this.#offsets = offsets;
    this.#first = first;
    this.#next = next;
  }

  /** Index of the name that the line from `start` to `end` has before its colon, or is as a whole; -1 where it is none. */
  find(bytes: Uint8Array, mask: number, start: number, end: number): number {
    const colon = nameEnd(bytes, mask, start, end);
    const length = colon - start;
    let index = this.#first[bucketOf(bytes, mask, start, colon)];
    while (index >= 0 && !this.#isAt(index, bytes, mask, start, length)) index = this.#next[index];
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

  #isAt(index: number, bytes: Uint8Array, mask: number, start: number, length: number): boolean {
    const names = this.#bytes;
    const last = this.#offsets[index + 1];
    let at = this.#offsets[index];
    if (last - at !== length) return false;
    let position = start;
    while (at < last) {
      if (names[at] !== bytes[position & mask]) return false;
      at += 1;
      position += 1;
    }
    return true;
  }
}

/** The end of a line's name: its colon, or the line's end where no colon comes soon enough for a name. */
export function nameEnd(bytes: Uint8Array, mask: number, start: number, end: number): number {
  const last = end <= start + NAME_LIMIT ? end : start + NAME_LIMIT + 1;
  let position = start;
  while (position < last) {
    if (bytes[position & mask] === COLON) return position;
    position += 1;
  }
  return end;
}

/** The bucket of the name from `start` to `end`: by its length, and by two bytes in which names of one family differ. */
function bucketOf(bytes: Uint8Array, mask: number, start: number, end: number): number {
  const length = end - start;
  return (length + 9 * bytes[(end - 1) & mask] + 15 * bytes[(end - (length >> 1)) & mask]) & (BUCKETS - 1);
}
