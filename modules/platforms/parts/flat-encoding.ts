import { copyBytes, unwritable, utf8Bytes, writeBytes, type Encoding, type ObjectPieces, type Reading } from '../../encodings/toolkit.js';
import { json } from '../../firmware/platform-toolkit.js';

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const UNDERSCORE = 0x5f;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;
const OPENING_BRACKET = 0x5b;
const CLOSING_BRACKET = 0x5d;
const LETTER_N = 0x6e;
const LETTER_T = 0x74;
const LETTER_F = 0x66;
const ZERO = 0x30;
const ONE = 0x31;
const DOT = 0x2e;
const LETTER_E = 0x65;
/** Levels of a sample's objects: `DEPTH_LIMIT` of the core. */
const LEVELS = 4;

/** How the values of a sample are written. */
export interface ValueForm {
  /** Stands before each value, and what {@link FlatEncoding.closeValue} writes behind: `{"value":`. */
  readonly opening?: string;
  /** Whether true and false are 1 and 0. */
  readonly booleansAsNumbers?: boolean;
  /** Where given, a whole number gets a decimal part, but for these names. */
  readonly integers?: readonly string[];
  /** Bytes that a reading may take besides its sample, names and all. */
  readonly room: number;
}

/**
 * Readings for a platform that knows values by name, and no objects in one another: the value `{"thermometer":{"temperature":21.5}}` of the
 * sensor `room` is called `room_thermometer_temperature`; where a name has `-` or `.` this one has `_`. Null is left out.
 *
 * In the outbox a sample is the JSON that it is without a platform: what waits there is sent as whatever platform the program has then.
 * Making a reading of it allocates nothing.
 */
export abstract class FlatEncoding implements Encoding {
  abstract readonly name: string;
  readonly number = 1;
  readonly readingOverhead: number;
  readonly #json = json();
  readonly batchTailLength = this.#json.batchTailLength;
  readonly #opening: Uint8Array | undefined;
  readonly #integers: readonly Uint8Array[] | undefined;
  readonly #booleansAsNumbers: boolean;
  readonly #nothing = new Uint8Array(0);
  /** Where the names on the way to a value begin and end, from the outermost to the innermost. */
  readonly #starts: number[] = new Array<number>(LEVELS).fill(0);
  readonly #ends: number[] = new Array<number>(LEVELS).fill(0);
  #reading: Reading | undefined = undefined;
  #target: Uint8Array = this.#nothing;
  #end = 0;
  #count = 0;

  constructor({ opening, integers, booleansAsNumbers = false, room }: ValueForm) {
    this.readingOverhead = room;
    this.#opening = opening === undefined ? undefined : utf8Bytes(opening);
    this.#integers = integers?.map((name) => utf8Bytes(name));
    this.#booleansAsNumbers = booleansAsNumbers;
  }

  /** What stands before the values. Gives the offset behind it. */
  protected abstract writeHead(reading: Reading, target: Uint8Array, offset: number): number;
  /** What stands behind them. */
  protected abstract writeTail(reading: Reading, target: Uint8Array, offset: number): number;

  /** What stands behind each value; nothing by default. */
  protected closeValue(_reading: Reading, _target: Uint8Array, offset: number): number {
    return offset;
  }

  get pieces(): ObjectPieces | undefined {
    return this.#json.pieces;
  }

  write(value: unknown, target: Uint8Array, offset: number): number {
    return this.#json.write(value, target, offset);
  }

