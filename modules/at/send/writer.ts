import { BACKSLASH, COMMA, CR, DELETE, hexadecimalDigit, BLANK, MINUS, QUOTE } from '../../base/ascii.js';
import { writeDecimal } from '../../base/decimal.js';
import { cellularError, invalidArgument } from '../../base/errors.js';
import { isUnreserved } from '../../base/unreserved.js';
import { utf8Length, utf8Write } from '../../base/utf8.js';
import type { Command } from '../command.js';
import { commandName } from '../command-name.js';
import type { AnyValues, Field, QuotedField, Text } from '../field.js';
import { SlicedBuffer } from './sliced-buffer.js';

/** What a byte is between quotes. The rest, which is escaped or not ASCII, may be in text. */
const PLAIN = 0;
const REST = 1;
const FORBIDDEN = 2;
/** By the byte: one look instead of four comparisons, which every byte of a payload in quotes would have to pass twice. */
const CLASSES = classes();

function classes(): Uint8Array {
  const table = new Uint8Array(256).fill(REST, DELETE + 1);
  table.fill(FORBIDDEN, 0, BLANK);
  table[QUOTE] = FORBIDDEN;
  table[DELETE] = FORBIDDEN;
  table[BACKSLASH] = REST;
  return table;
}

/**
 * Throws `invalid-argument` when a value breaks its field's bounds or could reach the wire as something else than text. After
 * it has returned, {@link writeCommand} cannot fail but for room.
 */
export function validateArguments(command: Command, values: AnyValues): void {
  const fields = command.arguments;
  if (values.length > fields.length) {
    const name = commandName(command);
    throw invalidArgument('arguments', `at most ${fields.length} for ${name}`, command.source, name);
  }
  for (let index = 0; index < fields.length; index += 1) {
    const problem = problemWith(fields[index], values[index]);
    if (problem !== undefined) throw invalidArgument(fields[index].name, problem, command.source, commandName(command));
  }
}

/**
 * Writes the command line with its terminating CR at `offset` and gives the offset behind it. Throws `overflow` where
 * `target` is too small.
 */
export function writeCommand(command: Command, values: AnyValues, target: Uint8Array, offset: number): number {
  const headEnd = offset + command.head.length;
  if (headEnd <= target.length) target.set(command.head, offset);
  const end = writeFields(command.arguments, values, target, headEnd);
  if (end + 1 > target.length) {
    const name = commandName(command);
    const sizes = `${name} takes ${end + 1 - offset} bytes, the transmit buffer holds ${target.length - offset}`;
    throw cellularError('overflow', sizes, { command: name });
  }
  target[end] = CR;
  return end + 1;
}

/** Bytes of the command line with its terminating CR. */
export function commandLength(command: Command, values: AnyValues): number {
  // Made anew each time: one that a preloaded module keeps is read-only on XS, which refuses also what is written beyond its end.
  const noRoom = new Uint8Array(0);
  return writeFields(command.arguments, values, noRoom, command.head.length) + 1;
}

/**
 * Writes values separated by commas. Absent ones at the end are left out, absent ones before leave their comma. Bytes that
 * do not fit are not stored, but counted, so that a result above `target.length` tells how much room was needed.
 */
export function writeFields(fields: readonly Field[], values: AnyValues, target: Uint8Array, offset: number): number {
  let last = values.length - 1;
  while (last >= 0 && values[last] === undefined) last -= 1;
  let end = offset;
  for (let index = 0; index <= last; index += 1) {
    if (index > 0) target[end++] = COMMA;
    const value = values[index];
    if (value === undefined) continue;
    if (typeof value === 'number') {
      end = writeInteger(value, target, end);
    } else {
      const kind = fields[index].kind;
      const isQuoted = kind !== 'word';
      if (isQuoted) target[end++] = QUOTE;
      end = kind === 'quoted' ? writeEscaped(value, target, end) : writeRaw(value, target, end);
      if (isQuoted) target[end++] = QUOTE;
    }
  }
  return end;
}

