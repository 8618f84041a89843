import { COLON } from '../../base/ascii.js';
import { utf8Length, utf8Write } from '../../base/utf8.js';
import type { Command, Urc } from '../command.js';
import { HIGHEST, LOWEST, type Ring } from './ring.js';

/** A power of two well above the number of names, so that most buckets hold one name. */
const BUCKETS = 64;
/** No name of a table is longer. */
const NAME_LIMIT = 24;
/** Bytes of a word, and bits of a byte. */
const WORD = 4;
const BYTE = 8;
const COLONS = 0x3a3a3a3a;

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
  /** Name `i` begins with word `offsets[i]`: one array, as an array each would cost three kilobytes. */
  readonly words: Int32Array;
  /** Where in {@link words} each name begins. */
  readonly offsets: Uint16Array;
  /** Bytes of each. */
  readonly lengths: Uint8Array;
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
  const { length } = names;
  const offsets = new Uint16Array(length);
  const lengths = new Uint8Array(length);
  const first = new Int8Array(BUCKETS).fill(-1);
  const next = new Int8Array(length).fill(-1);
  let count = 0;
  for (let index = 0; index < length; index += 1) {
    offsets[index] = count;
    lengths[index] = utf8Length(names[index]);
    count += wordsOf(lengths[index]);
  }
  const words = new Int32Array(count);
  const bytes = new Uint8Array(words.buffer);
  for (let index = 0; index < length; index += 1) {
    const offset = offsets[index];
    utf8Write(names[index], bytes, WORD * offset);
    let sum = 0;
    for (let at = offset; at < offset + wordsOf(lengths[index]); at += 1) sum ^= words[at];
    const bucket = bucketOf(sum);
    next[index] = first[bucket];
    first[bucket] = index;
  }
  return { names, urcs, words, offsets, lengths, first, next };
}

/**
 * Finds the name that a line begins with. Four bytes are read at a time, as on XS each look into a typed array is a call. Their sum
 * chooses a bucket, and what is there is compared whole: no name is found by a substring, and a line that names nothing costs no
 * more than one that does.
 */
export class LineNames {
  readonly #table: NameTable;
  readonly #ring: Ring;

  constructor(table: NameTable, ring: Ring) {
    this.#table = table;
    this.#ring = ring;
  }

  /** Index of the name that the line from `start` to `end` has before its colon, or is as a whole; -1 where it is none. */
  find(start: number, end: number): number {
    const { fields, mask } = this.#ring;
    const offset = start & mask;
    const most = end - start;
    let read = 0;
    let sum = 0;
    let word = fields.getInt32(offset, true);
    let colons = colonsIn(word);
    while (colons === 0 && read + WORD < most) {
      if (read === NAME_LIMIT) return -1;
      sum ^= word;
      read += WORD;
      word = fields.getInt32(offset + read, true);
      colons = colonsIn(word);
    }
    // So many bytes of the last word are of the name.
    let rest = colons === 0 ? WORD : firstOf(colons);
    if (read + rest > most) rest = most - read;
    if (rest < WORD) word &= ~(-1 << (BYTE * rest));
    const { first, next, lengths } = this.#table;
    const length = read + rest;
    let index = first[bucketOf(sum ^ word)];
    while (index >= 0 && !(lengths[index] === length && this.#isAt(index, offset, read, word))) index = next[index];
    return index;
  }

  /** Bytes of the name. */
  length(index: number): number {
    return this.#table.lengths[index];
  }

  name(index: number): string | undefined {
    return index < 0 ? undefined : this.#table.names[index];
  }

  urc(index: number): Urc | undefined {
    return index < 0 ? undefined : this.#table.urcs[index];
  }

  /** Whether the name is what stands at `offset`: its whole words, and of the rest, if there is any, `last`. */
  #isAt(index: number, offset: number, read: number, last: number): boolean {
    const { fields } = this.#ring;
    const { words, offsets, lengths } = this.#table;
    let at = offsets[index];
    for (let done = 0; done < read; done += WORD) {
      if (words[at] !== fields.getInt32(offset + done, true)) return false;
      at += 1;
    }
    return lengths[index] === read || words[at] === last;
  }
}

/** The highest bit of each byte that is a colon; behind the first one there may be more. */
function colonsIn(word: number): number {
  const others = word ^ COLONS;
  return (others - LOWEST) & ~others & HIGHEST;
}

/** The index of the first byte, in the order of memory, whose highest bit is set. */
function firstOf(bits: number): number {
  if ((bits & 0x8080) !== 0) return (bits & 0x80) !== 0 ? 0 : 1;
  return (bits & 0x800000) !== 0 ? 2 : 3;
}

/** Words that so many bytes take. */
function wordsOf(byteLength: number): number {
  return (byteLength + WORD - 1) >> 2;
}

/** The bucket of a name by the exclusive sum of its words. */
function bucketOf(sum: number): number {
  return (sum ^ (sum >> 7) ^ (sum >> 13)) & (BUCKETS - 1);
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
