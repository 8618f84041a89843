import type { SerialOptions, SerialPort, SerialSpecifier } from '../ports/serial.js';
import type { Alarm, Time } from '../ports/time.js';
import { BLANK, COLON, CR, PLUS, PROMPT } from './ascii.js';
import type { Command, Urc } from './command.js';
import { commandName, validateArguments, writeCommand } from './command-writer.js';
import { Completions, completes } from './completions.js';
import { type CellularError, cellularError, invalidArgument } from './errors.js';
import { failed, malformed, refused, timedOut, unresponsive } from './exchange-errors.js';
import { ExchangeQueue } from './exchange-queue.js';
import type { Exchange } from './exchange.js';
import { FieldReader } from './field-reader.js';
import type { AnyValues, Field } from './field.js';
import { FINAL_ERROR, FINAL_OK, finalResult, NOT_FINAL } from './final-result.js';
import { LineNames, type LineTable } from './line-names.js';
import { type LineHandler, LineReceiver } from './line-receiver.js';
import type { Ring } from './ring.js';
import { SlicedBuffer } from './sliced-buffer.js';
import { Synchroniser } from './synchroniser.js';
import { Transmitter } from './transmitter.js';
import { utf8Text } from './utf8.js';

/** Milliseconds that the resynchronisation after a missed deadline may take. */
const RECOVERY_LIMIT = 30000;
const NO_FIELDS: readonly Field[] = [];

/** Something on the line that no command and no URC explains. Counted, reported, and without consequence for others. */
export type Anomaly =
  /** Bytes that begin no line. */
  | 'noise'
  /** A line that the table does not know. */
  | 'unknown-line'
  /** A known name with fields that do not fit, or a data length that lies. */
  | 'malformed-line'
  /** A final result while no command is under way. */
  | 'stray-final'
  /** A line longer than the ring; it is lost as a whole. */
  | 'line-overflow';

export interface DialogueOptions {
  readonly serial: SerialSpecifier;
  readonly time: Time;
  /** Every command that may be executed, and every URC that may come. */
  readonly table: LineTable;
  /** A query whose information line proves that the module listens, and that this is its answer. */
  readonly probe: Command;
  /** Bytes of the receive ring, a power of two from 256; bounds the longest line. Default 2048. */
  readonly receiveCapacity?: number;
  /** Bytes of the longest command line, at least 64. Default 1536: a quoted will of 1024 bytes with a topic of 255. */
  readonly transmitCapacity?: number;
  /** Commands that may wait for their turn. Default 8. */
  readonly queueCapacity?: number;
  /** Milliseconds between a final result and the next command, for modules that lose what comes earlier. Default 0. */
  readonly guardTime?: number;
  /** An unsolicited line. May only note and schedule; `fields` are good during the call only. */
  onUrc(urc: Urc, fields: FieldReader): void;
  onAnomaly?(anomaly: Anomaly): void;
  /** The module did not come back within 30 s of a missed deadline. All exchanges have ended; {@link Dialogue.synchronise} starts anew. */
  onUnresponsive?(): void;
}

/** What was seen on the line since the start. */
export interface DialogueCounters {
  lines: number;
  anomalies: number;
  timeouts: number;
  synchronisations: number;
}

/** How far the command under way has come. */
type Stage = 'idle' | 'command' | 'prompt' | 'data' | 'response';

/**
 * The AT dialogue over a serial port: one command at a time, and URCs whenever they come.
 *
 * Lines are judged at their start, in the order: echo, final result, reply of the command under way, URC. A missed deadline
 * puts the line in quarantine until it is settled ({@link Synchroniser}), so a late answer never answers the next command.
 *
 * A completion cannot be waited out so: it comes when the network lets it. One that is late counts as the oldest of its kind and
 * slot ({@link Completions}), so the next one's own is missed in its turn where it never comes: a slot whose completion was
 * missed is best closed, as what it completes then clears the account.
 */
