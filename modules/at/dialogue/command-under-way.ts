import type { Alarm, Time } from '../../ports/time.js';
import { BLANK, CR, PROMPT } from '../../base/ascii.js';
import type { Command, Completion, Urc } from '../command.js';
import { writeCommand } from '../send/writer.js';
import { type Completions, completes } from './completions.js';
import type { CountedPayload } from '../line/payload.js';
import type { DialogueCounters } from './dialogue-counters.js';
import type { CellularError } from '../../base/errors.js';
import { failed, malformed, refused, timedOut } from './exchange-errors.js';
import type { Exchange } from './exchange.js';
import type { Outcome } from './outcome.js';
import type { FieldReader } from '../line/field-reader.js';
import type { AnyValues, CountedField } from '../field.js';
import { FINAL_ERROR, FINAL_OK } from '../line/final-result.js';
import type { Ring } from '../line/ring.js';
import type { SlicedBuffer } from '../send/sliced-buffer.js';
import type { Sliced } from '../send/slices.js';
import type { Synchroniser } from './synchroniser.js';
import type { SendListener, Transmitter } from '../send/transmitter.js';

/** Milliseconds that the resynchronisation after a missed deadline may take. */
const RECOVERY_LIMIT = 30000;

/** How far it has come. */
type Stage = 'idle' | 'command' | 'prompt' | 'data' | 'response';

export interface CommandOptions {
  readonly time: Time;
  readonly ring: Ring;
  readonly payload: CountedPayload;
  /** The command line, as it is sent. */
  readonly line: SlicedBuffer;
  readonly transmitter: Transmitter;
  readonly completions: Completions;
  readonly synchroniser: Synchroniser;
  readonly counters: DialogueCounters;
  readonly outcome: Outcome;
  /** Milliseconds between a final result and the next command. */
  readonly guardTime: number;
}

/**
 * The one command that is under way, from its first byte to its final result: it is sent, and its data after a prompt; its
 * deadlines run. One whose final result is missed puts the line in quarantine ({@link Synchroniser}).
 */
export class CommandUnderWay implements SendListener {
  /** `undefined` while the line is free. */
  exchange: Exchange | undefined = undefined;
  /** Its information line has come. */
  isReplied = false;
  /** The counted payload that its information line ends with. */
  counted: CountedField | undefined = undefined;
  /** When the next command may follow. */
  guardEnd = 0;
  readonly #time: Time;
  readonly #ring: Ring;
  readonly #payload: CountedPayload;
  readonly #line: SlicedBuffer;
  readonly #transmitter: Transmitter;
  readonly #completions: Completions;
  readonly #synchroniser: Synchroniser;
  readonly #counters: DialogueCounters;
  readonly #outcome: Outcome;
  readonly #guardTime: number;
  readonly #deadline: Alarm;
  #stage: Stage = 'idle';
  #isAbandoned = false;
  #completion: 'awaited' | 'succeeded' | 'failed' = 'awaited';
  /** Whether the module has restarted since the command was begun: then it completes nothing any more. */
  #isVoid = false;
  /** The completion of the command whose final result was not waited for any longer, and what that would repeat. */
  #late: Completion | undefined = undefined;
  #lateFirst: AnyValues[number] = undefined;
  #lateSecond: AnyValues[number] = undefined;

  constructor(options: CommandOptions) {
    this.#time = options.time;
    this.#ring = options.ring;
    this.#payload = options.payload;
    this.#line = options.line;
    this.#transmitter = options.transmitter;
    this.#completions = options.completions;
    this.#synchroniser = options.synchroniser;
    this.#counters = options.counters;
    this.#outcome = options.outcome;
    this.#guardTime = options.guardTime;
    this.#deadline = options.time.alarm(() => this.#missed());
  }

  /** Sends the command. False where it cannot be sent, and has ended: it is longer than the transmit buffer. */
  begin(exchange: Exchange): boolean {
    const { command } = exchange;
    const replyFields = command.reply?.fields;
    const last = replyFields === undefined ? undefined : replyFields[replyFields.length - 1];
    this.exchange = exchange;
    this.counted = last?.kind === 'counted' ? last : undefined;
    this.isReplied = false;
    this.#isAbandoned = false;
    this.#isVoid = false;
    this.#completion = 'awaited';
    this.#stage = 'command';
    const problem = this.#encode(exchange);
    if (problem === undefined) this.#send(this.#line, command.responseDeadline);
    else this.finish(problem);
    return problem === undefined;
  }

