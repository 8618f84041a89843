import { CR, PLUS, PROMPT_SIGN, QUOTE } from '../../modules/base/ascii.js';
import type { Command, Reply, Urc } from '../../modules/at/command.js';
import { FieldReader } from '../../modules/at/line/field-reader.js';
import type { Field } from '../../modules/at/field.js';
import { finalResult, NOT_FINAL } from '../../modules/at/line/final-result.js';
import { labelEnd } from '../../modules/at/line/label.js';
import { type LineTable, nameEnd } from '../../modules/at/line/names.js';
import type { CommandDecoder } from './command-decoder.js';
import type { Conversation } from './conversation.js';
import { namedFields } from './field-names.js';
import type { LineJudge } from './line-splitter.js';
import { errorMeaning } from './meanings.js';
import type { Secrets } from './secrets.js';
import type { SentDecoder } from './sent-decoder.js';
import type { DecodedEntry } from './trace-entry.js';
import { byteCount, latin1, preview, printable } from './trace-text.js';

/** Bytes shown of a line that could not be read. */
const PREVIEW = 120;

/** What the judgement of the module's lines rests on. */
export interface ReceivedContext {
  readonly table: LineTable;
  readonly commands: CommandDecoder;
  readonly secrets: Secrets;
  readonly conversation: Conversation;
  readonly sent: SentDecoder;
  now(): number;
  found(finding: DecodedEntry): void;
}

/** Says what the module's lines are, in the driver's order: echo, final result, reply, URC. */
export class ReceivedDecoder implements LineJudge {
  readonly #context: ReceivedContext;
  readonly #urcs: ReadonlyMap<string, Urc>;
  readonly #fields = new FieldReader();
  /** The line below the last one is text of others. */
  #isTextDue = false;

  constructor(context: ReceivedContext) {
    this.#context = context;
    this.#urcs = new Map(context.table.urcs.map((urc) => [urc.name, urc]));
  }

