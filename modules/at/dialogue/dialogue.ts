import type { SerialOptions, SerialPort, SerialSpecifier } from '../../ports/serial.js';
import type { Alarm, Time } from '../../ports/time.js';
import type { Anomaly } from './anomaly.js';
import type { Command, Completion, Urc } from '../command.js';
import { commandName } from '../command-name.js';
import { validateArguments } from '../send/writer.js';
import {
  BARE_REPLY, Classifier, ECHO, ERROR, MALFORMED, NOTHING_YET, OK, OPEN_URC, PAYLOAD, PROBE_REPLY, PROMPT, REPLY, UNKNOWN, URC,
} from './classify.js';
import { type ActiveCommandListener, ActiveCommand } from './active-command.js';
import { Completions, type CompletionsListener } from './completions.js';
import { CountedPayload } from '../line/payload.js';
import type { DialogueCounters } from './dialogue-counters.js';
import { type CellularError, cellularError, invalidArgument } from '../../base/errors.js';
import { isOdd } from '../../base/oddity.js';
import { failed, timedOut, unresponsive } from './exchange-errors.js';
import { ExchangeQueue } from './exchange-queue.js';
import type { Exchange } from './exchange.js';
import { checkNumber, checkWholeNumber } from '../../base/checks.js';
import type { AnyValues } from '../field.js';
import type { NameTable } from '../line/names.js';
import { BEGUN, BROKEN_PAYLOAD, LINE, LineReceiver, NOISE, OVERFLOW, WAITING } from '../line/receiver.js';
import type { FieldReader } from '../line/field-reader.js';
import { ForeignText } from '../line/foreign-text.js';
import { Outcome } from './outcome.js';
import { Ring } from '../line/ring.js';
import { SlicedBuffer } from '../send/sliced-buffer.js';
import { Synchroniser, type SynchroniserListener } from './synchroniser.js';
import { Transmitter } from '../send/transmitter.js';

/** Bits per second where the serial specifier names none. */
export const DEFAULT_LINE_RATE = 115200;
/** Bytes of a ring or a line, far above what a microcontroller has: what is meant otherwise is a mistake. */
const LARGEST_CAPACITY = 1048576;
const LONGEST_QUEUE = 1024;
/** Milliseconds. */
const LONGEST_GUARD_TIME = 60_000;
/**
 * What is done in one turn; what is left waits for the next, so that a storm cannot keep others from theirs: a line, or two pieces of a
 * payload. A line may set off what it brings, and the receive FIFO waits meanwhile; a turn more takes 2 % of a message that is fetched.
 */
const WORK_PER_TURN = 2;
const LINE_WORK = 2;
const PIECE_WORK = 1;
/** Milliseconds until a turn that comes later than it need: as on a host that is busy with a write to flash. */
const LATER_TURN = 5;

export interface DialogueListener {
  /** An unsolicited line. May only note and schedule; `fields` are good during the call only. */
  onUrc(urc: Urc, fields: FieldReader): void;
  onAnomaly?(anomaly: Anomaly): void;
  /** A URC whose last field ran over the ring, or never ended; `fields` has those before. Comes before the anomaly. */
  onUrcLost?(urc: Urc, fields: FieldReader): void;
  /** The module did not come back within 30 s of a missed deadline. All exchanges have ended; `synchronise` starts anew. */
  onUnresponsive?(): void;
}

export interface DialogueOptions {
  readonly serial: SerialSpecifier;
  readonly time: Time;
  /** Of every command that may be executed, and of every URC that may come. */
  readonly names: NameTable;
  /** A query whose information line proves that the module listens, and that this is its answer. */
  readonly probe: Command;
  /** Bytes of the receive ring, a power of two from 256 to 1,048,576; bounds the longest line. Default 2048. */
  readonly receiveCapacity?: number;
  /** Bytes of the longest command line, 64 to 1,048,576. Default 1024: credentials that hold a token of 800 bytes. */
  readonly transmitCapacity?: number;
  /** Commands that may wait for their turn, 1 to 1024. Default 8. */
  readonly queueCapacity?: number;
  /** Milliseconds between a final result and the next command, for modules that lose what comes earlier; up to 60,000. Default 0. */
  readonly guardTime?: number;
  readonly listener: DialogueListener;
}

