import { BLANK, COLON, CR, LETTER_A, PLUS, PROMPT_SIGN as PROMPT_SIGN } from '../../base/ascii.js';
import type { Reply, Urc } from '../command.js';
import type { CountedField, Field } from '../field.js';
import { FieldReader } from '../line/field-reader.js';
import { FINAL_OK, finalResult, NOT_FINAL } from '../line/final-result.js';
import { labelEnd } from '../line/label.js';
import { LineNames, type NameTable } from '../line/names.js';
import type { Ring } from '../line/ring.js';

/** What a line is: exactly one of these. */
export type LineKind =
  | typeof ECHO
  | typeof REPLY
  | typeof BARE_REPLY
  | typeof PROBE_REPLY
  | typeof URC
  | typeof OPEN_URC
  | typeof OK
  | typeof ERROR
  | typeof PROMPT
  | typeof MALFORMED
  | typeof UNKNOWN;

/** What a line start is, behind which nothing need have come yet. */
export type StartKind = typeof PROMPT | typeof PAYLOAD | typeof NOTHING_YET;

/** The command line, repeated. */
export const ECHO = 0;
/** The information line of the command under way. */
export const REPLY = 1;
/** The same without a name before it. */
export const BARE_REPLY = 2;
/** The information line of a probe. */
export const PROBE_REPLY = 3;
/** What the module says unasked. */
export const URC = 4;
/** A URC whose payload holds a line end: it goes on behind it. */
export const OPEN_URC = 5;
/** Final results. */
export const OK = 6;
export const ERROR = 7;
/** A name that is known, with fields that are not its own. */
export const MALFORMED = 8;
/** What nobody here knows. */
export const UNKNOWN = 9;
/** `>`, or the line that a command has in its place: the module waits for data. */
export const PROMPT = 10;
/** All of a reply before its counted payload. */
export const PAYLOAD = 11;
export const NOTHING_YET = 12;

/** What the dialogue waits for: all that a line's kind depends on besides its bytes. */
export interface Expected {
  /** The command line that was sent last, in case the module repeats it. */
  readonly sent: Uint8Array;
  /** Bytes of {@link sent}, the CR not counted; 0 for none. */
  readonly sentLength: number;
  /** The information line of the command under way, as long as it has not come. */
  readonly reply: Reply | undefined;
  /** The counted payload that this reply ends with. */
  readonly counted: CountedField | undefined;
  /** Whether the module is to ask for data. */
  readonly isPromptDue: boolean;
  /** The line with which it asks, where that is one. */
  readonly promptLine: Uint8Array | undefined;
}

const NO_FIELDS: readonly Field[] = [];

/**
 * Says of a line what it is: by its bytes, and by what is {@link Expected}, and by nothing else. It is judged at its start and
 * never by a substring, in this order: echo, reply of the command under way or of a probe, URC, final result, bare reply. Any bytes
 * are of exactly one kind.
 *
 * Besides the kind there is what was read on the way: the {@link urc}, the {@link fields} of it or of the reply, and where a prompt
 * or a payload's head {@link end}s. They are good until the next line.
 */
export class Classifier {
  readonly fields: FieldReader;
  urc: Urc | undefined = undefined;
  /** Position behind what {@link start} has found. */
  end = 0;
  readonly #ring: Ring;
  readonly #names: LineNames;

  constructor(ring: Ring, names: NameTable) {
    this.#ring = ring;
    this.#names = new LineNames(names, ring);
    this.fields = new FieldReader(ring);
  }

  /** The line from `start` to `end`, its line end not included. `probe` is the reply of a probe that may come now. */
  line(start: number, end: number, expected: Expected, probe: Reply | undefined): LineKind {
    const { bytes, mask } = this.#ring;
    const first = bytes[start & mask];
    this.urc = undefined;
    if (first === LETTER_A && echoEnd(bytes, mask, start, end, expected) === end) return ECHO;
    // No final result has a name of the table, and most lines without a plus sign are final results.
    const final = first === PLUS ? NOT_FINAL : finalResult(bytes, mask, start, end);
    if (final !== NOT_FINAL) return final === FINAL_OK ? OK : ERROR;
    const names = this.#names;
    const known = names.find(start, end);
    if (known < 0) return this.#unnamed(first, start, end, expected);
    const colon = start + names.length(known);
    const name = names.name(known);
    const { reply } = expected;
    if (reply !== undefined && reply.prefix === name) {
      if (this.#answers(reply, colon + 1, end)) return REPLY;
    } else if (probe !== undefined && probe.prefix === name && this.fields.match(probe.fields, bytes, mask, colon + 1, end)) {
      return PROBE_REPLY;
    }
    const urc = names.urc(known);
    if (urc !== undefined) return this.#unasked(urc, colon, end);
    return this.#bare(first, start, end, expected, MALFORMED);
  }

  /** What stands at a line start of which all bytes up to `tail` have come. */
  start(start: number, tail: number, expected: Expected, isProbing: boolean): StartKind {
    if (isProbing || expected.isPromptDue) {
      const end = this.#promptEnd(start, tail, expected);
      if (end >= 0) {
        this.end = end;
        return PROMPT;
      }
    }
    const { reply, counted } = expected;
    if (reply === undefined || counted === undefined) return NOTHING_YET;
    const end = this.#headEnd(reply, start, tail);
    if (end < 0) return NOTHING_YET;
    this.end = end;
    return PAYLOAD;
  }

  /** The URC of which only what is before its last field has come, from `start` to `end`; the rest was lost. */
  lost(start: number, end: number): Urc | undefined {
    const { bytes, mask } = this.#ring;
    const names = this.#names;
    const known = names.find(start, end);
    const urc = names.urc(known);
    if (urc?.fields === undefined || !endsWithTail(urc.fields)) return undefined;
    return this.fields.matchBefore(urc.fields, bytes, mask, start + names.length(known) + 1, end) >= 0 ? urc : undefined;
  }

  #unnamed(first: number, start: number, end: number, expected: Expected): LineKind {
    const { bytes, mask } = this.#ring;
    if (first === PLUS && finalResult(bytes, mask, start, end) !== NOT_FINAL) return ERROR;
    return this.#bare(first, start, end, expected, UNKNOWN);
  }

