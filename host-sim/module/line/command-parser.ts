import type { Form } from '../../../modules/at/command-name.js';
import { BLANK, QUOTE, ZERO } from '../../../modules/base/ascii.js';

const AMPERSAND = 0x26;
const PLUS = 0x2b;
const SEMICOLON = 0x3b;
const EQUALS = 0x3d;
const QUESTION_MARK = 0x3f;
const UPPER_D = 0x44;
const UPPER_S = 0x53;
/** Missing numbers of basic commands are 0 (V.250 §5.3.1). */
const NUMBER_ZERO = Uint8Array.of(ZERO);
const NOTHING = new Uint8Array(0);

/** One command of a line, before anybody knows whether it exists. */
export interface ParsedCommand {
  /** Upper case, without `AT` and sign: `+MQTTOPEN`, `E`, `&F`, `S3`, `^SYSINFO`; empty for a bare `AT`. */
  readonly name: string;
  readonly form: Form;
  readonly arguments: Uint8Array;
  /** Where the next command of the line starts. */
  readonly next: number;
}

/**
 * The command at `offset` of a line without its `AT`, `undefined` at its end, `malformed` where V.250 §5.3–5.4 has no
 * reading of it. Basic commands follow each other directly, an extended one ends with `;` or with the line; a semicolon
 * behind a basic command means nothing, and programs do write it.
 */
export function parseCommand(line: Uint8Array, offset: number): ParsedCommand | 'malformed' | undefined {
  const start = skipSeparators(line, offset);
  const isBare = offset === 0 && start >= line.length;
  if (isBare) return { name: '', form: 'action', arguments: NOTHING, next: line.length + 1 };
  if (start >= line.length) return undefined;
  const first = line[start];
  if (isExtendedPrefix(first)) return parseExtended(line, start);
  if (first === AMPERSAND) return isLetter(line[start + 1]) ? parseBasic(line, start, start + 2) : 'malformed';
  if (upper(first) === UPPER_S) return parseRegister(line, start);
  if (upper(first) === UPPER_D) return parseDial(line, start);
  return isLetter(first) ? parseBasic(line, start, start + 1) : 'malformed';
}

function parseBasic(line: Uint8Array, start: number, nameEnd: number): ParsedCommand | 'malformed' {
  const numberStart = skipBlanks(line, nameEnd);
  const name = nameAt(line, start, nameEnd);
  if (isTest(line, numberStart)) return { name, form: 'test', arguments: NOTHING, next: numberStart + 2 };
  const numberEnd = skipDigits(line, numberStart);
  const number = line.slice(numberStart, numberEnd);
  // A command that nobody has must not be run for its beginning: `ATV?` would be `ATV0`.
  if (line[numberEnd] === QUESTION_MARK || line[numberEnd] === EQUALS) return 'malformed';
  return {
    name,
    form: 'basic',
    arguments: number.length === 0 ? NUMBER_ZERO : number,
    next: numberEnd,
  };
}

/** Whatever follows is the number to dial (V.250 §6.3.1), a semicolon for a voice call included. */
function parseDial(line: Uint8Array, start: number): ParsedCommand {
  if (isTest(line, start + 1)) return { name: 'D', form: 'test', arguments: NOTHING, next: start + 3 };
  return { name: 'D', form: 'basic', arguments: line.slice(start + 1), next: line.length + 1 };
}

/** `S3?` and `S3=13`; without a value it is an error, as V.250 §5.3.2 allows, and no terminator is lost by a slip. */
function parseRegister(line: Uint8Array, start: number): ParsedCommand | 'malformed' {
  const nameEnd = skipDigits(line, start + 1);
  const name = nameAt(line, start, nameEnd);
  const sign = skipBlanks(line, nameEnd);
  if (line[sign] === QUESTION_MARK) return { name, form: 'read', arguments: NOTHING, next: sign + 1 };
  if (isTest(line, sign)) return { name, form: 'test', arguments: NOTHING, next: sign + 2 };
  if (line[sign] !== EQUALS) return 'malformed';
  const numberStart = skipBlanks(line, sign + 1);
  const numberEnd = skipDigits(line, numberStart);
  if (numberEnd === numberStart) return 'malformed';
  return { name, form: 'set', arguments: line.slice(numberStart, numberEnd), next: numberEnd };
}

/** `=?`, of commands too of which V.250 has no such form: strangers try it, and it must do nothing. */
function isTest(line: Uint8Array, position: number): boolean {
  return line[position] === EQUALS && line[position + 1] === QUESTION_MARK;
}

function parseExtended(line: Uint8Array, start: number): ParsedCommand | 'malformed' {
  let nameEnd = start + 1;
  while (isNameByte(line[nameEnd])) nameEnd += 1;
  const name = nameAt(line, start, nameEnd);
  const sign = skipBlanks(line, nameEnd);
  if (line[sign] === QUESTION_MARK) return ended(line, sign + 1, name, 'read');
  if (line[sign] !== EQUALS) return ended(line, sign, name, 'action');
  const behind = skipBlanks(line, sign + 1);
  if (line[behind] === QUESTION_MARK) return ended(line, behind + 1, name, 'test');
  const end = argumentsEnd(line, behind);
  return { name, form: 'set', arguments: line.slice(behind, end), next: end + 1 };
}

/** Nothing but blanks may stand between the sign and what ends the command. */
function ended(line: Uint8Array, offset: number, name: string, form: Form): ParsedCommand | 'malformed' {
  const end = skipBlanks(line, offset);
  return end >= line.length || line[end] === SEMICOLON ? { name, form, arguments: NOTHING, next: end + 1 } : 'malformed';
}

/** A semicolon between quotes is text. */
function argumentsEnd(line: Uint8Array, start: number): number {
  let isQuoted = false;
  let end = start;
  while (end < line.length && (isQuoted || line[end] !== SEMICOLON)) {
    if (line[end] === QUOTE) isQuoted = !isQuoted;
    end += 1;
  }
  return end;
}

function skipSeparators(line: Uint8Array, offset: number): number {
  let position = offset;
  while (line[position] === BLANK || line[position] === SEMICOLON) position += 1;
  return position;
}

function skipBlanks(line: Uint8Array, offset: number): number {
  let position = offset;
  while (line[position] === BLANK) position += 1;
  return position;
}

function skipDigits(line: Uint8Array, offset: number): number {
  let position = offset;
  while (isDigit(line[position])) position += 1;
  return position;
}

function nameAt(line: Uint8Array, start: number, end: number): string {
  let name = '';
  for (let index = start; index < end; index += 1) name += String.fromCharCode(upper(line[index]));
  return name;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte <= ZERO + 9;
}

function isLetter(byte: number | undefined): boolean {
  return byte !== undefined && upper(byte) >= 0x41 && upper(byte) <= 0x5a;
}

/** V.250 knows `+` only; vendors have taken the other signs for names of the same kind, `^SYSINFO` or `$GPS`. */
function isExtendedPrefix(byte: number): boolean {
  return byte === PLUS || '^$*#%!@_'.includes(String.fromCharCode(byte));
}

/** V.250 §5.4.1: letters, digits and `! % - . / : _`. */
function isNameByte(byte: number | undefined): boolean {
  return isLetter(byte) || isDigit(byte) || (byte !== undefined && '!%-./:_'.includes(String.fromCharCode(byte)));
}

function upper(byte: number): number {
  return byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte;
}
