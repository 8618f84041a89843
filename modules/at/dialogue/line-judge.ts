import type { Anomaly } from './anomaly.js';
import { COLON, LETTER_A, PLUS } from '../../base/ascii.js';
import type { Reply, Urc } from '../command.js';
import type { CommandUnderWay } from './command-under-way.js';
import type { Completions } from './completions.js';
import type { DialogueCounters } from './dialogue-counters.js';
import { failed } from './exchange-errors.js';
import type { Exchange } from './exchange.js';
import { FieldReader } from '../line/field-reader.js';
import type { Field } from '../field.js';
import { finalResult, NOT_FINAL } from '../line/final-result.js';
import { ForeignText } from '../line/foreign-text.js';
import { labelEnd } from '../line/label.js';
import { LineNames, type NameTable } from '../line/names.js';
import type { LineHandler } from '../line/receiver.js';
import type { Outcome } from './outcome.js';
import type { Ring } from '../line/ring.js';
import type { Synchroniser } from './synchroniser.js';

const NO_FIELDS: readonly Field[] = [];

export interface JudgeOptions {
  readonly ring: Ring;
  readonly names: NameTable;
  readonly command: CommandUnderWay;
  readonly completions: Completions;
  readonly synchroniser: Synchroniser;
  readonly counters: DialogueCounters;
  readonly outcome: Outcome;
  /** Who hears of what belongs to no command. */
  readonly listener: LineListener;
  readonly turns: TurnListener;
}

export interface TurnListener {
  /** The lines that were there have been judged, or as many as one turn may. */
  onTurnEnd(): void;
}

export interface LineListener {
  /** An unsolicited line. May only note and schedule; `fields` are good during the call only. */
  onUrc(urc: Urc, fields: FieldReader): void;
  onAnomaly?(anomaly: Anomaly): void;
  /** A URC whose last field ran over the ring, or never ended; `fields` has those before. Comes before the anomaly. */
  onUrcLost?(urc: Urc, fields: FieldReader): void;
}

/** Says what each line is, by its start, in the order: others' text, echo, reply of the command under way, URC, final result. */
export class LineJudge implements LineHandler {
  readonly #ring: Ring;
  readonly #names: LineNames;
  readonly #fields: FieldReader;
  readonly #text: ForeignText;
  readonly #command: CommandUnderWay;
  readonly #completions: Completions;
  readonly #synchroniser: Synchroniser;
  readonly #counters: DialogueCounters;
  readonly #outcome: Outcome;
  readonly #listener: LineListener;
  readonly #turns: TurnListener;

  constructor(options: JudgeOptions) {
    this.#ring = options.ring;
    this.#names = new LineNames(options.names);
    this.#fields = new FieldReader(options.ring);
    this.#text = new ForeignText(options.ring);
    this.#command = options.command;
    this.#completions = options.completions;
    this.#synchroniser = options.synchroniser;
    this.#counters = options.counters;
    this.#outcome = options.outcome;
    this.#listener = options.listener;
    this.#turns = options.turns;
  }

