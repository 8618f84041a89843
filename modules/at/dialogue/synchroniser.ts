import { CR } from '../../base/ascii.js';
import type { Alarm, Time } from '../../ports/time.js';
import type { Command, Reply } from '../command.js';
import { writeCommand } from '../send/writer.js';
import { LateAnswers } from './late-answers.js';
import type { SlicedBuffer } from '../send/sliced-buffer.js';
import type { SendListener, Transmitter } from '../send/transmitter.js';

/** Milliseconds between two probes; a module that is awake answers within a few. */
const PROBE_INTERVAL = 1000;
/** Milliseconds without a late answer after which the line counts as settled. */
const SETTLING = 300;
/** Unanswered probes after which the module may be in a data phase that nobody here knows of. */
const PROBES_BEFORE_PADDING = 3;
/** Line ends sent then, at each further probe; 8 rounds fill the longest file that a module takes. */
const BLIND_PADDING = 1024;
/** Line ends sent at once. */
const PADDING_PIECE = 64;
const NO_ARGUMENTS: readonly undefined[] = [];

export interface SynchroniserListener {
  /** The line is settled; or the module has not answered within the limit. */
  onSettled(isSynchronised: boolean): void;
}

type Phase =
  | 'idle'
  /** Fills a data phase and sends probes, until one of them is answered. */
  | 'asking'
  /** A probe was answered: whatever else is owed may come now. */
  | 'settling';

/**
 * Brings the line to a known state: at the start, when nobody knows what the module was doing, and after each missed
 * deadline, when the answer may still come. Nothing else is sent meanwhile, so a late answer answers nothing.
 *
 * The probe is a query with an information line: a final result of an earlier command has none before it, so it cannot be
 * taken for the probe's. A module that waits for data bytes (some were lost, or the host was restarted) gets line ends until
 * it has enough: outside a command line they mean nothing.
 */
export class Synchroniser implements SendListener {
  /** A field, as a getter costs XS a call. */
  isRunning = false;
  /** Whether {@link awaitedReply} may give one: mostly it cannot, and is not asked. */
  isReplyPossible = false;
  readonly #time: Time;
  readonly #probe: Command;
  readonly #transmitter: Transmitter;
  readonly #listener: SynchroniserListener;
  readonly #step: Alarm;
  readonly #line: SlicedBuffer;
  readonly #late: LateAnswers;
  #phase: Phase = 'idle';
  #deadline = 0;
  /** Bytes of padding still to be sent before the next probe. */
  #padding = 0;
  #knownPadding = 0;
  /** Whether a probe was sent last, and not padding. */
  #isProbing = false;
  /** Probes sent in this run. */
  #probes = 0;
  /** Probes sent since the last answer or padding. */
  #unanswered = 0;
  #isReplied = false;
  /** Whether the line was settled before, so that all that the module owes is known here. */
  #wasSettled = false;

  /** What is sent goes through `line`, the buffer of the commands, which wait meanwhile. */
  constructor(time: Time, probe: Command, line: SlicedBuffer, transmitter: Transmitter, listener: SynchroniserListener) {
    this.#time = time;
    this.#probe = probe;
    this.#transmitter = transmitter;
    this.#listener = listener;
    this.#step = time.alarm(() => this.#next());
    this.#line = line;
    this.#late = new LateAnswers(time);
  }

  /** Whether an information line has come for a probe of this run since the last one was sent. */
  get isReplied(): boolean {
    return this.#isReplied;
  }

  /** Whether the next final result is that of an older probe. */
  get isOlderReplied(): boolean {
    return this.#late.isFinalDue && !this.#isReplied;
  }

  /**
   * Starts; `padding` is the length of the data phase that was cut short, 0 where there was none or it is unknown.
   * `finals` counts final results that may still come, besides those that an earlier run has not seen. Gives up after `limit`
   * milliseconds.
   */
  start(limit: number, padding: number, finals: number): void {
    // While it runs nothing else is sent: started anew, it is the same run.
    this.#late.begin(!this.isRunning, finals);
    this.#phase = 'asking';
    this.isRunning = true;
    this.isReplyPossible = true;
    this.#deadline = this.#time.now() + limit;
    this.#padding = padding;
    this.#knownPadding = padding;
    this.#unanswered = 0;
    this.#probes = 0;
    this.#isReplied = false;
    this.#transmitter.cancel();
    this.#step.arm(0);
  }

