import { assert } from '../../base/assert.js';
import type { CellularError } from '../../base/errors.js';
import type { Time } from '../../ports/time.js';
import { newStanding, type Standing } from './standing.js';
import type { Obstacle, RecoveryEvent, RungCounters, RungOutcome } from './recovery-event.js';
import type { Rung } from './rung.js';
import { RUNGS } from './rungs.js';
import type { RecoveryOptions } from './tools.js';
import { isForAHand, isNamedRefusal, PATIENCE, type Trouble } from './troubles.js';

/**
 * Which rung comes next. Each trouble climbs the ladder for itself, and goes on from where it stood until all has gone well
 * for a while: a rung that helps for a moment has not helped.
 */
export class Ladder {
  readonly #time: Time;
  readonly #options: RecoveryOptions;
  readonly #standings: { [T in Trouble]?: Standing } = {};
  #planned: Standing | undefined = undefined;
  #counters: readonly RungCounters[] | undefined = undefined;
  /** Exceptions that callbacks have thrown. */
  exceptions = 0;

  constructor(time: Time, options: RecoveryOptions) {
    this.#time = time;
    this.#options = options;
  }

  /** One for each rung, lowest first. They take a kilobyte that a modem without troubles does without. */
  get counters(): readonly RungCounters[] {
    const counters = this.#counters ?? RUNGS.map((rung) => countersFor(rung));
    this.#counters = counters;
    return counters;
  }

  /**
   * Takes note of a failure. Gives the milliseconds until the rung that is next, or `undefined` where there is none: it is
   * tried again as it was. The same rung is planned until it is begun.
   */
  plan(trouble: Trouble, error: CellularError): number | undefined {
    const standing = this.#standingOf(trouble);
    this.#note(standing, error);
    this.#planned = undefined;
    if (standing.failures <= PATIENCE[trouble] || isForAHand(error)) return undefined;
    const rung = this.#next(standing, error);
    if (rung === undefined) return undefined;
    this.#planned = standing;
    const now = this.#time.now();
    if (standing.due === undefined) standing.due = now + (this.#pause(rung, standing));
    return Math.max(0, standing.due - now);
  }

  /** The planned rung, which is begun with this. */
  begin(): Rung | undefined {
    const standing = this.#planned;
    if (standing === undefined) return undefined;
    const rung = RUNGS[standing.position];
    assert(standing.isOpen && standing.attempts < rung.attempts, 'a rung is begun as often as it may be');
    this.#planned = undefined;
    standing.attempts += 1;
    standing.due = undefined;
    standing.isUnderWay = true;
    standing.begunAt = this.#time.now();
    this.counters[standing.position].begun += 1;
    if (standing.pass === 0) this.#feed();
    this.#tell(standing, 'begun', standing.reason, 0);
    return rung;
  }

  /** What had failed works: the rung under way has cured it. */
  overcome(trouble: Trouble): void {
    const standing = this.#standings[trouble];
    if (standing === undefined || !standing.isOpen) return;
    standing.isOpen = false;
    standing.due = undefined;
    if (this.#planned === standing) this.#planned = undefined;
    if (!standing.isUnderWay) return;
    this.#feed();
    this.#settle(standing, 'cured', this.#time.now() - standing.since);
  }

  /** All has gone well for a while: what this trouble has climbed is forgotten; without a trouble, all but `connection`. */
  forgive(trouble?: Trouble): void {
    if (trouble !== undefined) return this.#forget(trouble);
    for (const name in this.#standings) if (name !== 'connection') this.#forget(name as Trouble);
  }

  /** Without a loop over names, which allocates: each message that is acknowledged comes here. */
  #forget(trouble: Trouble): void {
    const standing = this.#standings[trouble];
    if (standing !== undefined && !standing.isOpen) this.#standings[trouble] = undefined;
  }

  #standingOf(trouble: Trouble): Standing {
    const standing = this.#standings[trouble] ?? newStanding(trouble);
    this.#standings[trouble] = standing;
    return standing;
  }

  #note(standing: Standing, error: CellularError): void {
    if (standing.isUnderWay) this.#settle(standing, 'failed', this.#time.now() - standing.begunAt);
    if (!standing.isOpen) standing.since = this.#time.now();
    standing.isOpen = true;
    standing.failures += 1;
    standing.reason = `${error.code}: ${error.message}`;
  }

  /** Goes up past all that is used up or cannot be climbed; from the top it starts anew at the bottom. */
  #next(standing: Standing, error: CellularError): Rung | undefined {
    for (let looked = 0; looked <= RUNGS.length; looked += 1) {
      const rung = RUNGS[standing.position];
      if (standing.attempts < rung.attempts) {
        const obstacle = this.#obstacle(rung, standing.trouble, error);
        if (obstacle === undefined) return rung;
        this.counters[standing.position].skipped += 1;
        this.#tell(standing, 'skipped', obstacle, 0, obstacle);
      }
      this.#goUp(standing);
    }
    return undefined;
  }

  #goUp(standing: Standing): void {
    standing.position += 1;
    standing.attempts = 0;
    standing.due = undefined;
    if (standing.position < RUNGS.length) return;
    standing.position = 0;
    standing.pass += 1;
  }

  #obstacle(rung: Rung, trouble: Trouble, error: CellularError): Obstacle | undefined {
    if (rung.cures.indexOf(trouble) < 0) return 'no-cure';
    if (rung.action !== undefined && isNamedRefusal(error) && !(error.code === 'tls' && rung.forgetsTls === true)) return 'no-cure';
    if (rung.takesAnswer && trouble === 'unresponsive') return 'no-answer';
    return rung.tool !== undefined && this.#options[rung.tool] === undefined ? 'not-configured' : undefined;
  }

  #pause({ pause, longestPause }: Rung, { trouble, pass }: Standing): number {
    // A restart always settles slots, and who needs another one so soon has a line that spoils completions.
    if (trouble === 'slots') return pass === 0 ? 0 : pause;
    const longest = Math.min(pause * Math.pow(2, pass), longestPause);
    // Hosts count whole milliseconds, and one's timer never rings for a part of one.
    return Math.ceil((longest / 2) * (1 + (this.#options.random?.() ?? 1)));
  }

  #settle(standing: Standing, outcome: 'failed' | 'cured', duration: number): void {
    const counters = this.counters[standing.position];
    standing.isUnderWay = false;
    counters[outcome] += 1;
    counters.time += this.#time.now() - standing.begunAt;
    this.#tell(standing, outcome, standing.reason, duration);
  }

  #tell({ position, trouble }: Standing, outcome: RungOutcome, reason: string, duration: number, obstacle?: Obstacle): void {
    const event: RecoveryEvent = { rung: RUNGS[position].name, outcome, trouble, reason, duration, obstacle };
    try {
      this.#options.onRecovery?.(event);
    } catch {
      this.exceptions += 1;
    }
  }

  #feed(): void {
    try {
      this.#options.watchdog?.feed();
    } catch {
      this.exceptions += 1;
    }
  }
}

function countersFor({ name }: Rung): RungCounters {
  return { rung: name, begun: 0, skipped: 0, failed: 0, cured: 0, time: 0 };
}