export class Dialogue {
  readonly counters: DialogueCounters = { lines: 0, anomalies: 0, timeouts: 0, synchronisations: 0 };
  readonly #options: DialogueOptions;
  readonly #time: Time;
  readonly #receiver: LineReceiver;
  readonly #ring: Ring;
  readonly #fields: FieldReader;
  readonly #names: LineNames;
  readonly #queue: ExchangeQueue;
  readonly #line: SlicedBuffer;
  readonly #transmitter: Transmitter;
  readonly #completions: Completions;
  readonly #synchroniser: Synchroniser;
  readonly #port: SerialPort;
  readonly #deadline: Alarm;
  #onSynchronised: ((error: CellularError | undefined) => void) | undefined = undefined;
  #isSynchronised = false;
  #isClosed = false;

  #current: Exchange | undefined = undefined;
  #stage: Stage = 'idle';
  #isAbandoned = false;
  #isReplied = false;
  #completion: 'awaited' | 'succeeded' | 'failed' = 'awaited';
  #guardEnd = 0;
  /** The command whose final result was not waited for any longer, and its slot. */
  #late: Command | undefined = undefined;
  #lateFirst: AnyValues[number] = undefined;

  /** Throws `invalid-argument`; opens the port last. */
  constructor(options: DialogueOptions) {
    const receiveCapacity = options.receiveCapacity ?? 2048;
    const transmitCapacity = options.transmitCapacity ?? 1536;
    const queueCapacity = options.queueCapacity ?? 8;
    if (!(receiveCapacity >= 256) || (receiveCapacity & (receiveCapacity - 1)) !== 0) {
      throw invalidArgument('receiveCapacity', 'must be a power of two from 256', 'design: one turn, bounded');
    }
    if (!(transmitCapacity >= 64)) throw invalidArgument('transmitCapacity', 'must be at least 64', 'facts: framing');
    if (!(queueCapacity >= 1)) throw invalidArgument('queueCapacity', 'must be at least 1', 'design: one command at a time');
    if (!((options.guardTime ?? 0) >= 0)) throw invalidArgument('guardTime', 'must not be negative', 'failure modes: F25');

    const time = options.time;
    this.#options = options;
    this.#time = time;
    this.#receiver = new LineReceiver(time, receiveCapacity, this.#lineHandler());
    this.#ring = this.#receiver.ring;
    this.#fields = new FieldReader(this.#ring);
    this.#names = new LineNames(options.table);
    this.#queue = new ExchangeQueue(queueCapacity);
    this.#line = new SlicedBuffer(transmitCapacity);
    this.#transmitter = new Transmitter(() => this.#sent());
    this.#completions = new Completions(time, (exchange) => this.#overdue(exchange));
    this.#synchroniser = new Synchroniser(time, options.probe, this.#transmitter, (isDone) => this.#synchronised(isDone));
    this.#deadline = time.alarm(() => this.#missed());
    this.#port = this.#open(options.serial);
    this.#receiver.attach(this.#port);
    this.#transmitter.attach(this.#port);
  }

  /**
   * Polls the module until it answers and the line is settled; until then {@link execute} refuses. Ends what was queued or
   * under way, and an earlier call. `onEnd` comes once, with `unresponsive` after `limit` milliseconds.
   */
  synchronise(limit: number, onEnd: (error: CellularError | undefined) => void): void {
    this.#throwIfClosed();
    const onSuperseded = this.#onSynchronised;
    this.#isSynchronised = false;
    this.#quarantine(limit, this.#current);
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
    this.#receiver.wake(0);
  }

