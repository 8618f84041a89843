import { BACKSLASH, BLANK, COMMA, hexadecimalValue, MINUS, QUOTE, ZERO } from './ascii.js';
import type { Field } from './field.js';
import { utf8Text } from './utf8.js';

/** More fields than any line of the table has. */
const FIELD_LIMIT = 16;
const ABSENT = -1;

/**
 * A cursor over the fields of one line. Made once and used for every line: a match only notes where each field starts and
 * ends, so nothing is allocated until somebody asks for text.
 *
 * The bytes may lie in a ring whose capacity is a power of two: position `p` is at `bytes[p & mask]`. For a linear buffer
 * the mask is all ones.
 */
export class FieldReader {
  #bytes: Uint8Array = new Uint8Array(0);
  #mask = -1;
  #fields: readonly Field[] = [];
  #count = 0;
  /** Positions count bytes since the start: a node that runs for months receives more than 32 bits can count. */
  #starts = new Float64Array(FIELD_LIMIT);
  #ends = new Float64Array(FIELD_LIMIT);
  #integers = new Int32Array(FIELD_LIMIT);
  #cursor = 0;
  #limit = 0;

  /**
   * Holds bytes `start` to `end` against `fields` and tells whether they fit as a whole. Blanks around a field mean nothing.
   * After a match the fields can be read until the next one; a line that does not fit leaves nothing to read.
   */
  match(fields: readonly Field[], bytes: Uint8Array, mask: number, start: number, end: number): boolean {
    this.#bytes = bytes;
    this.#mask = mask;
    this.#fields = fields;
    this.#cursor = start;
    this.#limit = end;
    this.#count = 0;
    for (let index = 0; index < fields.length; index += 1) {
      if (index > 0 && !this.#separator()) {
        const rest = this.#allOptionalFrom(index);
        if (!rest || this.#cursor < end) return this.#mismatch();
        return true;
      }
      if (!this.#field(fields[index], index)) return this.#mismatch();
      this.#count = index + 1;
    }
    this.#blanks();
    return this.#cursor === end || this.#mismatch();
  }

  /**
   * The same for a line whose last field is counted and has not come yet: matches all before it, and gives the position of its
   * first byte, or -1 while they are not there.
   */
  matchBefore(fields: readonly Field[], bytes: Uint8Array, mask: number, start: number, end: number): number {
    this.#bytes = bytes;
    this.#mask = mask;
    this.#fields = fields;
    this.#cursor = start;
    this.#limit = end;
    this.#count = 0;
    const last = fields.length - 1;
    for (let index = 0; index < last; index += 1) {
      if (!this.#field(fields[index], index) || !this.#separator()) return this.#nothing();
      this.#count = index + 1;
    }
    this.#blanks();
    if (this.#cursor < end && bytes[this.#cursor & mask] === QUOTE) return this.#cursor + 1;
    return this.#nothing();
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

  integerAt(index: number): number {
    return index >= 0 && index < this.#count && this.#starts[index] !== ABSENT ? this.#integers[index] : 0;
  }

  /** The text of a field, unescaped and decoded as UTF-8; empty where it is absent. Allocates: not for the steady path. */
  text(name: string): string {
    return this.textAt(this.#indexOf(name));
  }

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

  byteLengthAt(index: number): number {
    if (index < 0 || index >= this.#count || this.#starts[index] === ABSENT) return 0;
    const length = this.#ends[index] - this.#starts[index];
    return this.#isEscaped(index) ? length - 2 * this.#escapes(index) : length;
  }

  /** Copies a field's bytes, unescaped, to `target` from `offset` on, as many as fit; gives the count. */
  copy(name: string, target: Uint8Array, offset = 0): number {
    return this.copyAt(this.#indexOf(name), target, offset);
  }

  copyAt(index: number, target: Uint8Array, offset = 0): number {
    if (index < 0 || index >= this.#count || this.#starts[index] === ABSENT) return 0;
    const bytes = this.#bytes;
    const mask = this.#mask;
    const end = this.#ends[index];
    const isEscaped = this.#isEscaped(index);
    let count = 0;
    let position = this.#starts[index];
    while (position < end && offset + count < target.length) {
      const byte = bytes[position & mask];
      if (isEscaped && byte === BACKSLASH && this.#isEscape(position, end)) {
        target[offset + count] = (hexadecimalValue(bytes[(position + 1) & mask]) << 4) | hexadecimalValue(bytes[(position + 2) & mask]);
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
    return this.#starts[index];
  }

  endAt(index: number): number {
    return this.#ends[index];
  }

  #mismatch(): false {
    this.#count = 0;
    return false;
  }

  #nothing(): -1 {
    this.#count = 0;
    return -1;
  }

  #indexOf(name: string): number {
    const fields = this.#fields;
    for (let index = 0; index < fields.length; index += 1) if (fields[index].name === name) return index;
    return -1;
  }

  #allOptionalFrom(index: number): boolean {
    const fields = this.#fields;
    for (let at = index; at < fields.length; at += 1) if (!fields[at].optional) return false;
    return true;
  }

  #blanks(): void {
    const bytes = this.#bytes;
    const mask = this.#mask;
    while (this.#cursor < this.#limit && bytes[this.#cursor & mask] === BLANK) this.#cursor += 1;
  }

  /** Passes the comma before the next field; false where there is none. */
  #separator(): boolean {
    this.#blanks();
    if (this.#cursor >= this.#limit || this.#bytes[this.#cursor & this.#mask] !== COMMA) return false;
    this.#cursor += 1;
    return true;
  }

  #field(field: Field, index: number): boolean {
    this.#blanks();
    const isAbsent = this.#cursor >= this.#limit || this.#bytes[this.#cursor & this.#mask] === COMMA;
    if (isAbsent) {
      this.#starts[index] = ABSENT;
      return field.optional === true;
    }
    switch (field.kind) {
      case 'integer':
        return this.#integer(field.minimum, field.maximum, index);
      case 'quoted':
        return this.#quoted(index);
      case 'word':
        return this.#bytes[this.#cursor & this.#mask] === QUOTE ? this.#quoted(index) : this.#word(index);
      case 'tail':
        return this.#tail(index);
      case 'counted':
        return this.#counted(this.#integers[field.lengthAt], index);
    }
  }

  #integer(minimum: number, maximum: number, index: number): boolean {
    const bytes = this.#bytes;
    const mask = this.#mask;
    const start = this.#cursor;
    const isNegative = bytes[start & mask] === MINUS;
    let position = isNegative ? start + 1 : start;
    const first = position;
    let value = 0;
    while (position < this.#limit) {
      const digit = bytes[position & mask] - ZERO;
      // Ten digits overflow what an Int32Array holds, and no field of the table is that long.
      if (digit < 0 || digit > 9 || position - first === 9) break;
      value = value * 10 + digit;
      position += 1;
    }
    if (position === first) return false;
    if (isNegative) value = -value;
    if (value < minimum || value > maximum) return false;
    this.#integers[index] = value;
    return this.#note(index, start, position, position);
  }

  #quoted(index: number): boolean {
    const bytes = this.#bytes;
    const mask = this.#mask;
    if (bytes[this.#cursor & mask] !== QUOTE) return false;
    const start = this.#cursor + 1;
    let position = start;
    while (position < this.#limit && bytes[position & mask] !== QUOTE) position += 1;
    return position < this.#limit && this.#note(index, start, position, position + 1);
  }

  #word(index: number): boolean {
    const bytes = this.#bytes;
    const mask = this.#mask;
    const start = this.#cursor;
    let position = start;
    let end = start;
    while (position < this.#limit && bytes[position & mask] !== COMMA) {
      if (bytes[position & mask] !== BLANK) end = position + 1;
      position += 1;
    }
    return this.#note(index, start, end, position);
  }

  #tail(index: number): boolean {
    const bytes = this.#bytes;
    const mask = this.#mask;
    if (bytes[this.#cursor & mask] !== QUOTE) return false;
    const start = this.#cursor + 1;
    const last = this.#limit - 1;
    return last >= start && bytes[last & mask] === QUOTE && this.#note(index, start, last, this.#limit);
  }

  #counted(length: number, index: number): boolean {
    const bytes = this.#bytes;
    const mask = this.#mask;
    const start = this.#cursor + 1;
    const end = start + length;
    if (bytes[this.#cursor & mask] !== QUOTE || end >= this.#limit || bytes[end & mask] !== QUOTE) return false;
    return this.#note(index, start, end, end + 1);
  }

  #note(index: number, start: number, end: number, cursor: number): true {
    this.#starts[index] = start;
    this.#ends[index] = end;
    this.#cursor = cursor;
    return true;
  }

  /** Counted and tail fields come as they are; so does a word. */
  #isEscaped(index: number): boolean {
    return this.#fields[index].kind === 'quoted';
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
    const end = this.#ends[index];
    let count = 0;
    for (let position = this.#starts[index]; position < end; position += 1) {
      if (bytes[position & mask] === BACKSLASH && this.#isEscape(position, end)) {
        count += 1;
        position += 2;
      }
    }
    return count;
  }
}
