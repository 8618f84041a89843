import { COMMA, QUOTE } from '../base/ascii.js';
import { writeDecimal } from '../base/decimal.js';
import { utf8Bytes, utf8Write } from '../base/utf8.js';
import { JSON_NUMBER, type Encoding, type Reading } from './encoding.js';
import { writeNumber } from './number-text.js';
import type { ObjectPieces, PropertyPlace } from './object-pieces.js';
import { copyBytes, RememberedNames, writeBytes } from './remembered-names.js';
import { checkDepth, checkFinite, checkRoom, isWritten, unwritable, represented } from './values.js';

const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;
const OPENING_BRACKET = 0x5b;
const CLOSING_BRACKET = 0x5d;
/** `null`, `true`, and `false` in two parts. */
const NULL = 0x6e756c6c;
const TRUE = 0x74727565;
const LETTER_F = 0x66;
const ALSE = 0x616c7365;

/**
 * JSON in UTF-8 without white space, byte for byte as `JSON.stringify` writes it, and readings as docs/wire.md shows them. A batch is an
 * array of readings.
 */
export class JsonEncoding implements Encoding {
  readonly name = 'json';
  readonly number = JSON_NUMBER;
  readonly readingOverhead = 110;
  readonly batchTailLength = 1;
  readonly #names = new RememberedNames((name) => utf8Bytes(`${JSON.stringify(name)}:`));
  readonly #sequence = utf8Bytes('{"sequence":');
  readonly #time = utf8Bytes(',"time":');
  readonly #sensor = utf8Bytes(',"sensor":"');
  readonly #sample = utf8Bytes(',"sample":');

  get pieces(): ObjectPieces {
    return {
      open: (_count, place, target, offset) => {
        const end = place.depth === 0 ? offset : this.#writeName(place, target, offset);
        target[end] = OPENING_BRACE;
        return end + 1;
      },
      property: (value, place, target, offset) => this.#write(value, place.depth + 1, target, this.#writeName(place, target, offset)),
      close: (_place, target, offset) => {
        target[offset] = CLOSING_BRACE;
        return offset + 1;
      },
    };
  }

  write(value: unknown, target: Uint8Array, offset: number): number {
    const end = this.#write(represented(value, ''), 1, target, offset);
    checkRoom(this.name, target, offset, end);
    return end;
  }

  writeSample(sample: unknown, target: Uint8Array, offset: number): number {
    return this.write(sample, target, offset);
  }

  writeReading(reading: Reading, place: number, target: Uint8Array, offset: number): number {
    let end = offset;
    if (place > 0) target[end++] = COMMA;
    end = writeBytes(this.#sample, target, this.#writeHead(reading, target, end));
    if (reading.isRefused) end = writeWord(NULL, target, end);
    else end = copyBytes(reading.bytes, reading.sampleStart, reading.sampleEnd, target, end);
    target[end] = CLOSING_BRACE;
    return end + 1;
  }

  /**
   * A reading whose sample was written by an encoding that this program does not have, always alone: the same object without the
   * sample, which follows on its closing brace as it is.
   */
  writeForeign(reading: Reading, encoding: number, target: Uint8Array, offset: number): number {
    let end = utf8Write(',"encoding":', target, this.#writeHead(reading, target, offset));
    end = writeDecimal(encoding, target, end);
    target[end++] = CLOSING_BRACE;
    return reading.isRefused ? end : copyBytes(reading.bytes, reading.sampleStart, reading.sampleEnd, target, end);
  }

  batchHeadLength(): number {
    return 1;
  }

  closeBatch(_count: number, target: Uint8Array, start: number, end: number): void {
    target[start - 1] = OPENING_BRACKET;
    target[end] = CLOSING_BRACKET;
  }

  /** All before the sample. */
  #writeHead(reading: Reading, target: Uint8Array, offset: number): number {
    const { time, nameStart, nameEnd } = reading;
    let end = writeDecimal(reading.sequence, target, writeBytes(this.#sequence, target, offset));
    end = writeBytes(this.#time, target, end);
    end = time === undefined ? writeWord(NULL, target, end) : writeDecimal(time, target, end);
    end = writeField(',"uncertainty":', reading.uncertainty, target, end);
    end = writeField(',"age":', reading.age, target, end);
    end = writeField(',"boot":', reading.boot, target, end);
    end = writeField(',"uptime":', reading.uptime, target, end);
    end = writeField(',"after":', reading.after, target, end);
    if (nameStart === nameEnd) return end;
    end = copyBytes(reading.bytes, nameStart, nameEnd, target, writeBytes(this.#sensor, target, end));
    target[end] = QUOTE;
    return end + 1;
  }

  #writeName({ name, index }: PropertyPlace, target: Uint8Array, offset: number): number {
    if (index === 0) return this.#names.write(name, target, offset);
    target[offset] = COMMA;
    return this.#names.write(name, target, offset + 1);
  }

  #write(value: unknown, depth: number, target: Uint8Array, offset: number): number {
    switch (typeof value) {
      case 'number':
        checkFinite(value);
        return writeNumber(value, target, offset);
      case 'boolean':
        if (value) return writeWord(TRUE, target, offset);
        target[offset] = LETTER_F;
        return writeWord(ALSE, target, offset + 1);
      case 'string':
        return utf8Write(JSON.stringify(value), target, offset);
      case 'object':
        if (value === null) return writeWord(NULL, target, offset);
        checkDepth(depth);
        return Array.isArray(value) ? this.#writeArray(value, depth, target, offset) : this.#writeObject(value, depth, target, offset);
      default:
        throw unwritable('must be JSON');
    }
  }

  #writeObject(value: object, depth: number, target: Uint8Array, offset: number): number {
    const names = Object.keys(value);
    let end = offset;
    target[end++] = OPENING_BRACE;
    for (let index = 0; index < names.length; index += 1) {
      const name = names[index];
      const property = represented((value as Readonly<Record<string, unknown>>)[name], name);
      if (!isWritten(property)) continue;
      if (end > offset + 1) target[end++] = COMMA;
      end = this.#write(property, depth + 1, target, this.#names.write(name, target, end));
    }
    target[end] = CLOSING_BRACE;
    return end + 1;
  }

  #writeArray(values: readonly unknown[], depth: number, target: Uint8Array, offset: number): number {
    let end = offset;
    target[end++] = OPENING_BRACKET;
    for (let index = 0; index < values.length; index += 1) {
      if (index > 0) target[end++] = COMMA;
      const value = represented(values[index], '');
      end = isWritten(value) ? this.#write(value, depth + 1, target, end) : writeWord(NULL, target, end);
    }
    target[end] = CLOSING_BRACKET;
    return end + 1;
  }
}

/** What {@link Encoding} is where none is given. */
export function json(): Encoding {
  return new JsonEncoding();
}

/** Fields that few readings have: text is looked at character by character, which allocates on XS, and bytes of each would stay. */
function writeField(name: string, value: number | undefined, target: Uint8Array, offset: number): number {
  return value === undefined ? offset : writeDecimal(value, target, utf8Write(name, target, offset));
}

/** Four letters, from a number that has them. */
function writeWord(word: number, target: Uint8Array, offset: number): number {
  target[offset] = word >>> 24;
  target[offset + 1] = (word >>> 16) & 0xff;
  target[offset + 2] = (word >>> 8) & 0xff;
  target[offset + 3] = word & 0xff;
  return offset + 4;
}
