import { BACKSLASH, BLANK, COMMA, hexadecimalValue, MINUS, NINE, QUOTE, ZERO } from '../../base/ascii.js';
import { utf8Text } from '../../base/utf8.js';
import type { CountedField, Field, IntegerField } from '../field.js';
import type { Ring } from './ring.js';

/** More fields than any line of the table has. */
const FIELD_LIMIT = 16;
const ABSENT = -1;
/** In the place of the position behind a field. */
const MISMATCH = -1;

/**
 * A cursor over the fields of one line. Made once and used for every line: a match only notes where each field starts and
 * ends, so nothing is allocated until somebody asks for text.
 *
 * Modules write the same value in many ways, and newer ones add fields. So what a row names is read, whatever stands around it:
 * text without its quotes (where it holds none) and numbers within quotes, empty fields, further fields behind. An optional
 * field that cannot be read is absent; a line does not fit where a field that is needed cannot be read, and only there. Lists
 * that end in a payload are exact, as there a byte too many would be another message.
 *
 * The bytes may lie in a ring whose capacity is a power of two: position `p` is at `bytes[p & mask]`. For a linear buffer
 * the mask is all ones.
 */
export class FieldReader {
  /** The line that was held against its fields last has ended within quotes. A field, as a getter costs XS a call. */
  isQuoteOpen = false;
  readonly #ring: Ring | undefined;
  #bytes: Uint8Array = new Uint8Array(0);
  #mask = -1;
  #fields: readonly Field[] = [];
  #count = 0;
  /** Position of the line, from which those of its fields count: a node that runs for months receives more than 32 bits hold. */
  #line = 0;
  readonly #starts = new Int32Array(FIELD_LIMIT);
  readonly #ends = new Int32Array(FIELD_LIMIT);
  readonly #integers = new Int32Array(FIELD_LIMIT);
  /** A bit for each field that holds a backslash which may begin an escape. */
  #escaped = 0;
  /** Every field has to be as it is declared, and none may follow. */
  #isStrict = false;

  /** From `ring`, where its lines lie, fields are copied natively. */
  constructor(ring?: Ring) {
    this.#ring = ring;
  }