/**
 * The AT dialogue over a serial port: one command at a time, and URCs whenever they come.
 *
 * It owns the turn: what has been received is looked at in turns of its own, a few lines in each ({@link LineReceiver}); each line is
 * told what it is ({@link Classifier}), and goes to who has to do with it. A missed deadline puts the line in quarantine until it is
 * settled ({@link Synchroniser}), so a late answer never answers the next command.
 *
 * A completion cannot be waited out so: it comes when the network lets it. What was given up is owed ({@link LateCompletions}), and
 * the next of its kind and slot counts for it. Where it never comes, the younger command waits in vain: whoever may choose looks for
 * another slot ({@link Dialogue.isDue}).
 */
export class Dialogue implements ActiveCommandListener, CompletionsListener, SynchroniserListener {
  readonly #receiver: LineReceiver;
  readonly #classifier: Classifier;
  readonly #command: ActiveCommand;
  readonly #synchroniser: Synchroniser;
  readonly #completions: Completions;
  readonly #text: ForeignText;
  readonly #listener: DialogueListener;
  readonly #queue: ExchangeQueue;
  readonly #turn: Alarm;
  readonly counters: DialogueCounters = { lines: 0, anomalies: 0, timeouts: 0, synchronisations: 0, echoes: 0 };
  readonly #outcome = new Outcome();
  readonly #ring: Ring;
  readonly #payload: CountedPayload;
  readonly #line: SlicedBuffer;
  readonly #transmitter = new Transmitter();
  readonly #serial: SerialSpecifier;
  readonly #time: Time;
  /** Milliseconds between a final result and the next command. */
  readonly #guardTime: number;
  /** When the next command may follow. */
  #guardEnd = 0;
  #port: SerialPort;
  #onSynchronised: ((error: CellularError | undefined) => void) | undefined = undefined;
  #isSynchronised = false;
  #isClosed = false;

