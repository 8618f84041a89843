import { assert } from '../../base/assert.js';
import type { Alarm, Time } from '../../ports/time.js';
import type { Command, Completion, Reply, Urc } from '../command.js';
import { writeCommand } from '../send/writer.js';
import type { Expected } from './classify.js';
import { type Completions, completes } from './completions.js';
import type { CountedPayload } from '../line/payload.js';
import type { CellularError } from '../../base/errors.js';
import { failed, malformed, refused, timedOut } from './exchange-errors.js';
import type { Exchange } from './exchange.js';
import type { FieldReader } from '../line/field-reader.js';
import type { AnyValues, CountedField } from '../field.js';
import type { SlicedBuffer } from '../send/sliced-buffer.js';
import type { Sliced } from '../send/slices.js';
import { ANSWER, CUT_SHORT, DATA, IDLE, LATE, PROMPTED, SENDING, type Stage } from './stages.js';
import type { Synchroniser } from './synchroniser.js';
import type { SendListener, Transmitter } from '../send/transmitter.js';

/** Milliseconds that the resynchronisation after a missed deadline may take. */
const RECOVERY_LIMIT = 30000;

export interface ActiveCommandListener {
  /** The exchange has ended: nothing went wrong, or what did. To be noted; it is told from the foot of the turn. */
  onEnded(exchange: Exchange, error: CellularError | undefined): void;
  /** The line has to be brought to a known state, within so many milliseconds. */
  onQuarantine(limit: number): void;
  /** A deadline was missed, and its exchange has ended by that. */
  onMissed(): void;
}

/** What a command under way is sent by, and what goes on when it has ended. */
export interface ActiveCommandParts {
  /** The command line, as it is sent. */
  readonly line: SlicedBuffer;
  readonly transmitter: Transmitter;
  readonly payload: CountedPayload;
  readonly completions: Completions;
  readonly synchroniser: Synchroniser;
}

/**
 * The one command that is under way, from its first byte to its final result: it is sent, and its data after a prompt; its
 * deadlines run. What its next word does to it is in the row of its {@link Stage}. One whose final result is missed puts the line in
 * quarantine ({@link Synchroniser}).
 */
export class ActiveCommand implements SendListener, Expected {
  /** `undefined` while the line is free. */
  exchange: Exchange | undefined = undefined;
  /** The information line that has not come yet. */
  reply: Reply | undefined = undefined;
  /** The counted payload that it ends with. */
  counted: CountedField | undefined = undefined;
  /** Whether something without a line end may come: a prompt, or the head of a counted payload. */
  isStartAwaited = false;
  readonly sent: Uint8Array;
  readonly #line: SlicedBuffer;
  readonly #transmitter: Transmitter;
  readonly #payload: CountedPayload;
  readonly #completions: Completions;
  readonly #synchroniser: Synchroniser;
  readonly #listener: ActiveCommandListener;
  readonly #deadline: Alarm;
  #stage: Stage = IDLE;
  #isAbandoned = false;
  #completion: 'awaited' | 'succeeded' | 'failed' = 'awaited';
  /** Whether the module has restarted since the command was begun: then it completes nothing any more. */
  #isVoid = false;
  /** The completion of the command whose final result was not waited for any longer, and what that would repeat. */
  #late: Completion | undefined = undefined;
  #lateFirst: AnyValues[number] = undefined;
  #lateSecond: AnyValues[number] = undefined;

  constructor(time: Time, { line, transmitter, payload, completions, synchroniser }: ActiveCommandParts, listener: ActiveCommandListener) {
    this.sent = line.contents;
    this.#line = line;
    this.#transmitter = transmitter;
    this.#payload = payload;
    this.#completions = completions;
    this.#synchroniser = synchroniser;
    this.#listener = listener;
    this.#deadline = time.alarm(() => this.#missed());
  }

  /** Of the line that was sent last, be it a probe's, without its CR. */
  get sentLength(): number {
    return this.#line.length - 1;
  }

  get isPromptDue(): boolean {
    return this.#stage.isPromptDue;
  }

  get promptLine(): Uint8Array | undefined {
    return this.#stage.isPromptDue ? this.exchange?.command.data?.prompt : undefined;
  }

