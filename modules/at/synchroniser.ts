import type { Alarm, Time } from '../ports/time.js';
import { CR } from './ascii.js';
import type { Command } from './command.js';
import { writeCommand } from './command-writer.js';
import type { FieldReader } from './field-reader.js';
import type { SlicedBuffer } from './sliced-buffer.js';
import type { SendListener, Transmitter } from './transmitter.js';

/** Milliseconds between two probes; a module that is awake answers within a few. */
const PROBE_INTERVAL = 1000;
/** Milliseconds without a late answer after which the line counts as settled. */
const SETTLING = 300;
/** Milliseconds after which a result that is owed counts as lost: a module that was silent for two minutes answers everything then (F16). */
const LONGEST_SILENCE = 180_000;
/** Unanswered probes after which the module may be in a data phase that nobody here knows of. */
const PROBES_BEFORE_PADDING = 3;
/** Line ends sent then, at each further probe; 8 rounds fill the longest file that a module takes. */
const BLIND_PADDING = 1024;
/** Line ends sent at once. */
const PADDING_PIECE = 64;
const NO_ARGUMENTS: readonly undefined[] = [];

/**
 * Brings the line to a known state: at the start, when nobody knows what the module was doing, and after each missed
 * deadline, when the answer may still come. Nothing else is sent meanwhile, so a late answer answers nothing.
 *
 * The probe is a query with an information line: a final result of an earlier command has none before it, so it cannot be
 * taken for the probe's. A module that waits for data bytes (some were lost, or the host was restarted) gets line ends until
 * it has enough: outside a command line they mean nothing.
 */
export class Synchroniser implements SendListener {
  readonly #time: Time;
  readonly #probe: Command;
  readonly #transmitter: Transmitter;
  readonly #onEnd: (isSynchronised: boolean) => void;
  readonly #step: Alarm;
  readonly #line: SlicedBuffer;
  #isRunning = false;
  #deadline = 0;
  #padding = 0;
  #knownPadding = 0;
  #unanswered = 0;
  /** Probes sent in this run. */
  #probes = 0;
  #isProbing = false;
  #finalsOwed = 0;
  /** Probes whose information line has not come. It may come after the end, or be lost. */
  #probesOwed = 0;
  /** Those of them that earlier runs have sent: they are answered first. */
  #olderProbes = 0;
  /** When a run ended last. */
  #endedAt = 0;
  /** A probe was answered in this run, be it one of this run or an older one. */
  #isAnswering = false;
  /** A probe's information line has come, and its final result has not. */
  #isFinalDue = false;
  #isReplied = false;
  #isSettling = false;

  /** What is sent goes through `line`, the buffer of the commands, which wait meanwhile. */
  constructor(time: Time, probe: Command, line: SlicedBuffer, transmitter: Transmitter, onEnd: (isSynchronised: boolean) => void) {
    this.#time = time;
    this.#probe = probe;
    this.#transmitter = transmitter;
    this.#onEnd = onEnd;
    this.#step = time.alarm(() => this.#next());
    this.#line = line;
  }

  get isRunning(): boolean {
    return this.#isRunning;
  }

  /** Whether the information line of a probe of this run was the last that came. */
  get isReplied(): boolean {
    return this.#isReplied;
  }

  /** Whether the next final result is that of a probe of an earlier run. */
  get isOlderReplied(): boolean {
    return this.#isFinalDue && !this.#isReplied;
  }