  /** Throws `invalid-argument`; opens the port last. */
  constructor(options: DialogueOptions) {
    const receiveCapacity = options.receiveCapacity ?? 2048;
    const transmitCapacity = options.transmitCapacity ?? 1024;
    const queueCapacity = options.queueCapacity ?? 8;
    const { guardTime = 0 } = options;
    checkWholeNumber('receiveCapacity', receiveCapacity, 256, LARGEST_CAPACITY, 'docs/decisions.md#one-turn-bounded');
    if ((receiveCapacity & (receiveCapacity - 1)) !== 0) {
      throw invalidArgument('receiveCapacity', 'must be a power of two', 'docs/decisions.md#one-turn-bounded');
    }
    checkWholeNumber('transmitCapacity', transmitCapacity, 64, LARGEST_CAPACITY, 'docs/facts.md#longest-line');
    checkWholeNumber('queueCapacity', queueCapacity, 1, LONGEST_QUEUE, 'docs/decisions.md#one-command-at-a-time');
    checkNumber('guardTime', guardTime, 0, LONGEST_GUARD_TIME, 'docs/faults.md#f25', ' milliseconds');

    const { serial, time } = options;
    const ring = new Ring(receiveCapacity, transmitCapacity);
    const payload = new CountedPayload(ring.passage);
    const line = new SlicedBuffer(transmitCapacity, ring.slices, ring.end);
    const transmitter = this.#transmitter;
    const completions = new Completions(time, this);
    const synchroniser = new Synchroniser(time, options.probe, line, transmitter, this);
    this.#serial = serial;
    this.#listener = options.listener;
    this.#time = time;
    this.#guardTime = guardTime;
    this.#ring = ring;
    this.#payload = payload;
    this.#line = line;
    this.#text = new ForeignText(ring);
    this.#completions = completions;
    this.#synchroniser = synchroniser;
    this.#command = new ActiveCommand(time, { line, transmitter, payload, completions, synchroniser }, this);
    this.#classifier = new Classifier(ring, options.names);
    this.#receiver = new LineReceiver(time, ring, payload, () => this.#loseOpenLine());
    this.#queue = new ExchangeQueue(queueCapacity);
    this.#turn = time.alarm(() => this.#takeTurn());
    this.#port = this.#open(serial.baud ?? DEFAULT_LINE_RATE);
    transmitter.attach(this.#port);
  }

  /**
   * Polls the module until it answers and the line is settled; until then {@link execute} refuses. Ends what was queued or
   * under way, and an earlier call. `onEnd` comes once, with `unresponsive` after `limit` milliseconds.
   */
  synchronise(limit: number, onEnd: (error: CellularError | undefined) => void): void {
    this.#throwIfClosed();
    const onSuperseded = this.#onSynchronised;
    this.#isSynchronised = false;
    this.onQuarantine(limit);
    this.#onSynchronised = onEnd;
    this.#endAll(unresponsive());
    onSuperseded?.(unresponsive());
  }

  /**
   * Queues a command. Throws `invalid-argument`, `overflow`, `unresponsive` or `closed` before a byte is sent; otherwise the
   * exchange's `onEnd` comes exactly once, from a turn of its own.
   */
  execute(exchange: Exchange): void {
    this.#throwIfClosed();
    const { command } = exchange;
    validateArguments(command, exchange.values);
    if (command.data !== undefined && exchange.data?.length !== exchange.values[command.data.lengthAt]) {
      throw invalidArgument('data', 'must have the declared length', command.source, commandName(command));
    }
    if (!this.#isSynchronised) throw unresponsive();
    if (this.#queue.isFull) {
      const details = { command: commandName(command), isRetryable: true };
      throw cellularError('overflow', `${this.#queue.capacity} commands wait already`, details);
    }
    this.#queue.add(exchange);
    this.#turn.arm(0);
  }

  /**
   * Forgets an exchange: none of its callbacks comes any more. What was sent is still waited for, so that nobody else gets
   * its answer.
   */
  abandon(exchange: Exchange): void {
    if (this.#queue.remove(exchange)) return;
    this.#completions.giveUp(exchange);
    this.#command.abandon(exchange);
  }

  /**
   * Opens the port anew with another rate. All that was under way ends with `unresponsive`, and {@link synchronise} has to
   * follow: it finds out whether the module listens at this rate.
   */
  setLineRate(baud: number): void {
    this.#throwIfClosed();
    this.#isSynchronised = false;
    this.#synchroniser.stop();
    this.#transmitter.detach();
    this.#port.close();
    this.#endAll(unresponsive());
    this.#port = this.#open(baud);
    this.#transmitter.attach(this.#port);
  }

  /** Such completions that may still come, and that the dialogue does not know of: its caller has waited for them. */
  expectLate(completion: Completion, values: AnyValues, count: number): void {
    this.#completions.expectLate(completion, values, count);
  }

  /** Whether such a completion is due of what the module has accepted before. */
  isDue(urc: Urc, first: AnyValues[number]): boolean {
    return this.#completions.isDue(urc, first) || this.#command.mayComplete(urc, first);
  }

  /** The same, and of what it has never answered, and may have accepted. */
  mayCome(urc: Urc, first: AnyValues[number]): boolean {
    return this.#completions.mayCome(urc, first) || this.#command.mayComplete(urc, first);
  }

  /** What was never answered of this slot was never heard, as mostly it is. */
  waive(first: AnyValues[number]): void {
    this.#completions.waive(first);
  }

  /** The module has restarted: of what it was told before no completion comes. */
  forgetCompletions(): void {
    this.#completions.forget();
    this.#command.forgetCompletion();
  }

  /** Nothing is asked, nothing is awaited, and nothing that has come is left to look at. */
  get isIdle(): boolean {
    const isNothingAsked = this.#command.exchange === undefined && this.#queue.isEmpty && !this.#synchroniser.isRunning;
    return isNothingAsked && this.#completions.isEmpty && this.#ring.head === this.#ring.tail;
  }

  /** Bytes of the longest command line, its CR included. */
  get transmitCapacity(): number {
    return this.#line.capacity;
  }

  /** Closes the port; no callback comes any more. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#queue.clear();
    this.#synchroniser.stop();
    this.#completions.close();
    this.#turn.disarm();
    this.#receiver.close();
    this.#command.close();
    this.#transmitter.cancel();
    this.#port.close();
  }

  #open(baud: number): SerialPort {
    const options: SerialOptions = {
      ...this.#serial,
      baud,
      onReadable: () => this.#receive(),
      onWritable: (count) => this.#transmitter.onWritable(count),
    };
    return new this.#serial.io(options as never);
  }

  #throwIfClosed(): void {
    if (this.#isClosed) throw cellularError('closed', 'the dialogue is closed');
  }

  /** The serial callback. */
  #receive(): void {
    if (this.#isClosed) return;
    const isStartAwaited = this.#synchroniser.isRunning || this.#command.isStartAwaited;
    if (this.#receiver.receive(this.#port, isStartAwaited)) this.#turn.arm(isOdd(this.#port, 'later-turn') ? LATER_TURN : 0);
  }

  /**
   * Some of the lines, or the next command: together they would be a turn in which the receive FIFO overruns. A command goes when every
   * line is dealt with that came before it: one that was still there would be taken for its answer.
   */
  #takeTurn(): void {
    const work = this.#takeWork();
    if (this.#isClosed) return;
    if (work === 0) this.#sendNext();
    if (this.#isClosed) return;
    const ring = this.#ring;
    const isMore = ring.isCut && this.#receiver.refill(this.#port);
    const isSendingDue = work > 0 && this.#command.exchange === undefined && !this.#queue.isEmpty;
    const isLeft = work >= WORK_PER_TURN && ring.head !== ring.tail;
    if (isMore || isLeft || isSendingDue) this.#turn.arm(0);
  }

  /** Tells how much was done. */
  #takeWork(): number {
    const ring = this.#ring;
    let work = 0;
    while (work < WORK_PER_TURN && ring.head !== ring.tail) {
      const done = this.#step();
      if (done === 0) break;
      work += isOdd(this.#port, 'shorter-turn') ? WORK_PER_TURN : done;
      if (this.#outcome.exchange !== undefined) this.#outcome.tell();
      if (this.#isClosed) break;
    }
    return work;
  }

  /** Deals with what comes next: tells what of a turn's work that was, and 0 when it must wait for more bytes. */
  #step(): number {
    const receiver = this.#receiver;
    let found = receiver.next();
    if (found === BEGUN) {
      const isProbing = this.#synchroniser.isRunning;
      if ((isProbing || this.#command.isStartAwaited) && !receiver.isOpen && this.#takeAnswerStart(isProbing)) return LINE_WORK;
      found = receiver.line();
      if (found === LINE) {
        if (this.#takeLine(receiver.start, receiver.end)) receiver.passLine();
        else receiver.leaveOpen();
        return LINE_WORK;
      }
    }
    if (found === WAITING) return 0;
    if (found === NOISE) this.#anomaly('noise');
    else if (found === OVERFLOW) this.#loseLine();
    else if (found === BROKEN_PAYLOAD) this.#failPayload();
    return PIECE_WORK;
  }

  /** Deals with what is awaited without a line end; false where it has not come. */
  #takeAnswerStart(isProbing: boolean): boolean {
    const receiver = this.#receiver;
    const { start } = receiver;
    if (this.#text.isExpected && this.#text.claim(start)) return false;
    const classifier = this.#classifier;
    const command = this.#command;
    const kind = classifier.start(start, this.#ring.tail, command, isProbing);
    if (kind === NOTHING_YET) return false;
    if (kind === PAYLOAD) {
      const { fields } = classifier;
      this.counters.lines += 1;
      command.expectPayload(fields);
      command.takeReply(fields);
    } else if (isProbing) {
      this.#synchroniser.onPrompt();
    } else {
      command.sendData();
    }
    receiver.passTo(classifier.end);
    return true;
  }

  /** False when the line needs a later line end. */
  #takeLine(start: number, end: number): boolean {
    this.counters.lines += 1;
    const text = this.#text;
    if (text.isExpected && text.claim(start)) {
      text.pass();
      this.#anomaly('foreign-text');
      return true;
    }
    const classifier = this.#classifier;
    const synchroniser = this.#synchroniser;
    const probe = synchroniser.isReplyPossible ? synchroniser.awaitedReply() : undefined;
    const { fields } = classifier;
    switch (classifier.line(start, end, this.#command, probe)) {
      case OK:
        this.#takeFinal(undefined);
        break;
      case URC:
        this.#takeUrc(end);
        break;
      case REPLY:
      case BARE_REPLY:
        if (fields.isQuoteOpen) text.begin(end, false);
        this.#command.takeReply(fields);
        break;
      case PROBE_REPLY:
        synchroniser.takeReply();
        break;
      case PROMPT:
        this.#command.sendData();
        break;
      case ERROR:
        this.#takeFinal(this.#ring.text(start, end));
        break;
      case ECHO:
        this.counters.echoes += 1;
        break;
      case OPEN_URC:
        return false;
      case MALFORMED:
        if (classifier.urc !== undefined && fields.isQuoteOpen) text.begin(end, false);
        this.#anomaly('malformed-line');
        break;
      case UNKNOWN:
        this.#anomaly('unknown-line');
    }
    return true;
  }

  #takeFinal(result: string | undefined): void {
    if (this.#guardTime > 0) this.#guardEnd = this.#time.now() + this.#guardTime;
    if (!this.#command.takeFinal(result)) this.#anomaly('stray-final');
  }

  #takeUrc(end: number): void {
    const { urc, fields } = this.#classifier;
    if (urc === undefined) return;
    if (fields.isQuoteOpen) this.#text.begin(end, false);
    if (urc.isAboveText !== undefined && urc.isAboveText(fields)) this.#text.begin(end, true);
    const { isInterim } = urc;
    if ((isInterim !== undefined && isInterim(fields)) || !this.#takeCompletion(urc, fields)) this.#listener.onUrc(urc, fields);
  }

  /**
   * In the order of age: what is owed of old is nobody's, what waits is completed, what is being sent takes note. A failure goes to
   * who waits, as it may be his: taken for an older one's, it would leave the older one's success to be taken for his. False where the
   * URC completes nothing.
   */
  #takeCompletion(urc: Urc, fields: FieldReader): boolean {
    const completions = this.#completions;
    const command = this.#command;
    // Of a window of publishes most come here: nothing is under way, and they are counted by who has sent them.
    if (completions.isEmpty) return command.exchange !== undefined && command.takeCompletion(urc, fields);
    const exchange = completions.find(urc, fields);
    const awaiting = exchange ?? command.awaiting(urc, fields);
    const isSuccess = awaiting === undefined || awaiting.command.completion?.succeeded(fields) === true;
    if (isSuccess && completions.takeLate(urc, fields)) return true;
    if (exchange === undefined) return command.takeCompletion(urc, fields);
    exchange.onCompletion?.(fields);
    if (completions.complete(exchange)) this.#outcome.note(exchange, isSuccess ? undefined : failed(exchange.command));
    // Abandoned by that callback: what it would owe has come.
    else completions.takeLate(urc, fields);
    return true;
  }

  /** A line that is longer than the ring is lost. One that is open goes alone: what was taken for its continuation may be good. */
  #loseLine(): void {
    const receiver = this.#receiver;
    if (receiver.isOpen) return this.#loseOpenLine();
    if (this.#payload.isEnding) this.#failPayload();
    this.#tellLost(receiver.start, receiver.end);
    this.#anomaly('line-overflow');
  }

  #loseOpenLine(): void {
    const receiver = this.#receiver;
    receiver.loseOpenLine();
    this.#tellLost(receiver.start, receiver.end);
    this.#anomaly('malformed-line');
    this.#turn.arm(0);
  }

  #failPayload(): void {
    this.#payload.cancel();
    if (this.#command.failPayload()) this.#anomaly('malformed-line');
  }

  #tellLost(start: number, end: number): void {
    const urc = this.#classifier.lost(start, end);
    if (urc !== undefined) this.#listener.onUrcLost?.(urc, this.#classifier.fields);
  }

  #anomaly(anomaly: Anomaly): void {
    this.counters.anomalies += 1;
    this.#listener.onAnomaly?.(anomaly);
  }

  /** Sends the next command where the line is free. */
  #sendNext(): void {
    const queue = this.#queue;
    if (queue.isEmpty || this.#command.exchange !== undefined || !this.#isSynchronised) return;
    if (this.#synchroniser.isRunning || this.#completions.isFull) return;
    const wait = this.#guardEnd > 0 ? this.#guardEnd - this.#time.now() : 0;
    if (wait > 0) return this.#turn.arm(wait);
    const exchange = queue.take();
    if (exchange === undefined || this.#command.begin(exchange)) return;
    this.#turn.arm(0);
    this.#outcome.tell();
  }

  // What its parts tell.

  onEnded(exchange: Exchange, error: CellularError | undefined): void {
    this.#outcome.note(exchange, error);
  }

  onQuarantine(limit: number): void {
    const { exchange } = this.#command;
    this.counters.synchronisations += 1;
    this.#payload.cancel();
    this.#synchroniser.start(limit, exchange?.data?.length ?? 0, exchange === undefined ? 0 : 1);
  }

  onMissed(): void {
    this.counters.timeouts += 1;
    this.#outcome.tell();
  }

  onOverdue(exchange: Exchange): void {
    this.counters.timeouts += 1;
    exchange.onEnd(timedOut(exchange.command, 'completion'));
  }

  onSettled(isDone: boolean): void {
    this.#isSynchronised = isDone;
    const onEnd = this.#onSynchronised;
    this.#onSynchronised = undefined;
    if (!isDone) this.#endAll(unresponsive());
    if (this.#isClosed) return;
    if (onEnd !== undefined) onEnd(isDone ? undefined : unresponsive());
    else if (!isDone) this.#listener.onUnresponsive?.();
    if (!this.#isClosed) this.#turn.arm(0);
  }

  /**
   * Ends every exchange that there is now; what the module has accepted is owed. What a callback queues is refused: the line is
   * not synchronised.
   */
  #endAll(error: CellularError): void {
    this.#command.giveUp(error);
    this.#outcome.tell();
    for (let exchange = this.#completions.giveUpOldest(); exchange !== undefined; exchange = this.#completions.giveUpOldest()) {
      exchange.onEnd(error);
    }
    for (let exchange = this.#queue.take(); exchange !== undefined; exchange = this.#queue.take()) exchange.onEnd(error);
  }
}
