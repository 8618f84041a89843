import { checkMethods, checkString, checkWholeNumber } from '../base/checks.js';
import type { ObjectPieces } from './object-pieces.js';

/**
 * How a node's values become bytes: readings, alone and in batches, and whatever else it says about itself. It knows neither topics nor
 * outboxes. `json` is the default; `cellnode/cbor` and `cellnode/senml` have others, and an encoding of one's own is a class with these
 * members.
 *
 * Values are what JSON knows: objects, arrays, texts, finite numbers, booleans and null, at most {@link DEPTH_LIMIT} levels deep. As in
 * `JSON.stringify`, a property that is undefined or a function is left out, and an object with a `toJSON` is what that gives.
 */
export interface Encoding {
  /** As it is called in an error, such as `json`. */
  readonly name: string;
  /**
   * The number by which a record in an outbox says who has written its sample: 1 JSON, 2 CBOR, 3 SenML; 128 to 255 for encodings of
   * one's own. It outlives the program, so it is for ever.
   */
  readonly number: number;
  /**
   * Writes a value as a message of its own to `target` from `offset` on and gives the offset behind it. Throws `invalid-argument` for
   * what is no such value, and for one that does not fit.
   */
  write(value: unknown, target: Uint8Array, offset: number): number;
  /** The same for a sample, in the form in which it waits in an outbox and is handed to {@link writeReading}. */
  writeSample(sample: unknown, target: Uint8Array, offset: number): number;
  /** Bytes that a reading takes at most besides its sample and the sensor's name, what sets it off in a batch included. */
  readonly readingOverhead: number;
  /**
   * Writes a reading from `offset` on and gives the offset behind it. `place`: how many readings of the same batch are before it,
   * {@link ALONE} where it is a message by itself. Allocates nothing, throws nothing: there is room.
   */
  writeReading(reading: Reading, place: number, target: Uint8Array, offset: number): number;
  /** Bytes that stand before the first of `count` readings in a batch. */
  batchHeadLength(count: number): number;
  /** Bytes that stand behind the last reading of a batch. */
  readonly batchTailLength: number;
  /** Makes a batch of `count` readings, which lie from `start` to `end`: writes its head before, its tail behind. */
  closeBatch(count: number, target: Uint8Array, start: number, end: number): void;
  /**
   * What {@link write} does with an object, in pieces: health records and answers are long, and a turn has no time for all of one. An
   * encoding of one's own may leave it out. Asked for at each message: what is made then takes no memory in between.
   */
  readonly pieces?: ObjectPieces;
}

/** Makes the encoding of one node: it has buffers of its own. `nodeId` is for those that name things in their messages. */
export type EncodingMaker = (node: { readonly nodeId: string }) => Encoding;

/** The number of JSON, which every program has: readings of release 0.1.0 are JSON, too. */
export const JSON_NUMBER = 1;

/** The place of a reading that is in no batch. */
export const ALONE = -1;

/**
 * A reading as it is sent. What is not known of its time is undefined; docs/wire.md says what the fields mean, and when there are
 * which.
 */
export interface Reading {
  /** Its number in the outbox. */
  readonly sequence: number;
  /** UTC in milliseconds since 1970. */
  readonly time: number | undefined;
  /** Milliseconds. */
  readonly uncertainty: number | undefined;
  /** Milliseconds. */
  readonly age: number | undefined;
  /** Number of the start in which it was taken. */
  readonly boot: number | undefined;
  /** Milliseconds. */
  readonly uptime: number | undefined;
  /** UTC in milliseconds since 1970. */
  readonly after: number | undefined;
  /** Holds the sensor's name and the sample. */
  readonly bytes: Uint8Array;
  /** The name is ASCII that wants no escapes. It is empty in readings of the first release, which had one sensor. */
  readonly nameStart: number;
  /** Behind the name. */
  readonly nameEnd: number;
  /** As {@link Encoding.writeSample} has written it. */
  readonly sampleStart: number;
  /** Behind the sample. */
  readonly sampleEnd: number;
  /** The broker closes the connection on this reading: what goes in its place has no sample. */
  readonly isRefused: boolean;
}

const MEMBERS = ['write', 'writeSample', 'writeReading', 'batchHeadLength', 'closeBatch'] as const;
const PIECES = ['open', 'property', 'close'] as const;
const LARGEST_NUMBER = 255;
/** Bytes, by which no reading would fit a message any more. */
const LARGEST_OVERHEAD = 4096;

/** Throws `invalid-argument` for what is no encoding, before a sample is lost to it. */
export function checkEncoding(argument: string, encoding: Encoding, source: string): void {
  checkMethods(argument, encoding, MEMBERS, 'an Encoding, such as that of cbor', source);
  checkString(`${argument}.name`, encoding.name, source);
  checkWholeNumber(`${argument}.number`, encoding.number, 1, LARGEST_NUMBER, source);
  checkWholeNumber(`${argument}.readingOverhead`, encoding.readingOverhead, 0, LARGEST_OVERHEAD, source);
  if (encoding.pieces !== undefined) checkMethods(`${argument}.pieces`, encoding.pieces, PIECES, 'ObjectPieces', source);
  checkWholeNumber(`${argument}.batchTailLength`, encoding.batchTailLength, 0, LARGEST_OVERHEAD, source);
}
