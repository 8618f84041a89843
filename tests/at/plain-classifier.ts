import type { Reply, Urc } from '../../modules/at/command.js';
import type { Field } from '../../modules/at/field.js';
import type { FieldReader } from '../../modules/at/line/field-reader.js';

/** What has been read of a field: where it lies on the line, and its value. */
export interface PlainField {
  readonly start: number;
  readonly end: number;
  readonly integer: number;
}

/** The fields of a line; absent ones are undefined. */
export type PlainFields = readonly (PlainField | undefined)[];

/** What stands before the last field, and where that begins behind its quote. */
export interface Head {
  readonly fields: PlainFields;
  readonly position: number;
}

interface Read {
  readonly fields: (PlainField | undefined)[];
  readonly behind: number;
}

const skipBlanks = (line: string, position: number): number => position + (/^ */.exec(line.slice(position)) ?? [''])[0].length;
const isPayload = (field: Field | undefined): boolean => field?.kind === 'tail' || field?.kind === 'counted';

/**
 * The rules by which fields are read, written once more over strings, with a regular expression for each kind and no care for what it
 * costs: what the driver makes of any line can be held against it.
 */
export function plainMatch(declared: readonly Field[], line: string, isExact = false): PlainFields | undefined {
  const strict = isExact || isPayload(declared.at(-1));
  const read = readFields(declared, declared.length, line, strict);
  if (read === undefined || declared.slice(read.fields.length).some(({ optional }) => optional !== true)) return undefined;
  return strict && skipBlanks(line, read.behind) < line.length ? undefined : read.fields;
}

/** The same for what stands before the last field. */
export function plainMatchBefore(declared: readonly Field[], line: string): Head | undefined {
  const last = declared.length - 1;
  const read = readFields(declared, last, line, true);
  if (read === undefined || read.fields.length < last || read.behind >= line.length) return undefined;
  const position = skipBlanks(line, last === 0 ? read.behind : read.behind + 1);
  return line[position] === '"' ? { fields: read.fields, position: position + 1 } : undefined;
}

function readFields(declared: readonly Field[], count: number, line: string, strict: boolean): Read | undefined {
  const fields: (PlainField | undefined)[] = [];
  let position = 0;
  for (const field of declared.slice(0, count)) {
    if (fields.length > 0 && position >= line.length) break;
    if (fields.length > 0) position += 1;
    const start = skipBlanks(line, position);
    if (start >= line.length || line[start] === ',') {
      if (field.optional !== true) return undefined;
      fields.push(undefined);
      position = start;
      continue;
    }
    const found = readField(field, line, start, strict, fields);
    const behind = found === undefined ? -1 : skipBlanks(line, found.behind);
    if (found !== undefined && (behind >= line.length || line[behind] === ',')) {
      fields.push(found.field);
      position = behind;
    } else {
      if (field.optional !== true || strict) return undefined;
      fields.push(undefined);
      // A comma between quotes is text, and quotes that are open at the end hide all commas behind.
      position = start + (/^(?:[^",]|"[^"]*(?:"|$))*/.exec(line.slice(start)) ?? [''])[0].length;
    }
  }
  return { fields, behind: position };
}

interface Found {
  readonly field: PlainField;
  readonly behind: number;
}

function readField(field: Field, line: string, start: number, strict: boolean, before: PlainFields): Found | undefined {
  const rest = line.slice(start);
  const within = (pattern: RegExp, offset: number, length = pattern.exec(rest)?.[1].length): Found | undefined =>
    length === undefined
      ? undefined
      : { field: { start: start + offset, end: start + offset + length, integer: 0 }, behind: start + 2 * offset + length };
  switch (field.kind) {
    case 'integer': {
      const digits = `-?[0-9]{1,${field.digits}}`;
      const matched = new RegExp(`^(?:(${digits})|"(${digits})")`).exec(rest);
      const isQuoted = matched?.[2] !== undefined;
      if (matched === null || (isQuoted && strict)) return undefined;
      const text = matched[1] ?? matched[2];
      const integer = Number(text);
      if (integer < field.minimum || integer > field.maximum) return undefined;
      const first = start + (isQuoted ? 1 : 0);
      return { field: { start: first, end: first + text.length, integer }, behind: start + matched[0].length };
    }
    case 'word':
      return rest.startsWith('"') ? within(/^"([^"]*)"/, 1) : bareWord(rest, start);
    case 'quoted':
      if (rest.startsWith('"')) return within(/^"([^"]*)"/, 1);
      return strict || (/^[^,]*/.exec(rest) ?? [''])[0].includes('"') ? undefined : bareWord(rest, start);
    case 'tail':
      return within(/^"([^]*)"$/, 1);
    case 'counted': {
      const length = before[field.lengthAt]?.integer ?? 0;
      return rest.startsWith('"') && rest[1 + length] === '"' ? within(/^/, 1, length) : undefined;
    }
  }
}

