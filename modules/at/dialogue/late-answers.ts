import type { Time } from '../../ports/time.js';

/** Milliseconds after which an answer counts as lost: a module that was silent for two minutes answers everything then (F16). */
const LONGEST_SILENCE = 180_000;

/**
 * What the module still owes to probes, and to commands that were given up. It answers in order, so what comes answers the
 * oldest. A probe is owed an information line and a final result, a command the latter alone.
 */
export class LateAnswers {
  /** A probe's information line has come, and its final result has not. */
  isFinalDue = false;
  /** Probes whose information line has not come. It may come after the run, or be lost. */
  probes = 0;
  readonly #time: Time;
  #finals = 0;
  /** Those of them that earlier runs have sent. */
  #olderProbes = 0;
  /** Whether a probe was answered in this run, be it one of this run or an older one. */
  #isAnswering = false;
  #endedAt = 0;

  constructor(time: Time) {
    this.#time = time;
  }

  get hasFinals(): boolean {
    return this.#finals > 0;
  }

  /** A run begins, or begins anew, after `finals` commands were given up. */
  begin(isNewRun: boolean, finals: number): void {
    // What was asked in a run that goes on is not lost yet, however long ago the run before has ended.
    if (isNewRun) {
      if (this.#areLost()) this.clear();
      this.#olderProbes = this.probes;
    }
    this.#finals += finals;
    this.isFinalDue = false;
    this.#isAnswering = false;
  }

  probeSent(): void {
    this.probes += 1;
    this.#finals += 1;
  }

  /** Whether a probe's information line may come now that the run has ended. */
  hasLateReply(): boolean {
    return this.probes > 0 && !this.#areLost();
  }

  /** A probe's information line has come. Gives whether the probe was one of this run. */
  takeReply(): boolean {
    this.isFinalDue = true;
    this.#isAnswering = true;
    if (this.probes > 0) this.probes -= 1;
    if (this.#olderProbes === 0) return true;
    this.#olderProbes -= 1;
    return false;
  }

  takeFinal(): void {
    this.isFinalDue = false;
    if (this.#finals > 0) this.#finals -= 1;
  }

  /** All that was asked so far was answered, or its answer is lost. */
  clear(): void {
    this.probes = 0;
    this.#finals = 0;
  }

  /**
   * The run has ended. What was asked before the probe that was answered is answered or lost. A module that has not answered
   * at all is off, or says everything at once, which the settling waits for.
   */
  end(isSynchronised: boolean): void {
    this.#endedAt = this.#time.now();
    if (isSynchronised) this.#finals = this.probes + (this.isFinalDue ? 1 : 0);
    else if (!this.#isAnswering) this.probes = 0;
  }

  #areLost(): boolean {
    return this.#time.now() - this.#endedAt > LONGEST_SILENCE;
  }
}