  onLine(start: number, end: number): boolean {
    const { bytes, mask } = this.#ring;
    this.#counters.lines += 1;
    if (this.#text.isExpected && this.#text.holds(start)) return this.#passText();
    if (bytes[start & mask] === LETTER_A && this.#isEcho(start, end)) return true;
    const names = this.#names;
    const known = names.find(bytes, mask, start, end);
    if (known < 0) return this.#takeUnnamed(start, end);
    const colon = start + names.length(known);
    if (this.#takeReply(names.name(known), colon, end)) return true;
    const urc = names.urc(known);
    if (urc !== undefined) return this.#takeUrc(urc, colon, end);
    if (!this.#takeBareReply(start, end)) this.#anomaly('malformed-line');
    return true;
  }

  awaitsLineStart(): boolean {
    const command = this.#command;
    if (this.#synchroniser.isRunning) return true;
    if (command.exchange === undefined) return false;
    return command.awaitsPrompt || (command.counted !== undefined && !command.isReplied);
  }

  onLineStart(start: number, tail: number): number {
    if (this.#text.isExpected && this.#text.holds(start)) return -1;
    const command = this.#command;
    const isSynchronising = this.#synchroniser.isRunning;
    const prompt = isSynchronising || command.awaitsPrompt ? command.promptEnd(start, tail) : -1;
    if (prompt < 0) return this.#payloadStart(start, tail);
    if (isSynchronising) this.#synchroniser.onPrompt();
    else command.sendData();
    return prompt;
  }

  onPayloadEnd(isIntact: boolean): void {
    const { exchange } = this.#command;
    if (isIntact || exchange === undefined) return;
    this.#command.failPayload(exchange);
    this.#anomaly('malformed-line');
  }

  onNoise(): void {
    this.#anomaly('noise');
  }

  onOverflow(start: number, end: number): void {
    this.#tellLost(start, end);
    this.#anomaly('line-overflow');
  }

  onOpenLineLost(start: number, end: number): void {
    this.#tellLost(start, end);
    this.#anomaly('malformed-line');
  }

  onTurnEnd(): void {
    this.#turns.onTurnEnd();
  }

  #passText(): true {
    this.#text.pass();
    this.#anomaly('foreign-text');
    return true;
  }

  #isEcho(start: number, end: number): boolean {
    const isEcho = this.#command.echoEnd(start, end) === end;
    if (isEcho) this.#counters.echoes += 1;
    return isEcho;
  }

  /** No final result has a name of the table, so what has one is not looked at for it. */
  #takeUnnamed(start: number, end: number): true {
    const { bytes, mask } = this.#ring;
    const final = finalResult(bytes, mask, start, end);
    if (final === NOT_FINAL) {
      if (!this.#takeBareReply(start, end)) this.#anomaly('unknown-line');
    } else if (!this.#command.takeFinal(final, start, end)) {
      this.#anomaly('stray-final');
    }
    return true;
  }

  /** A reply is told from a URC of the same prefix by its shape, and by being the first of its command. */
  #takeReply(name: string | undefined, colon: number, end: number): boolean {
    const { bytes, mask } = this.#ring;
    const synchroniser = this.#synchroniser;
    if (synchroniser.isRunning) return synchroniser.takesReply(name, this.#fields, bytes, mask, colon + 1, end);
    const command = this.#command;
    const { exchange } = command;
    const reply = exchange?.command.reply;
    if (exchange === undefined || reply === undefined || reply.prefix !== name || command.isReplied) {
      return synchroniser.takesReply(name, this.#fields, bytes, mask, colon + 1, end);
    }
    return this.#answers(exchange, reply, colon + 1, end);
  }

  /**
   * A reply without a prefix, such as an IMEI, is any line that is nothing else; an unknown URC begins with a plus sign. A prompt that
   * is a line has none either.
   */
  #takeBareReply(start: number, end: number): boolean {
    const command = this.#command;
    const { exchange } = command;
    if (exchange === undefined) return false;
    const { data, reply } = exchange.command;
    if (data?.prompt !== undefined && command.isPromptLine(data.prompt, start, end)) return this.#sendData();
    if (reply === undefined || command.isReplied) return false;
    if (reply.prefix !== undefined && reply.isPrefixOptional !== true) return false;
    const { bytes, mask } = this.#ring;
    const labelled = reply.label === undefined ? -1 : labelEnd(reply.label, bytes, mask, start, end);
    if (labelled >= 0) return this.#answers(exchange, reply, labelled, end);
    return bytes[start & mask] !== PLUS && this.#answers(exchange, reply, start, end);
  }

  #sendData(): true {
    this.#command.sendData();
    return true;
  }

  /** Takes the line for the reply where it is what was asked for. */
  #answers(exchange: Exchange, reply: Reply, start: number, end: number): boolean {
    const { bytes, mask } = this.#ring;
    const fields = this.#fields;
    if (!fields.match(reply.fields, bytes, mask, start, end)) return false;
    if (reply.accepts !== undefined && !reply.accepts(fields)) return false;
    if (fields.isQuoteOpen) this.#text.begin(end, false);
    this.#command.reply(exchange, fields);
    return true;
  }

  /** False when the line needs a later line end. */
  #takeUrc(urc: Urc, colon: number, end: number): boolean {
    const { bytes, mask } = this.#ring;
    const { fields: declared = NO_FIELDS } = urc;
    const fields = this.#fields;
    const start = colon < end ? colon + 1 : end;
    if (!fields.match(declared, bytes, mask, start, end)) {
      // Where all is there but the end of the payload, the line goes on behind a line end.
      const isOpen = endsWithTail(urc) && fields.matchBefore(declared, bytes, mask, start, end) >= 0;
      return !isOpen && this.#malformed(end);
    }
    if (urc.isReply !== undefined && urc.isReply(fields)) return this.#malformed(end);
    if (fields.isQuoteOpen) this.#text.begin(end, false);
    if (urc.isAboveText !== undefined && urc.isAboveText(fields)) this.#text.begin(end, true);
    const { isInterim } = urc;
    if ((isInterim !== undefined && isInterim(fields)) || !this.#completes(urc)) this.#listener.onUrc(urc, fields);
    return true;
  }

  #malformed(end: number): true {
    if (this.#fields.isQuoteOpen) this.#text.begin(end, false);
    this.#anomaly('malformed-line');
    return true;
  }

  /**
   * In the order of age: what is owed of old is nobody's, what waits is completed, what is being sent takes note. A failure goes to
   * who waits, as it may be his: taken for an older one's, it would leave the older one's success to be taken for his.
   */
  #completes(urc: Urc): boolean {
    const completions = this.#completions;
    const command = this.#command;
    const fields = this.#fields;
    // Of a window of publishes most come here: nothing is under way, and they are counted by who has sent them.
    if (completions.isEmpty) return command.exchange !== undefined && command.takesCompletion(urc, fields);
    const exchange = completions.find(urc, fields);
    const awaiting = exchange ?? command.awaiting(urc, fields);
    const isSuccess = awaiting === undefined || awaiting.command.completion?.succeeded(fields) === true;
    if (isSuccess && completions.takeOwed(urc, fields)) return true;
    if (exchange === undefined) return command.takesCompletion(urc, fields);
    exchange.onCompletion?.(fields);
    if (completions.complete(exchange)) this.#outcome.note(exchange, isSuccess ? undefined : failed(exchange.command));
    // Abandoned by that callback: what it would owe has come.
    else completions.takeOwed(urc, fields);
    return true;
  }

  /** Position of a reply's counted payload when all before it is there, or -1. */
  #payloadStart(start: number, tail: number): number {
    const command = this.#command;
    const { exchange, counted } = command;
    const reply = exchange?.command.reply;
    if (exchange === undefined || reply === undefined || counted === undefined || command.isReplied) return -1;
    const { bytes, mask } = this.#ring;
    const names = this.#names;
    const known = names.find(bytes, mask, start, tail);
    if (known < 0 || names.name(known) !== reply.prefix) return -1;
    const colon = start + names.length(known);
    if (colon === tail || bytes[colon & mask] !== COLON) return -1;
    const payload = this.#fields.matchBefore(reply.fields, bytes, mask, colon + 1, tail);
    if (payload < 0) return -1;
    this.#counters.lines += 1;
    command.expectPayload(this.#fields.integerAt(counted.lengthAt));
    command.reply(exchange, this.#fields);
    return payload;
  }

  #tellLost(start: number, end: number): void {
    const { bytes, mask } = this.#ring;
    const names = this.#names;
    const known = names.find(bytes, mask, start, end);
    const urc = known < 0 ? undefined : names.urc(known);
    const fields = this.#fields;
    if (urc === undefined || !endsWithTail(urc)) return;
    const isKnown = fields.matchBefore(fieldsOf(urc), bytes, mask, start + names.length(known) + 1, end) >= 0;
    if (isKnown) this.#listener.onUrcLost?.(urc, fields);
  }

  #anomaly(anomaly: Anomaly): void {
    this.#counters.anomalies += 1;
    this.#listener.onAnomaly?.(anomaly);
  }
}

function fieldsOf(urc: Urc): readonly Field[] {
  return urc.fields ?? NO_FIELDS;
}

function endsWithTail(urc: Urc): boolean {
  const fields = fieldsOf(urc);
  return fields.length > 0 && fields[fields.length - 1].kind === 'tail';
}
