import { utf8Text } from '../../base/utf8.js';

/** Levels of objects and arrays in a value: reading goes as deep on the stack. */
const DEPTH_LIMIT = 4;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const MINUS = 0x2d;
const PLUS = 0x2b;
const DOT = 0x2e;
const ZERO = 0x30;
const LOWER_E = 0x65;
const UPPER_E = 0x45;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;
const OPENING_BRACKET = 0x5b;
const CLOSING_BRACKET = 0x5d;
/** What stands behind a backslash, and what it is in the same place of the other. */
const ESCAPES = '"\\/bfnrt';
const ESCAPED = '"\\/\b\f\n\r\t';

/** Why what was read is no value. */
export type JsonProblem =
  /** Not JSON, or more than four levels deep. */
  | 'malformed'
  /** An object has a property that is not known. */
  | 'unknown-property';

/**
 * Reads JSON (RFC 8259) from bytes, and makes values of it.
 *
 * Not by `JSON.parse`, which on XS takes a key slot for ever for each new property name: a sender of random names would use them up.
 * Here an object may have properties of known names only, which are the program's own; a name of anybody else's stays text. Nor does it
 * throw, or go deeper than it may. What was read is of use only as long as there is no {@link problem}.
 */
export class JsonReader {
  readonly #bytes: Uint8Array;
  readonly #end: number;
  #at: number;
  #problem: JsonProblem | undefined = undefined;
  /** The property that was not known. */
  #unknown = '';

  constructor(bytes: Uint8Array, start = 0, end = bytes.length) {
    this.#bytes = bytes;
    this.#at = start;
    this.#end = end;
  }

  /** What is wrong first. */
  get problem(): JsonProblem | undefined {
    return this.#problem;
  }

  /** Name of the property that is not known. */
  get unknown(): string {
    return this.#unknown;
  }

  /** Where the next byte is. */
  get position(): number {
    return this.#at;
  }

  /** Goes into an object; false where there is none. */
  enter(): boolean {
    return this.#pass(OPENING_BRACE) || this.#fail();
  }

