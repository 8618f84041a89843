import type { AnyValues, Field, Text } from '../../../modules/at/field.js';
import { BLANK, COLON, COMMA, QUOTE } from '../../../modules/base/ascii.js';
import { utf8Length, utf8Write } from '../../../modules/base/utf8.js';
import type { Voice } from '../voice.js';

/** Bytes of a longer line than most. */
const USUAL_LENGTH = 64;
/** What V.250 writes for a backslash between quotes. */
const ESCAPED_BACKSLASH = '\\5C';

/**
 * Writes answers and URCs as the module's voice has them. The table of commands is the driver's too, but not what is written by it:
 * a mistake in one of the two is seen by the other.
 */
export class LineWriter {
  readonly #voice: Voice;
  #line = new Uint8Array(USUAL_LENGTH);
  #length = 0;

  /** `voice` is looked at with each line: a fault may change it. */
  constructor(voice: Voice) {
    this.#voice = voice;
  }

  /** What stands between the line's ends. Absent values at the end are left out, absent ones before leave their comma. */
  write(prefix: string | undefined, fields: readonly Field[], values: AnyValues, isAnswer: boolean): Uint8Array {
    const { blankAfterColon, blankAfterComma } = this.#voice;
    const isExact = endsInPayload(fields);
    this.#length = 0;
    if (prefix !== undefined) {
      this.#text(prefix);
      this.#byte(COLON);
      if (blankAfterColon) this.#byte(BLANK);
    }
    let count = values.length;
    while (count > 0 && values[count - 1] === undefined) count -= 1;
    for (let index = 0; index < count; index += 1) {
      if (index > 0) this.#byte(COMMA);
      if (index > 0 && blankAfterComma) this.#byte(BLANK);
      this.#value(fields[index], values[index], isExact);
    }
    // Behind a status that stands alone it would make of news what answers a question: `+CREG: 2,0`. No release adds one there.
    if (prefix !== undefined && !isExact && (isAnswer || count > 1)) this.#further();
    return this.#line.slice(0, this.#length);
  }

  /** A bare text has no fields that a later release could add to. */
  #further(): void {
    const { furtherFields } = this.#voice;
    if (furtherFields === 'none') return;
    this.#byte(COMMA);
    if (furtherFields === 'zero') this.#text('0');
  }

  #value(field: Field, value: number | Text | undefined, isExact: boolean): void {
    if (value === undefined) return;
    const text = typeof value === 'number' ? String(value) : value;
    const isQuoted = this.#isQuoted(field, text, isExact);
    if (isQuoted) this.#byte(QUOTE);
    if (typeof text !== 'string') this.#bytes(text);
    else this.#text(field.kind === 'quoted' && text.includes('\\') ? text.replaceAll('\\', ESCAPED_BACKSLASH) : text);
    if (isQuoted) this.#byte(QUOTE);
  }

  /** Where a payload follows every byte counts, so nothing is written in another way. */
  #isQuoted(field: Field, text: Text, isExact: boolean): boolean {
    const isSpecified = field.kind === 'quoted' || field.kind === 'tail' || field.kind === 'counted';
    if (isExact || typeof text !== 'string') return isSpecified;
    switch (this.#voice.quotedValues) {
      case 'specified':
        return isSpecified;
      case 'none':
        return isSpecified && (text === '' || text.includes(','));
      case 'everywhere':
        // Words whose quotes belong to them have them already.
        return isSpecified || !text.includes('"');
    }
  }

  #byte(byte: number): void {
    this.#reserve(1);
    this.#line[this.#length] = byte;
    this.#length += 1;
  }

  #text(text: string): void {
    this.#reserve(utf8Length(text));
    this.#length = utf8Write(text, this.#line, this.#length);
  }

  #bytes(bytes: Exclude<Text, string>): void {
    this.#reserve(bytes.length);
    if (bytes instanceof Uint8Array) this.#line.set(bytes, this.#length);
    else bytes.copyTo(this.#line, this.#length);
    this.#length += bytes.length;
  }

  #reserve(count: number): void {
    const needed = this.#length + count;
    if (needed <= this.#line.length) return;
    const longer = new Uint8Array(Math.max(needed, 2 * this.#line.length));
    longer.set(this.#line.subarray(0, this.#length));
    this.#line = longer;
  }
}

function endsInPayload(fields: readonly Field[]): boolean {
  const kind = fields.at(-1)?.kind;
  return kind === 'tail' || kind === 'counted';
}