  get #replies(): readonly Command[] {
    return this.#context.table.commands.filter(({ reply }) => reply?.prefix !== undefined);
  }

  onLineStart(bytes: Uint8Array): number {
    const { sent, conversation } = this.#context;
    if (!sent.awaitsPrompt) return 0;
    if (bytes[0] === PROMPT_SIGN) return this.#takePrompt();
    // An echo without a line end of its own may precede the prompt.
    const { line } = conversation;
    let end = line.length;
    if (end === 0 || !isSame(bytes.subarray(0, end), line)) return 0;
    while (bytes[end] === CR) end += 1;
    if (bytes[end] !== PROMPT_SIGN) return 0;
    this.#tellEcho(line);
    return end;
  }

  countedEnd(bytes: Uint8Array): number {
    const colon = nameEnd(bytes, -1, 0, bytes.length);
    const name = latin1(bytes.subarray(0, colon));
    const row = this.#context.conversation.unanswered.find(({ reply }) => reply?.prefix === name);
    return this.#countedEndOf(row?.reply?.fields ?? [], bytes, colon + 1);
  }

  onLine(line: Uint8Array): boolean {
    if (this.#isTextDue) {
      this.#isTextDue = false;
      this.#tellUnread(line, 'text of others, which nobody obeys');
      return true;
    }
    const colon = nameEnd(line, -1, 0, line.length);
    const name = latin1(line.subarray(0, colon));
    const urc = this.#urcs.get(name);
    if (urc === undefined && isCommandLike(line)) {
      this.#tellEcho(line);
    } else if (finalResult(line, -1, 0, line.length) !== NOT_FINAL) {
      this.#tellFinal(line);
    } else if (!this.#takeReply(name, colon, line)) {
      if (urc !== undefined && this.#isOpenMessage(urc, colon, line)) return false;
      const isRead = this.#takeUrc(urc, colon, line) || this.#takeBareReply(line) || this.#takeLateReply(name, colon, line);
      if (!isRead) this.#tellUnread(line, this.#isName(name) ? 'the fields do not fit' : 'not in the table');
    }
    return true;
  }

  onLost(line: Uint8Array): void {
    this.#tellUnread(line, 'its end never came');
  }

  onNoise(count: number): void {
    this.#context.found({ kind: 'unknown', text: byteCount(count), explanation: 'noise' });
  }

  onOverlong(count: number): void {
    this.#context.found({ kind: 'unknown', text: byteCount(count), explanation: 'longer than a line may be' });
  }

  #takePrompt(): number {
    const length = this.#context.sent.onPrompt();
    const explanation = length === undefined ? undefined : `asks for ${length} bytes`;
    this.#context.found({ kind: 'prompt', text: '>', explanation });
    return 1;
  }

  /** An echo is read like the command that it should be: where it is garbled, it is masked for what it says itself. */
  #tellEcho(line: Uint8Array): void {
    const { commands, conversation, found } = this.#context;
    const isExact = isSame(line, conversation.line);
    const decoded = commands.decode(line);
    const isSafe = isExact || decoded?.isKnown || !conversation.isHiding;
    found({
      kind: 'echo',
      text: decoded !== undefined && isSafe ? decoded.text : byteCount(line.length),
      explanation: isExact ? 'echo' : 'echo of something else than was sent last',
    });
  }

  #tellFinal(line: Uint8Array): void {
    const { conversation, sent, now, found } = this.#context;
    sent.onFinal();
    const text = this.#shown(line);
    const words = [errorMeaning(text), conversation.end(now())].filter((part) => part !== undefined);
    found({ kind: 'final', text, explanation: words.join(', ') });
  }

  /** A reply is told from a URC of the same prefix by its shape, and by being the first of its command. */
  #takeReply(name: string, colon: number, line: Uint8Array): boolean {
    const { conversation } = this.#context;
    const row = conversation.unanswered.find(({ reply }) => reply?.prefix === name && this.#isReply(reply, line, colon + 1));
    if (row === undefined) return false;
    conversation.answered(row);
    this.#tellFields('reply', name, row.reply?.fields, line);
    return true;
  }

  /** Topic and opening quote of a message are there, and only the end of its payload is missing. */
  #isOpenMessage({ fields }: Urc, colon: number, line: Uint8Array): boolean {
    if (fields?.at(-1)?.kind !== 'tail' || this.#fits(fields, line, colon + 1)) return false;
    return line.filter((byte) => byte === QUOTE).length >= 3;
  }

  #takeUrc(urc: Urc | undefined, colon: number, line: Uint8Array): boolean {
    if (urc === undefined) return false;
    if (urc.fields === undefined) {
      this.#context.found({ kind: 'urc', text: this.#shown(line), explanation: urc.summary });
      return true;
    }
    if (!this.#fits(urc.fields, line, colon + 1) || urc.isReply?.(this.#fields) === true) return false;
    this.#isTextDue = urc.isAboveText?.(this.#fields) === true;
    this.#tellFields('urc', urc.name, urc.fields, line);
    return true;
  }

  /** A reply without a prefix, such as an IMEI, is any line that is nothing else. */
  #takeBareReply(line: Uint8Array): boolean {
    const { conversation } = this.#context;
    if (conversation.isHiding) return false;
    const row = conversation.unanswered.find(({ reply }) => reply !== undefined && this.#isBareReply(reply, line));
    if (row === undefined) return false;
    conversation.answered(row);
    this.#tellFields('reply', row.name, row.reply?.fields, line);
    return true;
  }

  /** A further line of an answer. One that nobody waits for any more is worth to be seen for what it is. */
  #takeLateReply(name: string, colon: number, line: Uint8Array): boolean {
    const row = this.#replies.find(({ reply }) => reply?.prefix === name && this.#fits(reply.fields, line, colon + 1));
    if (row === undefined) return false;
    const remark = this.#context.conversation.hasAsked(row) ? '' : 'nothing asked for it: ';
    this.#tellFields('reply', name, row.reply?.fields, line, remark);
    return true;
  }

  #tellFields(kind: 'reply' | 'urc', name: string, fields: readonly Field[] = [], line: Uint8Array, remark = ''): void {
    const { secrets, found } = this.#context;
    found({ kind, text: this.#shown(line), explanation: remark + namedFields(name, fields, this.#fields, secrets) });
  }

  /** While something is hidden, a line that cannot be read may be its echo, cut or garbled. */
  #tellUnread(line: Uint8Array, explanation: string): void {
    const { secrets, conversation, found } = this.#context;
    const text = conversation.isHiding ? byteCount(line.length) : preview(secrets.hide(latin1(line)), PREVIEW);
    found({ kind: 'unknown', text, explanation });
  }

  #isName(name: string): boolean {
    return this.#urcs.has(name) || this.#replies.some(({ reply }) => reply?.prefix === name);
  }

  #isBareReply(reply: Reply, line: Uint8Array): boolean {
    const labelled = reply.label === undefined ? -1 : labelEnd(reply.label, line, -1, 0, line.length);
    if (labelled >= 0) return this.#isReply(reply, line, labelled);
    return isBare(reply) && line[0] !== PLUS && this.#isReply(reply, line, 0);
  }

  #isReply(reply: Reply, line: Uint8Array, start: number): boolean {
    return this.#fits(reply.fields, line, start) && reply.accepts?.(this.#fields) !== false;
  }

  #fits(fields: readonly Field[], line: Uint8Array, start: number): boolean {
    return this.#fields.match(fields, line, -1, Math.min(start, line.length), line.length);
  }

  #shown(line: Uint8Array): string {
    return printable(this.#context.secrets.hide(latin1(line)));
  }

  /** Behind the last counted field whose length is there. */
  #countedEndOf(fields: readonly Field[], bytes: Uint8Array, start: number): number {
    let end = 0;
    fields.forEach((field, index) => {
      if (field.kind !== 'counted') return;
      const first = this.#fields.matchBefore(fields.slice(0, index + 1), bytes, -1, start, bytes.length);
      if (first >= 0) end = first + this.#fields.integerAt(field.lengthAt);
    });
    return end;
  }
}

function isSame(bytes: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(bytes, other) === 0;
}

/** No reply and no URC with fields begins so. */
function isCommandLike(line: Uint8Array): boolean {
  return latin1(line.subarray(0, 2)).toUpperCase() === 'AT';
}

/** Whether it stands without a prefix, always or on some modules. */
function isBare(reply: Reply): boolean {
  return reply.prefix === undefined || reply.isPrefixOptional === true;
}