  /** Its callbacks come no more. What was sent is still waited for. */
  abandon(exchange: Exchange): void {
    if (this.exchange === exchange) this.#isAbandoned = true;
  }

  /** The port has taken the last byte. Each deadline counts from here. */
  onSent(): void {
    const command = this.exchange?.command;
    if (command === undefined) return;
    const { data } = command;
    const awaitsPrompt = this.#stage === 'command' && data !== undefined;
    this.#stage = awaitsPrompt ? 'prompt' : 'response';
    this.#deadline.arm(awaitsPrompt ? data.promptDeadline : command.responseDeadline);
  }

  get awaitsPrompt(): boolean {
    return this.#stage === 'prompt';
  }

  /** Position behind a prompt, or -1. An echo without a line end of its own may precede it. */
  promptEnd(start: number, tail: number): number {
    const { bytes, mask } = this.#ring;
    let position = this.echoEnd(start, tail);
    while (position < tail && bytes[position & mask] === CR) position += 1;
    if (position === tail || bytes[position & mask] !== PROMPT) return -1;
    position += 1;
    return position < tail && bytes[position & mask] === BLANK ? position + 1 : position;
  }

  /** Whether the line from `start` to `end` is the prompt that is waited for. */
  isPromptLine(prompt: Uint8Array, start: number, end: number): boolean {
    if (this.#stage !== 'prompt' || end - start !== prompt.length) return false;
    const { bytes, mask } = this.#ring;
    for (let index = 0; index < prompt.length; index += 1) if (bytes[(start + index) & mask] !== prompt[index]) return false;
    return true;
  }

  /** The module has asked for the data. */
  sendData(): void {
    const exchange = this.exchange;
    if (exchange?.data === undefined) return;
    this.#stage = 'data';
    this.#send(exchange.data, exchange.command.responseDeadline);
  }

  /** Its information line has come. */
  reply(exchange: Exchange, fields: FieldReader): void {
    this.isReplied = true;
    this.#synchroniser.onReply(exchange.command);
    if (!this.#isAbandoned) exchange.onReply?.(fields);
  }

  /** The payload of its information line comes now. */
  expectPayload(length: number): void {
    this.#payload.expect(length, this.#isAbandoned ? undefined : this.exchange?.into);
  }

  /** Where an answer ends whose length lies is anybody's guess: an OK may be of the payload, or have been counted to it. */
  failPayload(exchange: Exchange): void {
    this.quarantine(RECOVERY_LIMIT);
    this.finish(malformed(exchange.command, 'a data length that does not hold'));
  }

  /** The exchange that this URC would complete. */
  awaiting(urc: Urc, fields: FieldReader): Exchange | undefined {
    const exchange = this.exchange;
    if (exchange === undefined || this.#completion !== 'awaited') return undefined;
    return completes(urc, fields, exchange) ? exchange : undefined;
  }

  /** A completion may overtake its own `OK`: it is noted, and the command ends when the `OK` is there. */
  takesCompletion(urc: Urc, fields: FieldReader): boolean {
    const exchange = this.awaiting(urc, fields);
    if (exchange === undefined) return false;
    this.#completion = exchange.command.completion?.succeeded(fields) === true ? 'succeeded' : 'failed';
    if (!this.#isAbandoned) exchange.onCompletion?.(fields);
    return true;
  }

  /** Whether the command was abandoned, and may still be completed by such a URC. */
  mayComplete(urc: Urc, first: AnyValues[number]): boolean {
    const exchange = this.exchange;
    return this.#isAbandoned && exchange?.command.completion?.urc === urc && exchange.values[0] === first;
  }

  /** The module has restarted: the command that is under way completes nothing. */
  forgetCompletion(): void {
    this.#isVoid = true;
    this.#late = undefined;
  }

  /** The line from `start` to `end` is a final result. False where no command waits for one. */
  takeFinal(final: number, start: number, end: number): boolean {
    if (this.#guardTime > 0) this.guardEnd = this.#time.now() + this.#guardTime;
    const exchange = this.exchange;
    // A command that has not left yet cannot have been answered, and cut off it would be the head of the next one's line.
    if (exchange === undefined || this.#stage === 'command') return this.#takeLateFinal(final);
    if (this.#synchroniser.takesLateFinal()) return true;
    const { command } = exchange;
    // Half of the data may have left: no command must follow them before the line is settled.
    const isCutShort = command.data !== undefined && this.#stage !== 'response' && (final === FINAL_OK || this.#stage === 'data');
    if (isCutShort) this.quarantine(RECOVERY_LIMIT);
    if (isCutShort) this.#noteUnanswered();
    if (final === FINAL_ERROR) this.finish(refused(command, this.#ring.text(start, end)));
    else if (isCutShort) this.finish(malformed(command, 'OK before its data'));
    else this.#accept(exchange, command);
    return true;
  }

  /** Ends it; nothing went wrong, or what did. The {@link Outcome} has to be told. */
  finish(error: CellularError | undefined): void {
    const exchange = this.exchange;
    const isAbandoned = this.#isAbandoned;
    this.#release();
    if (exchange !== undefined && !isAbandoned) this.#outcome.note(exchange, error);
  }

  /** Ends it although its final result has not come: the module may have accepted it, or may yet. */
  giveUp(error: CellularError): void {
    this.#noteUnanswered();
    this.finish(error);
  }

  /** Brings the line to a known state; the final result of what is under way may still come. It has to be ended then. */
  quarantine(limit: number): void {
    const exchange = this.exchange;
    this.#counters.synchronisations += 1;
    this.#payload.cancel();
    this.#synchroniser.start(limit, exchange?.data?.length ?? 0, exchange === undefined ? 0 : 1);
  }

  /** Where the command line ends that the module repeats from `start` on; `start` where it repeats none. */
  echoEnd(start: number, end: number): number {
    const { bytes, mask } = this.#ring;
    const sent = this.#line.contents;
    const length = this.#line.length - 1;
    if (length <= 0 || end - start < length) return start;
    for (let index = 0; index < length; index += 1) if (sent[index] !== bytes[(start + index) & mask]) return start;
    return start + length;
  }

  close(): void {
    this.#deadline.disarm();
  }

  #send(bytes: Sliced, deadline: number): void {
    const stage = this.#stage;
    this.#transmitter.send(bytes, bytes.length, this);
    // Where the port has taken it at once, another deadline runs already.
    if (this.#stage === stage) this.#deadline.arm(deadline);
  }

  #encode(exchange: Exchange): CellularError | undefined {
    try {
      this.#line.length = writeCommand(exchange.command, exchange.values, this.#line.contents, 0);
      return undefined;
    } catch (error) {
      return error as CellularError;
    }
  }

  #accept(exchange: Exchange, command: Command): void {
    if (command.completion === undefined || this.#completion === 'succeeded') return this.finish(undefined);
    if (this.#completion === 'failed') return this.finish(failed(command));
    if (!this.#isAbandoned) this.#completions.add(exchange, command.completion.deadline);
    else if (!this.#isVoid) this.#completions.owe(command.completion, exchange.values, 1);
    this.#release();
  }

  #noteUnanswered(): void {
    const exchange = this.exchange;
    const completion = exchange?.command.completion;
    if (exchange === undefined || completion === undefined || this.#isVoid || this.#completion !== 'awaited') return;
    const { values } = exchange;
    this.#late = completion;
    this.#lateFirst = values[0];
    this.#lateSecond = values[1];
    this.#completions.oweUnlessUnheard(completion, values);
  }

  /**
   * No command waits for it: the result is a probe's, or that of a command which was given up. As the module answers in
   * order, the first result is the latter's, unless a probe's information line came before. One that was accepted so late
   * completes later still.
   */
  #takeLateFinal(final: number): boolean {
    const late = this.#late;
    const { isRunning: isExpected, isReplied, isOlderReplied } = this.#synchroniser;
    if (!isOlderReplied) {
      this.#late = undefined;
      if (late !== undefined && !isReplied) {
        this.#completions.resolve(late, this.#lateFirst, this.#lateSecond, final === FINAL_OK);
      }
    }
    this.#synchroniser.onFinal();
    return isExpected;
  }

  /** The line is free for the next command; data that the module refused while they were sent are not sent further. */
  #release(): void {
    this.#deadline.disarm();
    this.#transmitter.cancel();
    if (this.exchange?.command.holdsSecret === true) this.#line.wipe();
    this.exchange = undefined;
    this.counted = undefined;
    this.#stage = 'idle';
    this.#payload.cancel();
  }

  #missed(): void {
    const exchange = this.exchange;
    if (exchange === undefined) return;
    this.#counters.timeouts += 1;
    const awaited = this.#stage === 'prompt' ? 'prompt' : 'final result';
    this.quarantine(RECOVERY_LIMIT);
    this.giveUp(timedOut(exchange.command, awaited));
    this.#outcome.tell();
  }
}
