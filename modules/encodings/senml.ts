import {
  checkDepth,
  checkFinite,
  checkRoom,
  copyBytes,
  isWritten,
  unwritable,
  represented,
  utf8Bytes,
  utf8Write,
  writeBytes,
  writeNumber,
  type Encoding,
  type EncodingMaker,
  type ObjectPieces,
  type Reading,
} from './toolkit.js';

const COMMA = 0x2c;
const OPENING_BRACKET = 0x5b;
const CLOSING_BRACKET = 0x5d;
const CLOSING_BRACE = 0x7d;
/** Bytes that a reading takes at most besides sample, sensor's name and node id. */
const OVERHEAD = 180;

/** Units of measurement by the last part of a value's name, such as `{ temperature: 'Cel', humidity: '%RH' }`: RFC 8428 §12.1. */
export type Units = Readonly<Record<string, string>>;

/**
 * SenML in JSON (RFC 8428). Each message is a pack. A reading is a record of its sequence number, with base name and base time, and a
 * record of each value of the sample, whose name is the way to it: `thermometer/temperature`. Where only the age is known the base time
 * is relative to now, below 0 (§4.5.3).
 *
 * What SenML has no word for, null, is left out. Making a sample's records takes some texts, in contrast to JSON and CBOR.
 */
export class SenmlEncoding implements Encoding {
  readonly name = 'senml';
  readonly number = 3;
  readonly readingOverhead: number;
  /** Bytes behind the last reading of a batch. */
  readonly batchTailLength = 1;
  readonly #nodeId: string;
  readonly #units: Units;
  readonly #baseName: Uint8Array;
  readonly #baseTime = utf8Bytes('/","bt":');
  readonly #sequence = utf8Bytes(',"n":"sequence","v":');
  readonly #uncertainty = utf8Bytes(',{"n":"uncertainty","u":"s","v":');
  readonly #boot = utf8Bytes(',{"n":"boot","v":');
  readonly #uptime = utf8Bytes(',{"n":"uptime","u":"s","v":');
  readonly #after = utf8Bytes(',{"n":"after","u":"s","v":');
  readonly #refused = utf8Bytes(',{"n":"refused","vb":true}');

  constructor(nodeId: string, units: Units = {}) {
    checkName(nodeId);
    this.#nodeId = nodeId;
    this.#units = units;
    this.#baseName = utf8Bytes(`{"bn":"${nodeId}/`);
    this.readingOverhead = OVERHEAD + nodeId.length;
  }

  /** Objects have no records of their own. The base name is in the first record. */
  get pieces(): ObjectPieces {
    return {
      open: (_count, { name, depth }, target, offset) => {
        if (depth > 0) {
          checkName(name);
          return offset;
        }
        target[offset] = OPENING_BRACKET;
        return offset + 1;
      },
      property: (value, place, target, offset) => {
        checkName(place.name);
        const records = this.#records(value, place.path + place.name, place.depth + 1);
        if (records === '' || offset > 1) return utf8Write(records, target, offset);
        return utf8Write(`{"bn":"${this.#nodeId}/",${records.substring(2)}`, target, offset);
      },
      close: ({ depth }, target, offset) => {
        if (depth > 0) return offset;
        target[offset] = CLOSING_BRACKET;
        return offset + 1;
      },
    };
  }

  /** Without a time: what is said is true when it comes. */
  write(value: unknown, target: Uint8Array, offset: number): number {
    const records = this.#records(represented(value, ''), '', 1);
    const pack = records === '' ? '[]' : `[{"bn":"${this.#nodeId}/",${records.substring(2)}]`;
    const end = utf8Write(pack, target, offset);
    checkRoom(this.name, target, offset, end);
    return end;
  }