  /**
   * Holds bytes `start` to `end` against `fields` and tells whether all that are needed can be read. Blanks around a field mean
   * nothing. After a match the fields can be read until the next one; a line that does not fit leaves nothing to read.
   *
   * `isExact`: as a command's arguments are held against its row, in which nothing else may stand.
   */
  match(fields: readonly Field[], bytes: Uint8Array, mask: number, start: number, end: number, isExact = false): boolean {
    const { length } = fields;
    this.#isStrict = isExact;
    const behind = this.#read(fields, length, bytes, mask, start, end);
    if (behind === MISMATCH || (this.#count < length && !this.#areOptionalFrom(this.#count))) return this.#mismatched();
    if (behind < end && this.#isExact() && this.#blanks(behind, end) < end) return this.#mismatched();
    return true;
  }

  /**
   * The same for a line whose last field is counted and has not come yet: matches all before it, and gives the position of its
   * first byte, or -1 while they are not there.
   */
  matchBefore(fields: readonly Field[], bytes: Uint8Array, mask: number, start: number, end: number): number {
    const last = fields.length - 1;
    this.#isStrict = true;
    const behind = this.#read(fields, last, bytes, mask, start, end);
    if (behind === MISMATCH || this.#count < last || behind >= end) {
      this.#mismatched();
      return MISMATCH;
    }
    const first = last === 0 ? behind : behind + 1;
    const position = first < end && bytes[first & mask] === BLANK ? this.#blanks(first, end) : first;
    if (position < end && bytes[position & mask] === QUOTE) return position + 1;
    this.#mismatched();
    return MISMATCH;
  }

  /** Fields on the line, absent ones before the last included. */
  get count(): number {
    return this.#count;
  }

  /** Whether the field is on the line and not empty between commas. */
  has(name: string): boolean {
    const index = this.#indexOf(name);
    return index >= 0 && index < this.#count && this.#starts[index] !== ABSENT;
  }

  /** The value of an integer field; 0 where it is absent. */
  integer(name: string): number {
    return this.integerAt(this.#indexOf(name));
  }

  /** {@link integer}, by the field's place, from 0. */
  integerAt(index: number): number {
    return index >= 0 && index < this.#count && this.#starts[index] !== ABSENT ? this.#integers[index] : 0;
  }

  /** The text of a field, unescaped and decoded as UTF-8; empty where it is absent. Allocates: not for the steady path. */
  text(name: string): string {
    return this.textAt(this.#indexOf(name));
  }

  /** {@link text}, by the field's place, from 0. */
  textAt(index: number): string {
    const length = this.byteLengthAt(index);
    if (length === 0) return '';
    const bytes = new Uint8Array(length);
    this.copyAt(index, bytes);
    return utf8Text(bytes, 0, length);
  }

  /** Bytes of a field after unescaping. */
  byteLength(name: string): number {
    return this.byteLengthAt(this.#indexOf(name));
  }

  /** {@link byteLength}, by the field's place, from 0. */
  byteLengthAt(index: number): number {
    if (index < 0 || index >= this.#count || this.#starts[index] === ABSENT) return 0;
    const length = this.#ends[index] - this.#starts[index];
    return this.#isEscaped(index) ? length - 2 * this.#escapes(index) : length;
  }

  /** Copies a field's bytes, unescaped, to `target` from `offset` on, as many as fit; gives the count. */
  copy(name: string, target: Uint8Array, offset = 0): number {
    return this.copyAt(this.#indexOf(name), target, offset);
  }

  /** {@link copy}, by the field's place, from 0. */
  copyAt(index: number, target: Uint8Array, offset = 0): number {
    if (index < 0 || index >= this.#count || this.#starts[index] === ABSENT) return 0;
    if (!this.#isEscaped(index)) return this.#copyPlain(index, target, offset);
    const bytes = this.#bytes;
    const mask = this.#mask;
    const end = this.endAt(index);
    let count = 0;
    let position = this.startAt(index);
    while (position < end && offset + count < target.length) {
      const byte = bytes[position & mask];
      if (byte === BACKSLASH && this.#isEscape(position, end)) {
        const high = hexadecimalValue(bytes[(position + 1) & mask]);
        target[offset + count] = (high << 4) | hexadecimalValue(bytes[(position + 2) & mask]);
        position += 3;
      } else {
        target[offset + count] = byte;
        position += 1;
      }
      count += 1;
    }
    return count;
  }

  /** Where a field's raw bytes start, as a position like those given to {@link match}. */
  startAt(index: number): number {
    return this.#line + this.#starts[index];
  }

  /** Where they end: the position behind the last. */
  endAt(index: number): number {
    return this.#line + this.#ends[index];
  }

  /**
   * Reads the first `count` fields, or as many as the line has. Gives the position behind the last of them, where a comma or the end
   * is; {@link MISMATCH} where one cannot be read that is needed.
   */
  #read(fields: readonly Field[], count: number, bytes: Uint8Array, mask: number, line: number, end: number): number {
    const starts = this.#starts;
    const ends = this.#ends;
    const integers = this.#integers;
    this.#bytes = bytes;
    this.#mask = mask;
    this.#line = line;
    this.#fields = fields;
    this.#escaped = 0;
    this.isQuoteOpen = false;
    let position = line;
    let index = 0;
    while (index < count) {
      if (index > 0) {
        if (position >= end) break;
        position += 1;
      }
      const field = fields[index];
      let behind = position;
      // What most fields are: digits, and the comma or the line's end behind. All else is for {@link #field} to judge.
      if (field.kind === 'integer') {
        let byte = bytes[position & mask];
        const start = byte === BLANK ? position + 1 : position;
        let value = 0;
        behind = start;
        while (behind < end) {
          byte = bytes[behind & mask];
          if (byte < ZERO || byte > NINE) break;
          value = value * 10 + byte - ZERO;
          behind += 1;
        }
        // Behind a digit the line has ended.
        const isPlain = behind > start && (behind === end || byte === COMMA) && behind - start <= field.digits;
        if (isPlain && value >= field.minimum && value <= field.maximum) {
          starts[index] = start - line;
          ends[index] = behind - line;
          integers[index] = value;
        } else {
          behind = position;
        }
      }
      position = behind === position ? this.#field(field, index, position, end) : behind;
      if (position === MISMATCH) return MISMATCH;
      index += 1;
    }
    this.#count = index;
    return position;
  }

  /** Leaves nothing to read. */
  #mismatched(): false {
    this.#count = 0;
    return false;
  }

  #indexOf(name: string): number {
    const fields = this.#fields;
    for (let index = 0; index < fields.length; index += 1) if (fields[index].name === name) return index;
    return -1;
  }

  #areOptionalFrom(index: number): boolean {
    const fields = this.#fields;
    for (let at = index; at < fields.length; at += 1) if (!fields[at].optional) return false;
    return true;
  }

  /** The position behind the blanks from `position` on. */
  #blanks(position: number, end: number): number {
    const bytes = this.#bytes;
    const mask = this.#mask;
    while (position < end && bytes[position & mask] === BLANK) position += 1;
    return position;
  }

  /**
   * The position of the comma behind the field that comes at `position`, or of the line's end, blanks passed; {@link MISMATCH}
   * where it is needed and cannot be read.
   */
  #field(field: Field, index: number, position: number, end: number): number {
    const bytes = this.#bytes;
    const mask = this.#mask;
    const start = bytes[position & mask] === BLANK ? this.#blanks(position, end) : position;
    const first = bytes[start & mask];
    if (start >= end || first === COMMA) {
      this.#starts[index] = ABSENT;
      return field.optional === true ? start : MISMATCH;
    }
    const isQuoted = first === QUOTE;
    this.#starts[index] = (isQuoted ? start + 1 : start) - this.#line;
    let behind = MISMATCH;
    switch (field.kind) {
      case 'integer':
        if (!isQuoted) behind = this.#integer(field, index, start, end);
        else if (!this.#isExact()) behind = this.#quotedInteger(field, index, start, end);
        break;
      case 'word':
        behind = isQuoted ? this.#quoted(index, start, end) : this.#word(index, start, end);
        break;
      case 'quoted':
        if (isQuoted) behind = this.#quoted(index, start, end);
        else if (!this.#isExact()) behind = this.#unquoted(index, start, end);
        break;
      case 'tail':
        if (isQuoted) behind = this.#tail(index, start, end);
        break;
      case 'counted':
        if (isQuoted) behind = this.#counted(field, index, start, end);
    }
    if (behind !== MISMATCH) {
      if (behind < end && bytes[behind & mask] === BLANK) behind = this.#blanks(behind, end);
      if (behind >= end || bytes[behind & mask] === COMMA) return behind;
    }
    if (field.optional !== true || this.#isExact()) return MISMATCH;
    this.#starts[index] = ABSENT;
    return this.#skipped(start, end);
  }

  /** Asked where a line departs from its row only: most don't. */
  #isExact(): boolean {
    return this.#isStrict || endsInPayload(this.#fields);
  }

  /** The position of the comma behind what cannot be read, or of the line's end; a comma between quotes is text. */
  #skipped(start: number, end: number): number {
    const bytes = this.#bytes;
    const mask = this.#mask;
    let isQuoted = false;
    let position = start;
    while (position < end && (isQuoted || bytes[position & mask] !== COMMA)) {
      if (bytes[position & mask] === QUOTE) isQuoted = !isQuoted;
      position += 1;
    }
    return position;
  }

  /** A number that stands between quotes like text. */
  #quotedInteger(field: IntegerField, index: number, start: number, end: number): number {
    const last = this.#integer(field, index, start + 1, end);
    return last !== MISMATCH && last < end && this.#bytes[last & this.#mask] === QUOTE ? last + 1 : MISMATCH;
  }

  /** Text that stands without its quotes is a word. One that holds a quote has lost the other. */
  #unquoted(index: number, start: number, end: number): number {
    const behind = this.#word(index, start, end);
    const bytes = this.#bytes;
    const mask = this.#mask;
    for (let position = start; position < behind; position += 1) if (bytes[position & mask] === QUOTE) return MISMATCH;
    return behind;
  }

  #integer(field: IntegerField, index: number, start: number, end: number): number {
    const bytes = this.#bytes;
    const mask = this.#mask;
    const isNegative = bytes[start & mask] === MINUS;
    const first = isNegative ? start + 1 : start;
    const { digits } = field;
    const last = end < first + digits ? end : first + digits;
    let position = first;
    let value = 0;
    while (position < last) {
      const digit = bytes[position & mask] - ZERO;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
      position += 1;
    }
    if (isNegative) value = -value;
    if (position === first || value < field.minimum || value > field.maximum) return MISMATCH;
    this.#integers[index] = value;
    this.#ends[index] = position - this.#line;
    return position;
  }

  #quoted(index: number, start: number, end: number): number {
    const bytes = this.#bytes;
    const mask = this.#mask;
    let position = start + 1;
    while (position < end) {
      const byte = bytes[position & mask];
      if (byte === QUOTE) {
        this.#ends[index] = position - this.#line;
        return position + 1;
      }
      if (byte === BACKSLASH) this.#escaped |= 1 << index;
      position += 1;
    }
    this.isQuoteOpen = true;
    return MISMATCH;
  }

  #word(index: number, start: number, end: number): number {
    const bytes = this.#bytes;
    const mask = this.#mask;
    let position = start;
    let last = start;
    while (position < end && bytes[position & mask] !== COMMA) {
      if (bytes[position & mask] !== BLANK) last = position + 1;
      position += 1;
    }
    this.#ends[index] = last - this.#line;
    return position;
  }