  /** The name of the next property, behind whose colon the reader stands then; `undefined` where the object is over. */
  property(isFirst: boolean): string | undefined {
    if (this.#pass(CLOSING_BRACE)) return undefined;
    if (!isFirst && !this.#pass(COMMA)) return this.#none();
    this.#skipBlanks();
    const name = this.#text();
    if (!this.#pass(COLON)) this.#fail();
    return this.#problem === undefined ? name : undefined;
  }

  /** The value that comes next, whose objects may have these properties only; any, none of which is kept, where they are left out. */
  value(known: readonly string[] | undefined): unknown {
    return this.#value(known, 1);
  }

  /** Whether nothing but white space is left. */
  isAtEnd(): boolean {
    this.#skipBlanks();
    return this.#at === this.#end || this.#fail();
  }

  #value(known: readonly string[] | undefined, depth: number): unknown {
    this.#skipBlanks();
    switch (this.#byte()) {
      case OPENING_BRACE:
        return this.#object(known, depth);
      case OPENING_BRACKET:
        return this.#array(known, depth);
      case QUOTE:
        return this.#text();
      case 0x74:
        return this.#word('true', true);
      case 0x66:
        return this.#word('false', false);
      case 0x6e:
        return this.#word('null', null);
      default:
        return this.#number();
    }
  }

  #object(known: readonly string[] | undefined, depth: number): unknown {
    const object: Record<string, unknown> = {};
    if (depth > DEPTH_LIMIT) return this.#none();
    this.enter();
    for (let name = this.property(true); name !== undefined; name = this.property(false)) {
      const index = known === undefined ? -1 : known.indexOf(name);
      if (known !== undefined && index < 0) return this.#refuse(name);
      const value = this.#value(known, depth + 1);
      if (this.#problem !== undefined) return undefined;
      if (known !== undefined) object[known[index]] = value;
    }
    return object;
  }

  #array(known: readonly string[] | undefined, depth: number): unknown {
    const values: unknown[] = [];
    if (depth > DEPTH_LIMIT) return this.#none();
    this.#at += 1;
    if (this.#pass(CLOSING_BRACKET)) return values;
    for (;;) {
      values.push(this.#value(known, depth + 1));
      if (this.#problem !== undefined || this.#pass(CLOSING_BRACKET)) return values;
      if (!this.#pass(COMMA)) return this.#none();
    }
  }

  #text(): string {
    if (this.#byte() !== QUOTE) this.#fail();
    this.#at += 1;
    let text = '';
    let start = this.#at;
    while (this.#problem === undefined && this.#byte() !== QUOTE) {
      const byte = this.#byte();
      if (byte < 0x20) this.#fail();
      this.#at += 1;
      if (byte !== BACKSLASH) continue;
      text += utf8Text(this.#bytes, start, this.#at - 1) + this.#escape();
      start = this.#at;
    }
    if (this.#problem !== undefined) return '';
    text += utf8Text(this.#bytes, start, this.#at);
    this.#at += 1;
    return text;
  }

  /** The character of what stands behind a backslash. */
  #escape(): string {
    const byte = this.#byte();
    this.#at += 1;
    const index = ESCAPES.indexOf(String.fromCharCode(byte));
    if (index >= 0) return ESCAPED.charAt(index);
    let code = byte === 0x75 ? 0 : NaN;
    for (let count = 0; count < 4; count += 1) {
      code = code * 16 + hexadecimal(this.#byte());
      this.#at += 1;
    }
    if (!(code >= 0)) this.#fail();
    return String.fromCharCode(code);
  }

  #number(): number {
    const start = this.#at;
    if (this.#byte() === MINUS) this.#at += 1;
    const first = this.#byte();
    const whole = this.#digits();
    if (whole === 0 || (first === ZERO && whole > 1)) this.#fail();
    if (this.#byte() === DOT) {
      this.#at += 1;
      if (this.#digits() === 0) this.#fail();
    }
    if (this.#byte() === LOWER_E || this.#byte() === UPPER_E) {
      this.#at += 1;
      if (this.#byte() === MINUS || this.#byte() === PLUS) this.#at += 1;
      if (this.#digits() === 0) this.#fail();
    }
    return this.#problem === undefined ? Number(utf8Text(this.#bytes, start, this.#at)) : 0;
  }

  /** How many there are, behind which the reader stands then. */
  #digits(): number {
    const start = this.#at;
    while (this.#byte() >= ZERO && this.#byte() <= ZERO + 9) this.#at += 1;
    return this.#at - start;
  }

  #word<T>(word: string, value: T): T | undefined {
    for (let index = 0; index < word.length; index += 1) {
      if (this.#byte() !== word.charCodeAt(index)) return this.#none();
      this.#at += 1;
    }
    return value;
  }

  /** Goes on behind a byte, with white space before it, where it comes next; tells whether it does. */
  #pass(byte: number): boolean {
    this.#skipBlanks();
    if (this.#byte() !== byte) return false;
    this.#at += 1;
    return true;
  }

  /** What comes next; -1 at the end. */
  #byte(): number {
    return this.#at < this.#end ? this.#bytes[this.#at] : -1;
  }

  #skipBlanks(): void {
    while (isBlank(this.#byte())) this.#at += 1;
  }

  #fail(): false {
    this.#problem ??= 'malformed';
    return false;
  }

  #none(): undefined {
    this.#fail();
    return undefined;
  }

  #refuse(name: string): undefined {
    if (this.#problem === undefined) {
      this.#problem = 'unknown-property';
      this.#unknown = name;
    }
    return undefined;
  }
}

/** JSON's white space. */
function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d;
}

function hexadecimal(byte: number): number {
  if (byte >= ZERO && byte <= ZERO + 9) return byte - ZERO;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : NaN;
}
