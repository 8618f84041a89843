import type { Field } from '../../../modules/at/field.js';
import { BACKSLASH, BLANK, COMMA, hexadecimalValue, MINUS, QUOTE, ZERO } from '../../../modules/base/ascii.js';
import { utf8Text } from '../../../modules/base/utf8.js';

/** Most parameters of a command (docs/facts.md#longest-line). */
const LIMIT = 30;
/** What an int holds, with its sign. */
const LONGEST_NUMBER = 10;

const ABSENT = 0;
const BARE = 1;
const QUOTED = 2;

/**
 * The arguments of one command, as V.250 §5.4.4 has them: separated by commas, texts between quotes with `\HH` for a byte, numbers
 * in decimal digits. They are found first, and then held against rows of the command table, by this reader of the module's own: the
 * driver's reader is for answers, and what it misunderstands the module must not misunderstand too.
 */
export class Arguments {
  #bytes: Uint8Array = new Uint8Array(0);
  #fields: readonly Field[] = [];
  #count = 0;
  readonly #kinds = new Uint8Array(LIMIT);
  readonly #starts = new Int32Array(LIMIT);
  readonly #ends = new Int32Array(LIMIT);

  /** Finds the arguments; false where there is no reading of them, or they are too many. They can be asked for once they {@link fit}. */
  read(bytes: Uint8Array): boolean {
    this.#bytes = bytes;
    this.#count = 0;
    let position = skipBlanks(bytes, 0);
    if (position >= bytes.length) return true;
    for (;;) {
      if (this.#count === LIMIT) return false;
      position = bytes[position] === QUOTE ? this.#quoted(position) : this.#bare(position);
      if (position < 0) return false;
      this.#count += 1;
      if (position >= bytes.length) return true;
      position = skipBlanks(bytes, position + 1);
    }
  }

  /** Whether they are those of a row: none too many, each as its field has it, and only optional ones left out. */
  fit(fields: readonly Field[]): boolean {
    if (this.#count > fields.length) return false;
    this.#fields = fields;
    for (let index = 0; index < fields.length; index += 1) if (!this.#fits(fields[index], index)) return false;
    return true;
  }

  /** Whether it was given. */
  has(name: string): boolean {
    return this.#hasAt(this.#indexOf(name));
  }

  /** 0 where it was left out. */
  integer(name: string): number {
    return this.integerAt(this.#indexOf(name));
  }

  integerAt(index: number): number {
    return this.#hasAt(index) ? this.#number(index) : 0;
  }

  /** Empty where it was left out. */
  text(name: string): string {
    return this.textAt(this.#indexOf(name));
  }

  textAt(index: number): string {
    const bytes = this.#bytesAt(index);
    return utf8Text(bytes, 0, bytes.length);
  }

  /** A text's bytes in a buffer of their own; empty where it was left out. */
  bytes(name: string): Uint8Array {
    return this.#bytesAt(this.#indexOf(name));
  }

  /** Bytes of a text without its escapes; 0 where it was left out. */
  byteLengthAt(index: number): number {
    if (!this.#hasAt(index)) return 0;
    const end = this.#ends[index];
    let length = end - this.#starts[index];
    if (this.#kinds[index] !== QUOTED) return length;
    for (let at = this.#escapeFrom(this.#starts[index], end); at < end; at = this.#escapeFrom(at + 3, end)) length -= 2;
    return length;
  }

  /** Copies those bytes to `target`, which has room for them. */
  copyAt(index: number, target: Uint8Array): void {
    if (!this.#hasAt(index)) return;
    const bytes = this.#bytes;
    const end = this.#ends[index];
    let to = 0;
    for (let from = this.#starts[index]; from < end;) {
      const escape = this.#kinds[index] === QUOTED ? this.#escapeFrom(from, end) : end;
      target.set(bytes.subarray(from, escape), to);
      to += escape - from;
      if (escape < end) target[to] = (hexadecimalValue(bytes[escape + 1]) << 4) | hexadecimalValue(bytes[escape + 2]);
      to += 1;
      from = escape + 3;
    }
  }

  /** Where the argument starts in the line, behind its quote. */
  startAt(index: number): number {
    return this.#starts[index];
  }

  /** Behind its last byte. */
  endAt(index: number): number {
    return this.#ends[index];
  }

  #hasAt(index: number): boolean {
    return index >= 0 && index < this.#count && this.#kinds[index] !== ABSENT;
  }

  #indexOf(name: string): number {
    return this.#fields.findIndex((field) => field.name === name);
  }

  #quoted(position: number): number {
    const end = this.#bytes.indexOf(QUOTE, position + 1);
    if (end < 0) return -1;
    this.#note(QUOTED, position + 1, end);
    const behind = skipBlanks(this.#bytes, end + 1);
    return behind >= this.#bytes.length || this.#bytes[behind] === COMMA ? behind : -1;
  }

  #bare(position: number): number {
    const comma = this.#bytes.indexOf(COMMA, position);
    const behind = comma < 0 ? this.#bytes.length : comma;
    let end = behind;
    while (end > position && this.#bytes[end - 1] === BLANK) end -= 1;
    this.#note(end === position ? ABSENT : BARE, position, end);
    return behind;
  }

  #note(kind: number, start: number, end: number): void {
    this.#kinds[this.#count] = kind;
    this.#starts[this.#count] = start;
    this.#ends[this.#count] = end;
  }

  #fits(field: Field, index: number): boolean {
    if (!this.#hasAt(index)) return field.optional === true;
    switch (field.kind) {
      case 'integer':
        return this.#kinds[index] === BARE && this.#isNumber(index, field.minimum, field.maximum);
      case 'quoted':
        return this.#kinds[index] === QUOTED && this.#isText(index, field.minimum, field.maximum, field.oneOf);
      case 'word':
        return true;
      case 'tail':
      case 'counted':
        return false;
    }
  }

  #isNumber(index: number, minimum: number, maximum: number): boolean {
    const start = this.#starts[index];
    const end = this.#ends[index];
    const first = this.#bytes[start] === MINUS ? start + 1 : start;
    if (first === end || end - first > LONGEST_NUMBER) return false;
    for (let at = first; at < end; at += 1) if (this.#bytes[at] < ZERO || this.#bytes[at] > ZERO + 9) return false;
    const value = this.#number(index);
    return value >= minimum && value <= maximum;
  }

  #isText(index: number, minimum: number, maximum: number, oneOf: readonly string[] | undefined): boolean {
    const length = this.byteLengthAt(index);
    return length >= minimum && length <= maximum && (oneOf === undefined || oneOf.includes(this.textAt(index)));
  }

  /** Of digits, perhaps behind a minus sign. */
  #number(index: number): number {
    const isNegative = this.#bytes[this.#starts[index]] === MINUS;
    let value = 0;
    for (let at = this.#starts[index] + (isNegative ? 1 : 0); at < this.#ends[index]; at += 1) value = 10 * value + this.#bytes[at] - ZERO;
    return isNegative ? -value : value;
  }

  #bytesAt(index: number): Uint8Array {
    const bytes = new Uint8Array(this.byteLengthAt(index));
    this.copyAt(index, bytes);
    return bytes;
  }

  /** Where the next `\HH` is, from `position` on, or the text's end. A backslash before anything else is itself. */
  #escapeFrom(position: number, end: number): number {
    const bytes = this.#bytes;
    for (let at = bytes.indexOf(BACKSLASH, position); at >= 0 && at + 2 < end; at = bytes.indexOf(BACKSLASH, at + 1)) {
      if (hexadecimalValue(bytes[at + 1]) >= 0 && hexadecimalValue(bytes[at + 2]) >= 0) return at;
    }
    return end;
  }
}

function skipBlanks(bytes: Uint8Array, from: number): number {
  let position = from;
  while (bytes[position] === BLANK) position += 1;
  return position;
}