  #tail(index: number, start: number, end: number): number {
    const last = end - 1;
    if (last <= start || this.#bytes[last & this.#mask] !== QUOTE) return MISMATCH;
    this.#ends[index] = last - this.#line;
    return end;
  }

  /** Of a length that is absent nothing is left of a line before. */
  #counted({ lengthAt }: CountedField, index: number, start: number, end: number): number {
    const last = start + 1 + (this.#starts[lengthAt] === ABSENT ? 0 : this.#integers[lengthAt]);
    if (last >= end || this.#bytes[last & this.#mask] !== QUOTE) return MISMATCH;
    this.#ends[index] = last - this.#line;
    return last + 1;
  }

  /** Counted and tail fields come as they are; so does a word. */
  #isEscaped(index: number): boolean {
    return (this.#escaped & (1 << index)) !== 0 && this.#fields[index].kind === 'quoted';
  }

  #copyPlain(index: number, target: Uint8Array, offset: number): number {
    const start = this.startAt(index);
    const length = this.#ends[index] - this.#starts[index];
    const room = target.length - offset;
    const count = length < room ? length : room;
    if (count <= 0) return 0;
    const bytes = this.#bytes;
    const mask = this.#mask;
    // Only a ring's mask is not all ones. To tell the arrays apart would not do: Espruino compares them as text.
    if (mask === this.#ring?.mask) this.#ring.copyTo(target, offset, start, count);
    else for (let done = 0; done < count; done += 1) target[offset + done] = bytes[(start + done) & mask];
    return count;
  }

  #isEscape(position: number, end: number): boolean {
    const bytes = this.#bytes;
    const mask = this.#mask;
    return (
      position + 2 < end &&
      hexadecimalValue(bytes[(position + 1) & mask]) >= 0 &&
      hexadecimalValue(bytes[(position + 2) & mask]) >= 0
    );
  }

  #escapes(index: number): number {
    const bytes = this.#bytes;
    const mask = this.#mask;
    const end = this.endAt(index);
    let count = 0;
    for (let position = this.startAt(index); position < end; position += 1) {
      if (bytes[position & mask] === BACKSLASH && this.#isEscape(position, end)) {
        count += 1;
        position += 2;
      }
    }
    return count;
  }
}

/** In such a list every byte counts. */
function endsInPayload(fields: readonly Field[]): boolean {
  const { length } = fields;
  if (length === 0) return false;
  const { kind } = fields[length - 1];
  return kind === 'tail' || kind === 'counted';
}
