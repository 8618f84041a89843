import type { SerialOptions, SerialPort, SerialSpecifier } from '../../ports/serial.js';
import type { Time } from '../../ports/time.js';
import type { Command, Completion, Urc } from '../command.js';
import { commandName } from '../command-name.js';
import { validateArguments } from '../send/writer.js';
import { CommandUnderWay } from './command-under-way.js';
import { Completions, type CompletionsListener } from './completions.js';
import { CountedPayload } from '../line/payload.js';
import type { DialogueCounters } from './dialogue-counters.js';
import { type CellularError, cellularError, invalidArgument } from '../../base/errors.js';
import { timedOut, unresponsive } from './exchange-errors.js';
import { ExchangeQueue } from './exchange-queue.js';
import type { Exchange } from './exchange.js';
import { checkNumber, checkWholeNumber } from '../../base/checks.js';
import { LineJudge, type LineListener, type TurnListener } from './line-judge.js';
import type { AnyValues } from '../field.js';
import type { NameTable } from '../line/names.js';
import { LineReceiver } from '../line/receiver.js';
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

export interface DialogueListener extends LineListener {
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
 * Lines are judged at their start ({@link LineJudge}). A missed deadline puts the line in quarantine until it is settled
 * ({@link Synchroniser}), so a late answer never answers the next command.
 *
 * A completion cannot be waited out so: it comes when the network lets it. What was given up is owed ({@link OwedCompletions}), and
 * the next of its kind and slot counts for it. Where it never comes, the younger command waits in vain: whoever may choose looks for
 * another slot ({@link Dialogue.isDue}).
 */
export class Dialogue implements CompletionsListener, SynchroniserListener, TurnListener {
  readonly counters: DialogueCounters = { lines: 0, anomalies: 0, timeouts: 0, synchronisations: 0, echoes: 0 };
  readonly #serial: SerialSpecifier;
  readonly #listener: DialogueListener;
  readonly #time: Time;
  readonly #receiver: LineReceiver;
  readonly #queue: ExchangeQueue;
  readonly #line: SlicedBuffer;
  readonly #transmitter = new Transmitter();
  readonly #completions: Completions;
  readonly #synchroniser: Synchroniser;
  readonly #command: CommandUnderWay;
  readonly #outcome = new Outcome();
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

    const { serial, time, listener } = options;
    const { counters } = this;
    const outcome = this.#outcome;
    const ring = new Ring(receiveCapacity, transmitCapacity);
    const payload = new CountedPayload(ring.passage);
    const line = new SlicedBuffer(transmitCapacity, ring.slices, ring.end);
    const transmitter = this.#transmitter;
    const completions = new Completions(time, this);
    const synchroniser = new Synchroniser(time, options.probe, line, transmitter, this);
    const command = new CommandUnderWay({
      time,
      ring,
      payload,
      line,
      transmitter,
      completions,
      synchroniser,
      counters,
      outcome,
      guardTime,
    });
    const judge = new LineJudge({
      ring,
      names: options.names,
      command,
      completions,
      synchroniser,
      counters,
      outcome,
      listener,
      turns: this,
    });
    this.#serial = serial;
    this.#listener = listener;
    this.#time = time;
    this.#line = line;
    this.#completions = completions;
    this.#synchroniser = synchroniser;
    this.#command = command;
    this.#receiver = new LineReceiver(time, ring, payload, judge, outcome);
    this.#queue = new ExchangeQueue(queueCapacity);
    this.#port = this.#open(serial.baud ?? DEFAULT_LINE_RATE);
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
    this.#command.quarantine(limit);
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
    this.#receiver.attach(this.#port);
    this.#transmitter.attach(this.#port);
  }

  /** Such completions that may still come, and that the dialogue does not know of: its caller has waited for them. */
  owe(completion: Completion, values: AnyValues, count: number): void {
    this.#completions.owe(completion, values, count);
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
    this.#receiver.close();
    this.#command.close();
    this.#transmitter.cancel();
    this.#port.close();
  }

  #open(baud: number): SerialPort {
    const options: SerialOptions = {
      ...this.#serial,
      baud,
      onReadable: () => this.#receiver.receive(),
      onWritable: (count) => this.#transmitter.onWritable(count),
    };
    return new this.#serial.io(options as never);
  }

  #throwIfClosed(): void {
    if (this.#isClosed) throw cellularError('closed', 'the dialogue is closed');
  }

  // What its parts tell.

  onTurnEnd(): void {
    const command = this.#command;
    if (this.#isClosed || !this.#isSynchronised || this.#synchroniser.isRunning || command.exchange !== undefined) return;
    if (this.#queue.isEmpty || this.#completions.isFull) return;
    const wait = command.guardEnd > 0 ? command.guardEnd - this.#time.now() : 0;
    if (wait > 0) return this.#receiver.wake(wait);
    const exchange = this.#queue.take();
    if (exchange === undefined || command.begin(exchange)) return;
    this.#receiver.wake(0);
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
    if (!this.#isClosed) this.#receiver.wake(0);
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