  /**
   * A reply without a prefix, such as an IMEI, is any line that is nothing else; an unknown URC begins with a plus sign. A prompt that
   * is a line has none either.
   */
  #bare(first: number, start: number, end: number, { promptLine, reply }: Expected, otherwise: LineKind): LineKind {
    const { bytes, mask } = this.#ring;
    if (promptLine !== undefined && isAt(promptLine, bytes, mask, start, end)) return PROMPT;
    if (reply === undefined || (reply.prefix !== undefined && reply.isPrefixOptional !== true)) return otherwise;
    const labelled = reply.label === undefined ? -1 : labelEnd(reply.label, bytes, mask, start, end);
    if (labelled < 0 && first === PLUS) return otherwise;
    return this.#answers(reply, labelled < 0 ? start : labelled, end) ? BARE_REPLY : otherwise;
  }

  /** A reply is told from a URC of the same prefix by its shape, and by being the first of its command. */
  #answers(reply: Reply, start: number, end: number): boolean {
    const { bytes, mask } = this.#ring;
    const { fields } = this;
    return fields.match(reply.fields, bytes, mask, start, end) && (reply.accepts === undefined || reply.accepts(fields));
  }

  #unasked(urc: Urc, colon: number, end: number): LineKind {
    const { bytes, mask } = this.#ring;
    const { fields } = this;
    const { fields: declared = NO_FIELDS } = urc;
    const start = colon < end ? colon + 1 : end;
    this.urc = urc;
    if (fields.match(declared, bytes, mask, start, end)) {
      return urc.isReply !== undefined && urc.isReply(fields) ? MALFORMED : URC;
    }
    // Where all is there but the end of the payload, the line goes on behind a line end.
    const isOpen = endsWithTail(declared) && fields.matchBefore(declared, bytes, mask, start, end) >= 0;
    return isOpen ? OPEN_URC : MALFORMED;
  }

  /** Position behind a prompt, or -1. An echo without a line end of its own may precede it. */
  #promptEnd(start: number, tail: number, expected: Expected): number {
    const { bytes, mask } = this.#ring;
    let position = echoEnd(bytes, mask, start, tail, expected);
    while (position < tail && bytes[position & mask] === CR) position += 1;
    if (position === tail || bytes[position & mask] !== PROMPT_SIGN) return -1;
    position += 1;
    return position < tail && bytes[position & mask] === BLANK ? position + 1 : position;
  }

  /** Position of a reply's counted payload when all before it is there, or -1. */
  #headEnd(reply: Reply, start: number, tail: number): number {
    const { bytes, mask } = this.#ring;
    const names = this.#names;
    const known = names.find(start, tail);
    if (known < 0 || names.name(known) !== reply.prefix) return -1;
    const colon = start + names.length(known);
    if (colon === tail || bytes[colon & mask] !== COLON) return -1;
    return this.fields.matchBefore(reply.fields, bytes, mask, colon + 1, tail);
  }
}

/** Where the command line ends that the module repeats from `start` on; `start` where it repeats none. */
function echoEnd(bytes: Uint8Array, mask: number, start: number, end: number, { sent, sentLength }: Expected): number {
  if (sentLength <= 0 || end - start < sentLength) return start;
  for (let index = 0; index < sentLength; index += 1) if (sent[index] !== bytes[(start + index) & mask]) return start;
  return start + sentLength;
}

/** Whether the line from `start` to `end` is just this text. */
function isAt(text: Uint8Array, bytes: Uint8Array, mask: number, start: number, end: number): boolean {
  if (end - start !== text.length) return false;
  for (let index = 0; index < text.length; index += 1) if (bytes[(start + index) & mask] !== text[index]) return false;
  return true;
}

function endsWithTail(fields: readonly Field[]): boolean {
  return fields.length > 0 && fields[fields.length - 1].kind === 'tail';
}