  /**
   * Forgets an exchange: none of its callbacks comes any more. What was sent is still waited for, so that nobody else gets
   * its answer.
   */
  abandon(exchange: Exchange): void {
    if (this.#queue.remove(exchange)) return;
    this.#completions.giveUp(exchange);
    if (this.#current === exchange) this.#isAbandoned = true;
  }

  /** Closes the port; no callback comes any more. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#queue.clear();
    this.#synchroniser.stop();
    this.#completions.close();
    this.#receiver.close();
    this.#deadline.disarm();
    this.#transmitter.cancel();
    this.#port.close();
  }

  #open(serial: SerialSpecifier): SerialPort {
    const options: SerialOptions = {
      ...serial,
      baud: serial.baud ?? 115200,
      onReadable: () => this.#receiver.receive(),
      onWritable: (count) => this.#transmitter.onWritable(count),
    };
    return new serial.io(options as never);
  }

  #throwIfClosed(): void {
    if (this.#isClosed) throw cellularError('closed', 'the dialogue is closed');
  }

  // ── what comes ───────────────────────────────────────────────────────────────────────────────────────────────────────

  #lineHandler(): LineHandler {
    return {
      onLine: (start, end) => this.#takeLine(start, end),
      onLineStart: (start, tail) => this.#takeLineStart(start, tail),
      onPayloadEnd: (isIntact) => this.#endPayload(isIntact),
      onNoise: () => this.#anomaly('noise'),
      onOverflow: () => this.#anomaly('line-overflow'),
      onOpenLineLost: () => this.#anomaly('malformed-line'),
      onTurnEnd: () => this.#startNext(),
    };
  }

  /** False when the line needs a later line end. */
  #takeLine(start: number, end: number): boolean {
    const { bytes, mask } = this.#ring;
    this.counters.lines += 1;
    if (this.#isEcho(start, end)) return true;
    const known = this.#names.find(bytes, mask, start, end);
    return known < 0 ? this.#takeUnnamed(start, end) : this.#takeNamed(known, start, end);
  }

  #takeNamed(known: number, start: number, end: number): boolean {
    const colon = start + this.#names.length(known);
    if (this.#takeReply(this.#names.name(known), colon, end)) return true;
    const urc = this.#names.urc(known);
    if (urc !== undefined) return this.#takeUrc(urc, colon, end);
    if (!this.#takeBareReply(start, end)) this.#anomaly('malformed-line');
    return true;
  }

  /** No final result has a name of the table, so what has one is not looked at for it. */
  #takeUnnamed(start: number, end: number): true {
    const final = finalResult(this.#ring.bytes, this.#ring.mask, start, end);
    if (final !== NOT_FINAL) this.#takeFinal(final, start, end);
    else if (!this.#takeBareReply(start, end)) this.#anomaly('unknown-line');
    return true;
  }

  /** A reply is told from a URC of the same prefix by its shape, and by being the first of its command. */
  #takeReply(name: string | undefined, colon: number, end: number): boolean {
    const { bytes, mask } = this.#ring;
    if (this.#synchroniser.isRunning) return this.#synchroniser.takesReply(name, this.#fields, bytes, mask, colon + 1, end);
    const exchange = this.#current;
    const reply = exchange?.command.reply;
    if (exchange === undefined || reply === undefined || reply.prefix !== name || this.#isReplied) return false;
    if (!this.#fields.match(reply.fields, bytes, mask, colon + 1, end)) return false;
    this.#reply(exchange);
    return true;
  }

  /** A reply without a prefix, such as an IMEI, is any line that is nothing else; an unknown URC begins with a plus sign. */
  #takeBareReply(start: number, end: number): boolean {
    const exchange = this.#current;
    const reply = exchange?.command.reply;
    if (exchange === undefined || reply === undefined || reply.prefix !== undefined || this.#isReplied) return false;
    if (this.#ring.bytes[start & this.#ring.mask] === PLUS) return false;
    if (!this.#fields.match(reply.fields, this.#ring.bytes, this.#ring.mask, start, end)) return false;
    this.#reply(exchange);
    return true;
  }

  #reply(exchange: Exchange): void {
    this.#isReplied = true;
    if (!this.#isAbandoned) exchange.onReply?.(this.#fields);
  }

  #takeUrc(urc: Urc, colon: number, end: number): boolean {
    const { bytes, mask } = this.#ring;
    const fields = urc.fields ?? NO_FIELDS;
    const start = Math.min(colon + 1, end);
    if (!this.#fields.match(fields, bytes, mask, start, end)) {
      // Where all is there but the end of the payload, the line goes on behind a line end.
      const hasTail = fields.length > 0 && fields[fields.length - 1].kind === 'tail';
      const isOpen = hasTail && this.#fields.matchBefore(fields, bytes, mask, start, end) >= 0;
      if (!isOpen) this.#anomaly('malformed-line');
      return !isOpen;
    }
    // In the order of age: what is owed of old, what waits, what is being sent.
    const isLate = this.#completions.takeOwed(urc, this.#fields);
    if (isLate || (!this.#completesWaiting(urc) && !this.#completesCurrent(urc))) this.#options.onUrc(urc, this.#fields);
    return true;
  }

  /** A completion may overtake its own `OK`: it is noted, and the command ends when the `OK` is there. */
  #completesCurrent(urc: Urc): boolean {
    const exchange = this.#current;
    if (exchange === undefined || this.#completion !== 'awaited') return false;
    if (!completes(urc, this.#fields, exchange.command, exchange.values[0])) return false;
    this.#completion = exchange.command.completion?.succeeded(this.#fields) === true ? 'succeeded' : 'failed';
    if (!this.#isAbandoned) exchange.onCompletion?.(this.#fields);
    return true;
  }

  #completesWaiting(urc: Urc): boolean {
    const exchange = this.#completions.find(urc, this.#fields);
    if (exchange === undefined) return false;
    const isSuccess = exchange.command.completion?.succeeded(this.#fields) === true;
    exchange.onCompletion?.(this.#fields);
    if (this.#completions.complete(exchange)) exchange.onEnd(isSuccess ? undefined : failed(exchange.command));
    // Abandoned by that callback: what it would owe has come.
    else this.#completions.takeOwed(urc, this.#fields);
    return true;
  }

  #takeLineStart(start: number, tail: number): number {
    const prompt = this.#promptEnd(start, tail);
    if (prompt < 0) return this.#payloadStart(start, tail);
    if (this.#synchroniser.isRunning) this.#synchroniser.onPrompt();
    else this.#sendData();
    return prompt;
  }

  /** Position behind a prompt that is waited for, or -1. An echo without a line end of its own may precede it. */
  #promptEnd(start: number, tail: number): number {
    if (this.#stage !== 'prompt' && !this.#synchroniser.isRunning) return -1;
    const { bytes, mask } = this.#ring;
    let position = this.#echoEnd(start, tail);
    while (position < tail && bytes[position & mask] === CR) position += 1;
    if (position === tail || bytes[position & mask] !== PROMPT) return -1;
    position += 1;
    return position < tail && bytes[position & mask] === BLANK ? position + 1 : position;
  }

  /** Position of a reply's counted payload when all before it is there, or -1. */
  #payloadStart(start: number, tail: number): number {
    const exchange = this.#current;
    const reply = exchange?.command.reply;
    if (exchange === undefined || reply === undefined || this.#isReplied) return -1;
    const counted = reply.fields[reply.fields.length - 1];
    if (counted.kind !== 'counted') return -1;
    const { bytes, mask } = this.#ring;
    const known = this.#names.find(bytes, mask, start, tail);
    if (known < 0 || this.#names.name(known) !== reply.prefix) return -1;
    const colon = start + this.#names.length(known);
    if (colon === tail || bytes[colon & mask] !== COLON) return -1;
    const payload = this.#fields.matchBefore(reply.fields, bytes, mask, colon + 1, tail);
    if (payload < 0) return -1;
    this.counters.lines += 1;
    this.#receiver.expectPayload(this.#fields.integerAt(counted.lengthAt), this.#isAbandoned ? undefined : exchange.into);
    this.#reply(exchange);
    return payload;
  }

  /** Where an answer ends whose length lies is anybody's guess: an OK may be of the payload, or have been counted to it. */
  #endPayload(isIntact: boolean): void {
    const exchange = this.#current;
    if (isIntact || exchange === undefined) return;
    this.#quarantine(RECOVERY_LIMIT, exchange);
    this.#finish(malformed(exchange.command, 'a data length that does not hold'));
    this.#anomaly('malformed-line');
  }

  // ── the command under way ────────────────────────────────────────────────────────────────────────────────────────────

  #startNext(): void {
    if (this.#isClosed || !this.#isSynchronised || this.#synchroniser.isRunning || this.#current !== undefined) return;
    if (this.#queue.isEmpty || this.#completions.isFull) return;
    const wait = this.#guardEnd - this.#time.now();
    if (wait > 0) return this.#receiver.wake(wait);
    const exchange = this.#queue.take();
    if (exchange === undefined) return;
    this.#current = exchange;
    this.#isAbandoned = false;
    this.#isReplied = false;
    this.#completion = 'awaited';
    this.#stage = 'command';
    this.#deadline.arm(exchange.command.responseDeadline);
    const problem = this.#encode(exchange);
    if (problem === undefined) return this.#transmitter.send(this.#line, this.#line.length);
    this.#finish(problem);
    this.#receiver.wake(0);
  }

  /** Why the command line cannot be sent: it is longer than the transmit buffer. */
  #encode(exchange: Exchange): CellularError | undefined {
    try {
      this.#line.length = writeCommand(exchange.command, exchange.values, this.#line.contents, 0);
      return undefined;
    } catch (error) {
      return error as CellularError;
    }
  }

  /** The port has taken the last byte. Each deadline counts from here. */
  #sent(): void {
    if (this.#synchroniser.isRunning) return this.#synchroniser.onSent();
    const command = this.#current?.command;
    if (command === undefined) return;
    if (this.#stage === 'command' && command.data !== undefined) {
      this.#stage = 'prompt';
      this.#deadline.arm(command.data.promptDeadline);
    } else {
      this.#stage = 'response';
      this.#deadline.arm(command.responseDeadline);
    }
  }

  #sendData(): void {
    const exchange = this.#current;
    if (exchange?.data === undefined) return;
    this.#stage = 'data';
    this.#deadline.arm(exchange.command.responseDeadline);
    this.#transmitter.send(exchange.data, exchange.data.length);
  }

  #takeFinal(final: number, start: number, end: number): void {
    this.#guardEnd = this.#time.now() + (this.#options.guardTime ?? 0);
    const exchange = this.#current;
    // A command that has not left yet cannot have been answered, and cut off it would be the head of the next one's line.
    if (exchange === undefined || this.#stage === 'command') return this.#takeLateFinal(final);
    const { command } = exchange;
    // Half of the data may have left: no command must follow them before the line is settled.
    const isCutShort = command.data !== undefined && this.#stage !== 'response' && (final === FINAL_OK || this.#stage === 'data');
    if (isCutShort) this.#quarantine(RECOVERY_LIMIT, exchange);
    if (final === FINAL_ERROR) return this.#finish(refused(command, this.#text(start, end)));
    if (isCutShort) return this.#finish(malformed(command, 'OK before its data'));
    if (command.completion === undefined || this.#completion === 'succeeded') return this.#finish(undefined);
    if (this.#completion === 'failed') return this.#finish(failed(command));
    if (this.#isAbandoned) this.#completions.owe(command, exchange.values[0]);
    else this.#completions.add(exchange, command.completion.deadline);
    this.#release();
  }

  /**
   * No command waits for it: the result is a probe's, or that of a command which was given up. As the module answers in
   * order, the first result is the latter's, unless a probe's information line came before. One that was accepted so late
   * completes later still.
   */
  #takeLateFinal(final: number): void {
    const late = this.#late;
    const isExpected = this.#synchroniser.isRunning;
    this.#late = undefined;
    if (late !== undefined && final === FINAL_OK && !this.#synchroniser.isReplied) this.#completions.owe(late, this.#lateFirst);
    this.#synchroniser.onFinal();
    if (!isExpected) this.#anomaly('stray-final');
  }

  #finish(error: CellularError | undefined): void {
    const exchange = this.#current;
    const isAbandoned = this.#isAbandoned;
    this.#release();
    if (exchange !== undefined && !isAbandoned) exchange.onEnd(error);
  }

  /** The line is free for the next command; data that the module refused while they were sent are not sent further. */
  #release(): void {
    this.#deadline.disarm();
    this.#transmitter.cancel();
    this.#current = undefined;
    this.#stage = 'idle';
    this.#receiver.cancelPayload();
  }

  #isEcho(start: number, end: number): boolean {
    return this.#echoEnd(start, end) === end;
  }

  /** Where the command line ends that the module repeats from `start` on; `start` where it repeats none. */
  #echoEnd(start: number, end: number): number {
    const { bytes, mask } = this.#ring;
    const line = this.#synchroniser.isRunning ? this.#synchroniser.line : this.#line;
    const sent = line.contents;
    const length = line.length - 1;
    if (length <= 0 || end - start < length) return start;
    for (let index = 0; index < length; index += 1) if (sent[index] !== bytes[(start + index) & mask]) return start;
    return start + length;
  }

  // ── deadlines and recovery ───────────────────────────────────────────────────────────────────────────────────────────

  #missed(): void {
    const exchange = this.#current;
    if (exchange === undefined) return;
    this.counters.timeouts += 1;
    const awaited = this.#stage === 'prompt' ? 'prompt' : 'final result';
    this.#quarantine(RECOVERY_LIMIT, exchange);
    this.#finish(timedOut(exchange.command, awaited));
  }

  #overdue(exchange: Exchange): void {
    this.counters.timeouts += 1;
    exchange.onEnd(timedOut(exchange.command, 'completion'));
  }

  /** `unanswered` is the exchange whose final result may still come. */
  #quarantine(limit: number, unanswered: Exchange | undefined): void {
    this.counters.synchronisations += 1;
    this.#receiver.cancelPayload();
    if (unanswered?.command.completion !== undefined && this.#completion === 'awaited') {
      this.#late = unanswered.command;
      this.#lateFirst = unanswered.values[0];
    }
    this.#synchroniser.start(limit, unanswered?.data?.length ?? 0, unanswered === undefined ? 0 : 1);
  }

  #synchronised(isDone: boolean): void {
    this.#isSynchronised = isDone;
    const onEnd = this.#onSynchronised;
    this.#onSynchronised = undefined;
    if (!isDone) this.#endAll(unresponsive());
    if (this.#isClosed) return;
    if (onEnd !== undefined) onEnd(isDone ? undefined : unresponsive());
    else if (!isDone) this.#options.onUnresponsive?.();
    if (!this.#isClosed) this.#receiver.wake(0);
  }

  /** Ends every exchange that there is now; nothing is owed then. What a callback queues is refused: the line is not synchronised. */
  #endAll(error: CellularError): void {
    this.#finish(error);
    for (let exchange = this.#completions.takeOldest(); exchange !== undefined; exchange = this.#completions.takeOldest()) {
      exchange.onEnd(error);
    }
    for (let exchange = this.#queue.take(); exchange !== undefined; exchange = this.#queue.take()) exchange.onEnd(error);
  }

  #text(start: number, end: number): string {
    const bytes = new Uint8Array(end - start);
    this.#ring.copyTo(bytes, 0, start, bytes.length);
    return utf8Text(bytes, 0, bytes.length);
  }

  #anomaly(anomaly: Anomaly): void {
    this.counters.anomalies += 1;
    this.#options.onAnomaly?.(anomaly);
  }
}