  /** Sends the command. False where it cannot be sent, and has ended: it is longer than the transmit buffer. */
  begin(exchange: Exchange): boolean {
    assert(this.exchange === undefined && this.#stage === IDLE, 'one command is under way at a time');
    const { command } = exchange;
    const { reply } = command;
    const replyFields = reply?.fields;
    const last = replyFields === undefined ? undefined : replyFields[replyFields.length - 1];
    this.exchange = exchange;
    this.reply = reply;
    this.counted = last?.kind === 'counted' ? last : undefined;
    this.isStartAwaited = this.counted !== undefined;
    this.#isAbandoned = false;
    this.#isVoid = false;
    this.#completion = 'awaited';
    this.#stage = SENDING;
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
    const isPrompted = this.#stage === SENDING && data !== undefined;
    this.#stage = isPrompted ? PROMPTED : ANSWER;
    if (isPrompted) this.isStartAwaited = true;
    this.#deadline.arm(isPrompted ? data.promptDeadline : command.responseDeadline);
  }

  /** The module has asked for the data. */
  sendData(): void {
    const exchange = this.exchange;
    assert(this.#stage === PROMPTED, 'data go behind a prompt that was awaited');
    if (exchange?.data === undefined) return;
    this.#stage = DATA;
    this.isStartAwaited = false;
    this.#send(exchange.data, exchange.command.responseDeadline);
  }

  /** Its information line has come. */
  takeReply(fields: FieldReader): void {
    const exchange = this.exchange;
    if (exchange === undefined) return;
    if (exchange.command.reply?.isRepeated !== true) this.reply = undefined;
    this.isStartAwaited = this.#stage.isPromptDue;
    this.#synchroniser.onReply(exchange.command);
    if (!this.#isAbandoned) exchange.onReply?.(fields);
  }

  /** The payload of its information line comes now; of what is before it `fields` has the length. */
  expectPayload(fields: FieldReader): void {
    const length = this.counted === undefined ? 0 : fields.integerAt(this.counted.lengthAt);
    this.#payload.expect(length, this.#isAbandoned ? undefined : this.exchange?.into);
  }

  /**
   * What follows the payload is not its closing quote. Where an answer ends whose length lies is anybody's guess: an OK may be of the
   * payload, or have been counted to it. False where nobody waits for it any more.
   */
  failPayload(): boolean {
    const exchange = this.exchange;
    if (exchange === undefined) return false;
    this.#listener.onQuarantine(RECOVERY_LIMIT);
    this.finish(malformed(exchange.command, 'a data length that does not hold'));
    return true;
  }

  /** The exchange that this URC would complete. */
  awaiting(urc: Urc, fields: FieldReader): Exchange | undefined {
    const exchange = this.exchange;
    if (exchange === undefined || this.#completion !== 'awaited') return undefined;
    return completes(urc, fields, exchange) ? exchange : undefined;
  }

  /**
   * A URC has come that may complete it. A completion may overtake its own `OK`: it is noted, and the command ends when the `OK` is
   * there. False where it completes nothing.
   */
  takeCompletion(urc: Urc, fields: FieldReader): boolean {
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

  /** A final result has come: `OK`, or which other. False where no command waits for one. */
  takeFinal(result: string | undefined): boolean {
    const exchange = this.exchange;
    const effect = result === undefined ? this.#stage.ok : this.#stage.error;
    if (exchange === undefined || effect === LATE) return this.#takeLateFinal(result === undefined);
    if (this.#synchroniser.takeLateFinal()) return true;
    const { command } = exchange;
    if (effect === CUT_SHORT) {
      this.#listener.onQuarantine(RECOVERY_LIMIT);
      this.#noteUnanswered();
    }
    if (result !== undefined) this.finish(refused(command, result));
    else if (effect === CUT_SHORT) this.finish(malformed(command, 'OK before its data'));
    else this.#accept(exchange, command);
    return true;
  }

  /** Ends it; nothing went wrong, or what did. */
  finish(error: CellularError | undefined): void {
    const exchange = this.exchange;
    const isAbandoned = this.#isAbandoned;
    this.#release();
    if (exchange !== undefined && !isAbandoned) this.#listener.onEnded(exchange, error);
  }

  /** Ends it although its final result has not come: the module may have accepted it, or may yet. */
  giveUp(error: CellularError): void {
    this.#noteUnanswered();
    this.finish(error);
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
    else if (!this.#isVoid) this.#completions.expectLate(command.completion, exchange.values, 1);
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
    this.#completions.expectPossiblyLate(completion, values);
  }

  /**
   * No command waits for it: the result is a probe's, or that of a command which was given up. As the module answers in
   * order, the first result is the latter's, unless a probe's information line came before. One that was accepted so late
   * completes later still.
   */
  #takeLateFinal(isOk: boolean): boolean {
    const late = this.#late;
    const { isRunning: isExpected, isReplied, isOlderReplied } = this.#synchroniser;
    if (!isOlderReplied) {
      this.#late = undefined;
      if (late !== undefined && !isReplied) this.#completions.resolve(late, this.#lateFirst, this.#lateSecond, isOk);
    }
    this.#synchroniser.onFinal();
    return isExpected;
  }

  /**
   * The line is free for the next command; data that the module refused while they were sent are not sent further. The deadline stays
   * armed: for the next command it is put off, and where there is none it rings for nobody.
   */
  #release(): void {
    this.#transmitter.cancel();
    if (this.exchange?.command.holdsSecret === true) this.#line.wipe();
    this.exchange = undefined;
    this.reply = undefined;
    this.counted = undefined;
    this.isStartAwaited = false;
    this.#stage = IDLE;
    this.#payload.cancel();
  }

  #missed(): void {
    const exchange = this.exchange;
    if (exchange === undefined) return;
    const awaited = this.#stage === PROMPTED ? 'prompt' : 'final result';
    this.#listener.onQuarantine(RECOVERY_LIMIT);
    this.giveUp(timedOut(exchange.command, awaited));
    this.#listener.onMissed();
  }
}