/** Whether every byte can stand between quotes without an escape: printable ASCII other than `"` and `\`. */
export function isQuotable(bytes: Uint8Array, length: number): boolean {
  for (let index = 0; index < length; index += 1) if (CLASSES[bytes[index]] !== PLAIN) return false;
  return true;
}

function problemWith(field: Field, value: number | Text | undefined): string | undefined {
  if (value === undefined) return field.optional ? undefined : 'is required';
  switch (field.kind) {
    case 'integer':
      return typeof value === 'number' && value >= field.minimum && value <= field.maximum && value === Math.floor(value)
        ? undefined
        : `must be a whole number from ${field.minimum} to ${field.maximum}`;
    case 'quoted':
      return isText(value) ? problemWithText(field, value) : 'must be text';
    case 'word':
    case 'tail':
    case 'counted':
      return 'cannot be sent in a command';
  }
}

/** Programs without types give anything. */
function isText(value: unknown): value is Text {
  return typeof value === 'string' || value instanceof Uint8Array || value instanceof SlicedBuffer;
}

function problemWithText(field: QuotedField, value: Text): string | undefined {
  const isPlain = typeof value === 'string' && isUnreserved(value);
  const length = isPlain || typeof value !== 'string' ? value.length : utf8Length(value);
  if (length < field.minimum || length > field.maximum) {
    return `must be ${field.minimum} to ${field.maximum} bytes long, is ${length}`;
  }
  const forbidden = isPlain ? -1 : forbiddenIn(value);
  if (forbidden === QUOTE) return 'must not hold a double quote';
  if (forbidden >= 0) return 'must not hold control characters such as CR and LF';
  if (field.oneOf !== undefined && (typeof value !== 'string' || field.oneOf.indexOf(value) < 0)) {
    return `must be one of ${field.oneOf.join(', ')}`;
  }
  return typeof value === 'string' ? field.problemWith?.(value) : undefined;
}

/** The first byte that must not stand in quotes, or -1. */
function forbiddenIn(value: Text): number {
  if (typeof value === 'string') return forbiddenInString(value);
  const bytes = value instanceof SlicedBuffer ? value.contents : value;
  const { length } = value;
  for (let index = 0; index < length; index += 1) if (CLASSES[bytes[index]] === FORBIDDEN) return bytes[index];
  return -1;
}

function forbiddenInString(text: string): number {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (CLASSES[code] === FORBIDDEN) return code;
  }
  return -1;
}

function writeInteger(value: number, target: Uint8Array, offset: number): number {
  if (value >= 0) return writeDecimal(value, target, offset);
  target[offset] = MINUS;
  return writeDecimal(-value, target, offset + 1);
}

function writeRaw(value: Text, target: Uint8Array, offset: number): number {
  if (typeof value === 'string') return utf8Write(value, target, offset);
  const end = offset + value.length;
  if (end > target.length) return end;
  if (value instanceof SlicedBuffer) value.copyTo(target, offset);
  else target.set(value, offset);
  return end;
}

/** A backslash followed by two hexadecimal digits would be read as an escape, so every backslash is written as one. */
function writeEscaped(value: Text, target: Uint8Array, offset: number): number {
  const rawEnd = writeRaw(value, target, offset);
  const end = rawEnd + 2 * backslashes(value);
  if (end > target.length) return end;
  // Room is made from behind, as far as there is a backslash before.
  let to = end;
  for (let from = rawEnd - 1; to > from + 1; from -= 1) {
    if (target[from] === BACKSLASH) {
      target[--to] = hexadecimalDigit(BACKSLASH & 0x0f);
      target[--to] = hexadecimalDigit(BACKSLASH >> 4);
    }
    target[--to] = target[from];
  }
  return end;
}

/** They are rare; they are looked for natively, and before the text is stored, as it may not fit. */
function backslashes(value: Text): number {
  let count = 0;
  if (typeof value === 'string') {
    for (let at = value.indexOf('\\'); at >= 0; at = value.indexOf('\\', at + 1)) count += 1;
    return count;
  }
  for (let at = value.indexOf(BACKSLASH, 0); at >= 0; at = value.indexOf(BACKSLASH, at + 1)) count += 1;
  return count;
}