  /** Throws `invalid-argument` for a sample that would be too long with its names, too. */
  writeSample(sample: unknown, target: Uint8Array, offset: number): number {
    const end = this.#json.writeSample(sample, target, offset);
    // The sensor's name is before the sample.
    const reading = { ...EMPTY, bytes: target, nameEnd: offset, sampleStart: offset, sampleEnd: end };
    const length = this.writeReading(reading, 0, this.#nothing, 0);
    const limit = target.length + this.readingOverhead;
    if (length > limit) throw unwritable(`takes ${length} bytes with all its names on ${this.name}, at most ${limit}`);
    return end;
  }

  writeReading(reading: Reading, place: number, target: Uint8Array, offset: number): number {
    let end = offset;
    if (place > 0) target[end++] = COMMA;
    this.#reading = reading;
    this.#target = target;
    this.#end = this.writeHead(reading, target, end);
    this.#count = 0;
    if (!reading.isRefused) this.#flatten(reading.sampleStart, 0);
    end = this.writeTail(reading, target, this.#end);
    this.#reading = undefined;
    return end;
  }

  batchHeadLength(count: number): number {
    return this.#json.batchHeadLength(count);
  }

  closeBatch(count: number, target: Uint8Array, start: number, end: number): void {
    this.#json.closeBatch(count, target, start, end);
  }

  /** Another member of the same object: a name of the platform's. */
  protected separate(target: Uint8Array, offset: number): number {
    this.#count += 1;
    if (this.#count === 1) return offset;
    target[offset] = COMMA;
    return offset + 1;
  }

  /** The value at `at`, which is as many levels deep. Gives where it ends. It is JSON that this program, or an earlier one, has written. */
  #flatten(at: number, level: number): number {
    const { bytes } = this.#reading as Reading;
    if (bytes[at] !== OPENING_BRACE) return this.#take(at, level);
    let next = at + 1;
    while (bytes[next] !== CLOSING_BRACE) {
      if (bytes[next] === COMMA) next += 1;
      const nameEnd = this.#behindText(next) - 1;
      this.#starts[level] = next + 1;
      this.#ends[level] = nameEnd;
      next = this.#flatten(nameEnd + 2, level + 1);
    }
    return next + 1;
  }

  #take(at: number, level: number): number {
    const reading = this.#reading as Reading;
    const end = this.#behindValue(at);
    if (reading.bytes[at] !== LETTER_N) this.#end = this.#writeValue(reading, at, end, level);
    return end;
  }

  #writeValue(reading: Reading, start: number, end: number, level: number): number {
    const { bytes } = reading;
    const target = this.#target;
    let to = this.separate(target, this.#end);
    target[to++] = QUOTE;
    const nameStart = to;
    to = this.#writeName(reading, level, to);
    const nameEnd = to;
    target[to++] = QUOTE;
    target[to++] = COLON;
    if (this.#opening !== undefined) to = writeBytes(this.#opening, target, to);
    const first = bytes[start];
    if (this.#booleansAsNumbers && (first === LETTER_T || first === LETTER_F)) target[to++] = first === LETTER_T ? ONE : ZERO;
    else to = copyBytes(bytes, start, end, target, to);
    if (this.#integers !== undefined && this.#isWhole(start, end) && !this.#isInteger(nameStart, nameEnd)) {
      target[to++] = DOT;
      target[to++] = ZERO;
    }
    return this.closeValue(reading, target, to);
  }

  #writeName({ bytes, nameStart, nameEnd }: Reading, level: number, offset: number): number {
    const target = this.#target;
    let end = offset;
    for (let index = nameStart; index < nameEnd; index += 1) target[end++] = plain(bytes[index]);
    for (let index = 0; index < level; index += 1) {
      if (end > offset) target[end++] = UNDERSCORE;
      for (let at = this.#starts[index]; at < this.#ends[index]; at += 1) target[end++] = plain(bytes[at]);
    }
    return end;
  }

  #isWhole(start: number, end: number): boolean {
    const { bytes } = this.#reading as Reading;
    const last = bytes[end - 1];
    if (last < ZERO || last > ZERO + 9 || bytes[start] === QUOTE) return false;
    for (let index = start; index < end; index += 1) if (bytes[index] === DOT || bytes[index] === LETTER_E) return false;
    return true;
  }

  #isInteger(start: number, end: number): boolean {
    const integers = this.#integers as readonly Uint8Array[];
    for (let index = 0; index < integers.length; index += 1) if (this.#isNamed(integers[index], start, end)) return true;
    return false;
  }

  #isNamed(name: Uint8Array, start: number, end: number): boolean {
    if (name.length !== end - start) return false;
    for (let index = 0; index < name.length; index += 1) if (this.#target[start + index] !== name[index]) return false;
    return true;
  }

  #behindValue(at: number): number {
    const { bytes, sampleEnd } = this.#reading as Reading;
    let depth = 0;
    let next = at;
    while (next < sampleEnd) {
      const byte = bytes[next];
      if (byte === QUOTE) {
        next = this.#behindText(next);
        continue;
      }
      if (byte === OPENING_BRACKET || byte === OPENING_BRACE) depth += 1;
      else if (depth === 0 && (byte === COMMA || byte === CLOSING_BRACE)) return next;
      else if (byte === CLOSING_BRACKET || byte === CLOSING_BRACE) depth -= 1;
      next += 1;
    }
    return next;
  }

  #behindText(at: number): number {
    const { bytes } = this.#reading as Reading;
    let next = at + 1;
    while (bytes[next] !== QUOTE) next += bytes[next] === BACKSLASH ? 2 : 1;
    return next + 1;
  }
}

/** A date is as long as this one until the year 2286. */
const EMPTY = {
  sequence: 4294967295,
  time: 1767225600000,
  uncertainty: undefined,
  age: undefined,
  boot: undefined,
  uptime: undefined,
  after: undefined,
  nameStart: 3,
  isRefused: false,
};

function plain(byte: number): number {
  return byte === 0x2d || byte === DOT ? UNDERSCORE : byte;
}
