import type { SlicedBuffer } from './send/sliced-buffer.js';

/**
 * The fields of an AT line, as the command table declares them. One declaration serves both directions and both ends: the
 * driver encodes arguments and decodes replies with it, the simulated module decodes arguments and encodes replies.
 */
export type Field = IntegerField | QuotedField | WordField | TailField | CountedField;

/** What all fields have. */
export interface Named {
  /** As reference, errors and types call it. */
  readonly name: string;
  /** May be empty between commas, or missing together with all that follows. */
  readonly optional?: boolean;
}

/** Decimal digits with an optional minus sign. Bounds are inclusive. */
export interface IntegerField extends Named {
  /** By which it is told from the others. */
  readonly kind: 'integer';
  /** The least that it can be. */
  readonly minimum: number;
  /** The most that it can be. */
  readonly maximum: number;
  /** The most that are read, leading zeros counted. */
  readonly digits: number;
}

/** Text between double quotes, in which V.250 writes a byte as `\HH`. Bounds count bytes after unescaping. */
export interface QuotedField extends Named {
  /** By which it is told from the others. */
  readonly kind: 'quoted';
  /** Bytes of the shortest text. */
  readonly minimum: number;
  /** Bytes of the longest text. */
  readonly maximum: number;
  /** What the manual documents, where modules accept more: a longer text is sent, and a refusal names this limit. */
  readonly documented?: number;
  /** The only texts allowed, where the guide lists them. */
  readonly oneOf?: readonly string[];
  /** What else keeps a text from being sent, in words that say what to do. */
  problemWith?(text: string): string | undefined;
  /** Never shown in a trace, a log or an error text. */
  readonly secret?: boolean;
}

/** Text up to the next comma or the end of the line, with or without quotes: `READY`, `10.217.202.45`, `"89860…"`. */
export interface WordField extends Named {
  /** By which it is told from the others. */
  readonly kind: 'word';
}

/**
 * Quoted text that is not escaped, so that only the last quote of the line can end it; always the last field,
 * such as the payload of a message. A line end before that quote belongs to the text.
 */
export interface TailField extends Named {
  /** By which it is told from the others. */
  readonly kind: 'tail';
}

/** Bytes between quotes whose number an earlier integer field of the same line declares; never looked at, only counted. */
export interface CountedField extends Named {
  /** By which it is told from the others. */
  readonly kind: 'counted';
  /** Index of the integer field that holds the length. */
  readonly lengthAt: number;
}

/** What a caller gives for a field. Bytes are sent as they are, of a buffer those that count; a string is sent as UTF-8. */
export type Text = string | Uint8Array | SlicedBuffer;

/** The value for a field that is there. */
export type ValueOf<F> = F extends { kind: 'integer' } ? number : Text;
/** The value for a field; none where the field may be left out. */
export type Argument<F> = F extends { optional: true } ? ValueOf<F> | undefined : ValueOf<F>;

/** The values for a list of fields, in order. */
export type Values<F extends readonly Field[]> = { [I in keyof F]: Argument<F[I]> };

/** Values whose fields are known only at run time. */
export type AnyValues = readonly (number | Text | undefined)[];

/** Ten digits overflow what an Int32Array holds, and no field of the table is that long. */
const MOST_DIGITS = 9;

/** A field of decimal digits. Bounds are inclusive. */
export function integer<const N extends string>(name: N, minimum: number, maximum: number, digits = MOST_DIGITS) {
  return { kind: 'integer', name, minimum, maximum, digits } as const;
}

/** A field between quotes. Bounds count bytes. */
export function quoted<const N extends string>(name: N, minimum: number, maximum: number, documented = maximum) {
  return { kind: 'quoted', name, minimum, maximum, documented } as const;
}

/** A quoted field that is never shown. */
export function secret<const N extends string>(name: N, minimum: number, maximum: number, documented = maximum) {
  return { kind: 'quoted', name, minimum, maximum, documented, secret: true } as const;
}

/** A quoted field whose text is looked at: `problemWith` says what is wrong with one. */
export function checked<const N extends string>(
  name: N,
  minimum: number,
  maximum: number,
  problemWith: (text: string) => string | undefined,
) {
  return { kind: 'quoted', name, minimum, maximum, problemWith } as const;
}

/** A quoted field that takes certain texts only. */
export function choice<const N extends string>(name: N, oneOf: readonly string[]) {
  return { kind: 'quoted', name, minimum: 1, maximum: 255, oneOf } as const;
}

/** A field up to the next comma. */
export function word<const N extends string>(name: N) {
  return { kind: 'word', name } as const;
}

/** The last field: quoted text up to the line's last quote. */
export function tail<const N extends string>(name: N) {
  return { kind: 'tail', name } as const;
}

/** Bytes whose number the field at `lengthAt` declares. */
export function counted<const N extends string>(name: N, lengthAt: number) {
  return { kind: 'counted', name, lengthAt } as const;
}

/** The same field, which may be left out. */
export function optional<const F extends Field>(field: F): F & { readonly optional: true } {
  return { ...field, optional: true };
}