function bareWord(rest: string, start: number): Found {
  const [text] = /^[^,]*/.exec(rest) ?? [''];
  return { field: { start, end: start + text.replace(/ +$/, '').length, integer: 0 }, behind: start + text.length };
}

/** The kinds of lines, by their names. */
export type PlainKind = 'echo' | 'reply' | 'bare reply' | 'probe reply' | 'urc' | 'open urc' | 'ok' | 'error' | 'prompt' | 'malformed' | 'unknown';

/** What is awaited, as strings. */
export interface PlainExpected {
  readonly sent: string;
  readonly reply: Reply | undefined;
  readonly probe: Reply | undefined;
  readonly promptLine: string | undefined;
}

/** What a line is, and what has been read of it. */
export interface PlainLine {
  readonly kind: PlainKind;
  readonly urc?: Urc;
  readonly fields?: PlainFields;
}

/** `names`: the URC of each name by which lines are known, or nothing where it is a reply's alone. */
export function plainLine(line: string, expected: PlainExpected, names: ReadonlyMap<string, Urc | undefined>): PlainLine {
  const { sent, reply, probe, promptLine } = expected;
  if (sent.startsWith('A') && line === sent) return { kind: 'echo' };
  if (line === 'OK') return { kind: 'ok' };
  if (line === 'ERROR') return { kind: 'error' };
  const [name] = /^[^:]*/.exec(line) ?? [''];
  const text = line.slice(name.length + 1);
  if (names.has(name)) {
    const answered = reply?.prefix === name ? answer(reply, text) : undefined;
    if (answered !== undefined) return { kind: 'reply', fields: answered };
    const probed = reply?.prefix !== name && probe?.prefix === name ? plainMatch(probe.fields, text) : undefined;
    if (probed !== undefined) return { kind: 'probe reply', fields: probed };
    const urc = names.get(name);
    return urc === undefined ? bare(line, reply, promptLine, 'malformed') : unasked(urc, text);
  }
  if (/^\+[A-Z]{0,10} ERROR(:|$)/.test(line)) return { kind: 'error' };
  return bare(line, reply, promptLine, 'unknown');
}

function answer(reply: Reply, text: string): PlainFields | undefined {
  const fields = plainMatch(reply.fields, text);
  return fields !== undefined && reply.accepts?.(readerOf(reply.fields, fields)) !== false ? fields : undefined;
}

/** What a row's own judgement asks of the fields. */
function readerOf(declared: readonly Field[], fields: PlainFields): FieldReader {
  const integer = (name: string): number => fields[declared.findIndex((field) => field.name === name)]?.integer ?? 0;
  return { integer } as Pick<FieldReader, 'integer'> as FieldReader;
}

function bare(line: string, reply: Reply | undefined, promptLine: string | undefined, otherwise: PlainKind): PlainLine {
  if (line === promptLine) return { kind: 'prompt' };
  if (reply === undefined || (reply.prefix !== undefined && reply.isPrefixOptional !== true)) return { kind: otherwise };
  const labelled = reply.label === undefined ? null : new RegExp(`^\\+?${reply.label}:`, 'i').exec(line);
  if (labelled === null && line.startsWith('+')) return { kind: otherwise };
  const fields = answer(reply, line.slice(labelled?.[0].length ?? 0));
  return fields === undefined ? { kind: otherwise } : { kind: 'bare reply', fields };
}

function unasked(urc: Urc, text: string): PlainLine {
  const declared = urc.fields ?? [];
  const fields = plainMatch(declared, text);
  if (fields !== undefined) return { kind: urc.isReply?.(readerOf(declared, fields)) === true ? 'malformed' : 'urc', urc, fields };
  const isOpen = declared.at(-1)?.kind === 'tail' && plainMatchBefore(declared, text) !== undefined;
  return { kind: isOpen ? 'open urc' : 'malformed', urc };
}

/** Where a prompt ends, or the head of a counted payload, in all that has come from a line's start on. */
export function plainStart(
  text: string,
  { sent, reply }: PlainExpected,
  isPromptDue: boolean,
): { readonly kind: 'prompt' | 'payload'; readonly end: number } | undefined {
  const echo = sent !== '' && text.startsWith(sent) ? sent.length : 0;
  const prompt = isPromptDue ? /^\r*> ?/.exec(text.slice(echo)) : null;
  if (prompt !== null) return { kind: 'prompt', end: echo + prompt[0].length };
  if (reply?.prefix === undefined || reply.fields.at(-1)?.kind !== 'counted') return undefined;
  const head = `${reply.prefix}:`;
  const payload = text.startsWith(head) ? plainMatchBefore(reply.fields, text.slice(head.length)) : undefined;
  return payload === undefined ? undefined : { kind: 'payload', end: head.length + payload.position };
}