  /**
   * Starts; `padding` is the length of the data phase that was cut short, 0 where there was none or it is unknown.
   * `owed` counts final results that may still come, besides those that an earlier run has not seen. Gives up after `limit`
   * milliseconds.
   */
  start(limit: number, padding: number, owed: number): void {
    this.#forgetWhatIsLost();
    // While it runs nothing else is sent: started anew, it is the same run.
    if (!this.#isRunning) this.#olderProbes = this.#probesOwed;
    this.#isRunning = true;
    this.#deadline = this.#time.now() + limit;
    this.#padding = padding;
    this.#knownPadding = padding;
    this.#finalsOwed += owed;
    this.#isFinalDue = false;
    this.#isAnswering = false;
    this.#unanswered = 0;
    this.#probes = 0;
    this.#isReplied = false;
    this.#isSettling = false;
    this.#transmitter.cancel();
    this.#step.arm(0);
  }

  stop(): void {
    this.#isRunning = false;
    this.#isSettling = false;
    this.#step.disarm();
    this.#transmitter.cancel();
  }

  /** The transmitter has handed on what it was given last. The end of a padding must not cut the settling short: F16. */
  onSent(): void {
    if (this.#isSettling) return;
    this.#step.arm(this.#isProbing ? PROBE_INTERVAL : 0);
  }

  /** Whether a line of this name, with the fields from `start` to `end`, is the probe's information line. */
  takesReply(name: string | undefined, fields: FieldReader, bytes: Uint8Array, mask: number, start: number, end: number): boolean {
    const reply = this.#probe.reply;
    if (reply === undefined || reply.prefix !== name || !fields.match(reply.fields, bytes, mask, start, end)) return false;
    this.#isFinalDue = true;
    this.#isAnswering = true;
    this.#unanswered = 0;
    if (this.#probesOwed > 0) this.#probesOwed -= 1;
    // The command that was given up is still to be answered.
    if (this.#olderProbes > 0) this.#olderProbes -= 1;
    else this.#isReplied = true;
    // The final result of this one comes too: the line is not settled before.
    if (this.#isSettling) this.#step.arm(SETTLING);
    return true;
  }

  /** A final result came. One that follows the probe's information line proves that the module listens. */
  onFinal(): void {
    this.#isFinalDue = false;
    if (this.#finalsOwed > 0) this.#finalsOwed -= 1;
    if (!this.#isRunning || (!this.#isReplied && !this.#isSettling)) return;
    this.#isSettling = true;
    // A module that was silent for long says more at once than is owed here: a host that was restarted meanwhile has asked, too.
    if (this.#finalsOwed === 0 && this.#probes === 1) this.#end(true);
    else this.#step.arm(SETTLING);
  }

  /**
   * As {@link takesReply}, after the end: a module that is slow with each of several probes answers the last of them when the
   * line has long counted as settled. The final result behind this line is not that of the command under way.
   */
  takesLateReply(name: string | undefined, fields: FieldReader, bytes: Uint8Array, mask: number, start: number, end: number): boolean {
    this.#forgetWhatIsLost();
    if (this.#probesOwed === 0) return false;
    return this.takesReply(name, fields, bytes, mask, start, end);
  }

  /** A command under way was answered: as the module answers in order, what is owed of old was answered or is lost. */
  onReply(command: Command): void {
    if (command === this.#probe) return;
    this.#probesOwed = 0;
    this.#finalsOwed = 0;
  }

  /** Whether a final result is that of such a probe, or of one whose information line came just before the end. */
  takesLateFinal(): boolean {
    if (!this.#isFinalDue || this.#isRunning) return false;
    this.#isFinalDue = false;
    if (this.#finalsOwed > 0) this.#finalsOwed -= 1;
    return true;
  }

  /** The module asks for data: the prompt of a command that was given up. */
  onPrompt(): void {
    this.#isSettling = false;
    this.#padding = this.#knownPadding > 0 ? this.#knownPadding : BLIND_PADDING;
    this.#step.arm(0);
  }

  #next(): void {
    if (this.#isSettling) return this.#end(true);
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
    this.#probesOwed += 1;
    this.#finalsOwed += 1;
    this.#isReplied = false;
    this.#send(writeCommand(this.#probe, NO_ARGUMENTS, this.#line.contents, 0), true);
  }

  #sendPadding(): void {
    const length = Math.min(this.#padding, PADDING_PIECE);
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

  #forgetWhatIsLost(): void {
    if (this.#time.now() - this.#endedAt <= LONGEST_SILENCE) return;
    this.#probesOwed = 0;
    this.#finalsOwed = 0;
  }

  #end(isSynchronised: boolean): void {
    this.stop();
    this.#endedAt = this.#time.now();
    // The module answers in order: what was asked before the probe that it has answered is answered or lost. One that has
    // not answered at all is off, or says everything at once, which the settling waits for.
    if (isSynchronised) this.#finalsOwed = this.#probesOwed + (this.#isFinalDue ? 1 : 0);
    else if (!this.#isAnswering) this.#probesOwed = 0;
    this.#onEnd(isSynchronised);
  }
}