  stop(): void {
    this.#phase = 'idle';
    this.isRunning = false;
    this.#step.disarm();
    this.#transmitter.cancel();
  }

  /** The transmitter has handed on what it was given last. The end of a padding must not cut the settling short: F16. */
  onSent(): void {
    if (this.#phase !== 'settling') this.#step.arm(this.#isProbing ? PROBE_INTERVAL : 0);
  }

  /**
   * The information line of a probe, where one may come. After the end, too: a module that is slow with each of several probes answers
   * the last of them when the line has long counted as settled, and the final result behind this line is not that of the command
   * under way.
   */
  awaitedReply(): Reply | undefined {
    if (this.isRunning || this.#late.hasLateReply()) return this.#probe.reply;
    this.isReplyPossible = false;
    return undefined;
  }

  /** A probe's information line has come. */
  takeReply(): void {
    this.#unanswered = 0;
    // Behind an older probe's, the command that was given up is still to be answered.
    if (this.#late.takeReply()) this.#isReplied = true;
    // The final result of this one comes too: the line is not settled before.
    if (this.#phase === 'settling') this.#step.arm(SETTLING);
  }

  /** A final result came. One that follows the probe's information line proves that the module listens. */
  onFinal(): void {
    this.#late.takeFinal();
    const isListening = this.#phase === 'settling' || (this.#phase === 'asking' && this.#isReplied);
    if (!isListening) return;
    this.#phase = 'settling';
    // A module that was silent for long says more at once than is owed here: a host that was restarted meanwhile has asked, too. So a
    // program that has just begun, which cannot know what the one before it has asked, waits for silence in any case.
    if (!this.#late.hasFinals && this.#probes === 1 && this.#wasSettled) this.#end(true);
    else this.#step.arm(SETTLING);
  }

  /** A final result has come: it may be that of such a probe, or of one whose information line came just before the end. */
  takeLateFinal(): boolean {
    if (!this.#late.isFinalDue || this.isRunning) return false;
    this.#late.takeFinal();
    return true;
  }

  /** A command under way was answered: as the module answers in order, what is owed of old was answered or is lost. */
  onReply(command: Command): void {
    if (command !== this.#probe) this.#late.clear();
  }

  /** The module asks for data: the prompt of a command that was given up. */
  onPrompt(): void {
    this.#phase = 'asking';
    this.#padding = this.#knownPadding > 0 ? this.#knownPadding : BLIND_PADDING;
    this.#step.arm(0);
  }

  #next(): void {
    if (this.#phase === 'settling') return this.#end(true);
    if (this.#time.now() >= this.#deadline) return this.#end(false);
    if (this.#unanswered === PROBES_BEFORE_PADDING) {
      this.#unanswered = 0;
      this.#padding = BLIND_PADDING;
    }
    if (this.#padding > 0) this.#sendPadding();
    else this.#sendProbe();
  }

  #sendProbe(): void {
    this.#unanswered += 1;
    this.#probes += 1;
    this.#isReplied = false;
    this.#late.probeSent();
    this.#send(writeCommand(this.#probe, NO_ARGUMENTS, this.#line.contents, 0), true);
  }

  #sendPadding(): void {
    const length = this.#padding < PADDING_PIECE ? this.#padding : PADDING_PIECE;
    this.#padding -= length;
    this.#line.contents.fill(CR, 0, length);
    this.#send(length, false);
  }

  #send(length: number, isProbing: boolean): void {
    this.#line.length = length;
    this.#isProbing = isProbing;
    // Where the port never takes the bytes there is no onSent: the next step must come all the same.
    this.#step.arm(PROBE_INTERVAL);
    this.#transmitter.send(this.#line, length, this);
  }

  #end(isSynchronised: boolean): void {
    this.stop();
    this.#late.end(isSynchronised);
    if (isSynchronised) this.#wasSettled = true;
    this.#listener.onSettled(isSynchronised);
  }
}
