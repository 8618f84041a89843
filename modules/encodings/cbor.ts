import {
  checkDepth,
  checkFinite,
  checkRoom,
  copyBytes,
  isWritten,
  unwritable,
  RememberedNames,
  represented,
  utf8Length,
  utf8Write,
  writeBytes,
  type Encoding,
  type ObjectPieces,
  type Reading,
} from './toolkit.js';
import { ARRAY, FALSE, MAP, NULL, NumberItems, TEXT, TRUE, writeItemHead } from './cbor-items.js';

/** From here on the head of a batch takes two bytes. */
const LONG_ARRAY = 24;
/** Fields that each reading has: its time, its sample, its sequence. */
const FIELDS = 3;

/**
 * CBOR by the core deterministic encoding requirements of RFC 8949 §4.2.1: the shortest form of each number that keeps it, definite
 * lengths, and the keys of maps in the bytewise order of their encodings, so shorter names come first. A reading is a map with the names
 * that it has in JSON, a batch an array of these.
 */
export class CborEncoding implements Encoding {
  readonly name = 'cbor';
  readonly number = 2;
  readonly readingOverhead = 80;
  /** Bytes behind the last reading of a batch. */
  readonly batchTailLength = 0;
  readonly #numbers = new NumberItems();
  readonly #names = new RememberedNames(textItem);
  readonly #age = textItem('age');
  readonly #boot = textItem('boot');
  readonly #time = textItem('time');
  readonly #after = textItem('after');
  readonly #sample = textItem('sample');
  readonly #sensor = textItem('sensor');
  readonly #uptime = textItem('uptime');
  readonly #sequence = textItem('sequence');
  readonly #uncertainty = textItem('uncertainty');

  get pieces(): ObjectPieces {
    return {
      precedes: (name, other) => precedes(this.#names.bytes(name), this.#names.bytes(other)),
      open: (count, { name, depth }, target, offset) =>
        writeItemHead(MAP, count, target, depth === 0 ? offset : this.#names.write(name, target, offset)),
      property: (value, { name, depth }, target, offset) => this.#write(value, depth + 1, target, this.#names.write(name, target, offset)),
      close: (_place, _target, offset) => offset,
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

  writeReading(reading: Reading, _place: number, target: Uint8Array, offset: number): number {
    const { nameStart, nameEnd, time, age, boot, uptime, after, uncertainty } = reading;
    const hasName = nameEnd > nameStart;
    const count =
      FIELDS + one(hasName) + given(age) + given(boot) + given(uptime) + given(after) + given(uncertainty);
    let end = writeItemHead(MAP, count, target, offset);
    end = this.#writeField(this.#age, age, target, end);
    end = this.#writeField(this.#boot, boot, target, end);
    end = writeBytes(this.#time, target, end);
    if (time === undefined) target[end++] = NULL;
    else end = this.#numbers.write(time, target, end);
    end = this.#writeField(this.#after, after, target, end);
    end = writeBytes(this.#sample, target, end);
    if (reading.isRefused) target[end++] = NULL;
    else end = copyBytes(reading.bytes, reading.sampleStart, reading.sampleEnd, target, end);
    if (hasName) {
      end = writeItemHead(TEXT, nameEnd - nameStart, target, writeBytes(this.#sensor, target, end));
      end = copyBytes(reading.bytes, nameStart, nameEnd, target, end);
    }
    end = this.#writeField(this.#uptime, uptime, target, end);
    end = this.#writeField(this.#sequence, reading.sequence, target, end);
    return this.#writeField(this.#uncertainty, uncertainty, target, end);
  }

  batchHeadLength(count: number): number {
    return count < LONG_ARRAY ? 1 : 2;
  }

  closeBatch(count: number, target: Uint8Array, start: number): void {
    writeItemHead(ARRAY, count, target, start - this.batchHeadLength(count));
  }

  #writeField(name: Uint8Array, value: number | undefined, target: Uint8Array, offset: number): number {
    return value === undefined ? offset : this.#numbers.write(value, target, writeBytes(name, target, offset));
  }

  #write(value: unknown, depth: number, target: Uint8Array, offset: number): number {
    switch (typeof value) {
      case 'number':
        checkFinite(value);
        return this.#numbers.write(value, target, offset);
      case 'boolean':
        target[offset] = value ? TRUE : FALSE;
        return offset + 1;
      case 'string':
        return utf8Write(value, target, writeItemHead(TEXT, utf8Length(value), target, offset));
      case 'object':
        if (value === null) {
          target[offset] = NULL;
          return offset + 1;
        }
        checkDepth(depth);
        return Array.isArray(value) ? this.#writeArray(value, depth, target, offset) : this.#writeMap(value, depth, target, offset);
      default:
        throw unwritable('must be JSON');
    }
  }

  #writeArray(values: readonly unknown[], depth: number, target: Uint8Array, offset: number): number {
    let end = writeItemHead(ARRAY, values.length, target, offset);
    for (let index = 0; index < values.length; index += 1) {
      const value = represented(values[index], '');
      end = this.#write(isWritten(value) ? value : null, depth + 1, target, end);
    }
    return end;
  }

  #writeMap(object: object, depth: number, target: Uint8Array, offset: number): number {
    const properties = object as Readonly<Record<string, unknown>>;
    const names = Object.keys(object);
    this.#sort(names);
    const count = countWritten(properties, names);
    let written = 0;
    let end = writeItemHead(MAP, count, target, offset);
    for (let index = 0; index < names.length; index += 1) {
      const name = names[index];
      const value = represented(properties[name], name);
      if (!isWritten(value)) continue;
      written += 1;
      end = this.#write(value, depth + 1, target, this.#names.write(name, target, end));
    }
    // A map says before how many it has: of an object that changes while it is read, no item would come of it.
    if (written !== count) throw unwritable('must not change while it is written');
    return end;
  }

  /** By insertion: they are few, and often sorted already. */
  #sort(names: string[]): void {
    for (let index = 1; index < names.length; index += 1) {
      const name = names[index];
      const item = this.#names.bytes(name);
      let place = index;
      while (place > 0 && precedes(item, this.#names.bytes(names[place - 1]))) {
        names[place] = names[place - 1];
        place -= 1;
      }
      names[place] = name;
    }
  }
}

/** Readings as CBOR: `encoding: cbor`. */
export function cbor(): Encoding {
  return new CborEncoding();
}

function textItem(text: string): Uint8Array {
  const length = utf8Length(text);
  const head = new Uint8Array(9);
  const headLength = writeItemHead(TEXT, length, head, 0);
  const item = new Uint8Array(headLength + length);
  item.set(head.subarray(0, headLength));
  utf8Write(text, item, headLength);
  return item;
}

function countWritten(properties: Readonly<Record<string, unknown>>, names: readonly string[]): number {
  let count = 0;
  for (let index = 0; index < names.length; index += 1) {
    if (isWritten(represented(properties[names[index]], names[index]))) count += 1;
  }
  return count;
}

/** Of two different items the one that comes first; the first byte tells their length, so neither is the beginning of the other. */
function precedes(item: Uint8Array, other: Uint8Array): boolean {
  for (let index = 0; ; index += 1) if (item[index] !== other[index]) return item[index] < other[index];
}

function one(isGiven: boolean): number {
  return isGiven ? 1 : 0;
}

function given(value: number | undefined): number {
  return value === undefined ? 0 : 1;
}