  /** The records alone, each with a comma before: they follow on the one of the sequence number. */
  writeSample(sample: unknown, target: Uint8Array, offset: number): number {
    const end = utf8Write(this.#records(represented(sample, ''), '', 1), target, offset);
    checkRoom(this.name, target, offset, end);
    return end;
  }

  writeReading(reading: Reading, place: number, target: Uint8Array, offset: number): number {
    const { bytes, time, age = 0 } = reading;
    let end = offset;
    if (place !== 0) target[end++] = place < 0 ? OPENING_BRACKET : COMMA;
    end = writeBytes(this.#baseName, target, end);
    end = copyBytes(bytes, reading.nameStart, reading.nameEnd, target, end);
    end = writeBytes(this.#baseTime, target, end);
    end = writeNumber((time ?? -age) / 1000, target, end);
    end = writeRecord(this.#sequence, reading.sequence, target, end);
    end = writeSeconds(this.#uncertainty, reading.uncertainty, target, end);
    if (reading.boot !== undefined) end = writeRecord(this.#boot, reading.boot, target, end);
    end = writeSeconds(this.#uptime, reading.uptime, target, end);
    end = writeSeconds(this.#after, reading.after, target, end);
    if (reading.isRefused) end = writeBytes(this.#refused, target, end);
    else end = copyBytes(bytes, reading.sampleStart, reading.sampleEnd, target, end);
    if (place < 0) target[end++] = CLOSING_BRACKET;
    return end;
  }

  batchHeadLength(): number {
    return 1;
  }

  closeBatch(_count: number, target: Uint8Array, start: number, end: number): void {
    target[start - 1] = OPENING_BRACKET;
    target[end] = CLOSING_BRACKET;
  }

  #records(value: unknown, name: string, depth: number): string {
    switch (typeof value) {
      case 'number':
        checkFinite(value);
        return this.#record(name, `"v":${JSON.stringify(value)}`);
      case 'boolean':
        return this.#record(name, `"vb":${value ? 'true' : 'false'}`);
      case 'string':
        return this.#record(name, `"vs":${JSON.stringify(value)}`);
      case 'object':
        if (value === null) return '';
        checkDepth(depth);
        return this.#recordsOf(value as Readonly<Record<string, unknown>>, name, depth);
      default:
        throw unwritable('must be JSON');
    }
  }

  /** Of an object, or of an array: its indices are names. */
  #recordsOf(properties: Readonly<Record<string, unknown>>, name: string, depth: number): string {
    const names = Object.keys(properties);
    let records = '';
    for (let index = 0; index < names.length; index += 1) {
      const part = names[index];
      const value = represented(properties[part], part);
      if (!isWritten(value)) continue;
      checkName(part);
      records += this.#records(value, name === '' ? part : `${name}/${part}`, depth + 1);
    }
    return records;
  }

  #record(name: string, value: string): string {
    const last = name.substring(name.lastIndexOf('/') + 1);
    const unit = this.#units[last];
    return `,{"n":"${name === '' ? 'value' : name}",${unit === undefined ? '' : `"u":${JSON.stringify(unit)},`}${value}}`;
  }
}

/** Readings as SenML, without units: `encoding: senml`. Throws `invalid-argument` for a node id that is no name in SenML. */
export function senml({ nodeId }: { readonly nodeId: string }): Encoding {
  return new SenmlEncoding(nodeId);
}

/** Readings as SenML with units: `encoding: senmlWith({ temperature: 'Cel' })`. */
export function senmlWith(units: Units): EncodingMaker {
  return ({ nodeId }) => new SenmlEncoding(nodeId, units);
}

function writeRecord(name: Uint8Array, value: number, target: Uint8Array, offset: number): number {
  const end = writeNumber(value, target, writeBytes(name, target, offset));
  target[end] = CLOSING_BRACE;
  return end + 1;
}

function writeSeconds(name: Uint8Array, milliseconds: number | undefined, target: Uint8Array, offset: number): number {
  return milliseconds === undefined ? offset : writeRecord(name, milliseconds / 1000, target, offset);
}

/** A name in SenML has letters, digits and `- : . / _` (RFC 8428 §4.5.1). */
function checkName(name: string): void {
  for (let index = 0; index < name.length; index += 1) {
    const code = name.charCodeAt(index);
    const isAlphanumeric = (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
    // `-`, `.`, `/` and the digits' neighbour `:` are 0x2d to 0x2f and 0x3a, `_` is 0x5f.
    const isMark = (code >= 0x2d && code <= 0x2f) || code === 0x3a || code === 0x5f;
    if (!isAlphanumeric && !isMark) throw unwritable(`in SenML the name ${name} may have letters, digits and - : . _ only`);
  }
}
