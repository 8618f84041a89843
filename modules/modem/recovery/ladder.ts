import { assert } from '../../base/assert.js';
import type { CellularError } from '../../base/errors.js';
import type { Time } from '../../ports/time.js';
import { climbFor, type Climb } from './climb.js';
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
  readonly #climbs: { [T in Trouble]?: Climb } = {};
  #planned: Climb | undefined = undefined;
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
    const climb = this.#climbOf(trouble);
    this.#note(climb, error);
    this.#planned = undefined;
    if (climb.failures <= PATIENCE[trouble] || isForAHand(error)) return undefined;
    const rung = this.#next(climb, error);
    if (rung === undefined) return undefined;
    this.#planned = climb;
    const now = this.#time.now();
    if (climb.due === undefined) climb.due = now + (this.#pause(rung, climb));
    return Math.max(0, climb.due - now);
  }

  /** The planned rung, which is begun with this. */
  begin(): Rung | undefined {
    const climb = this.#planned;
    if (climb === undefined) return undefined;
    const rung = RUNGS[climb.position];
    assert(climb.isOpen && climb.attempts < rung.attempts, 'a rung is begun as often as it may be');
    this.#planned = undefined;
    climb.attempts += 1;
    climb.due = undefined;
    climb.isUnderWay = true;
    climb.begunAt = this.#time.now();
    this.counters[climb.position].begun += 1;
    if (climb.pass === 0) this.#feed();
    this.#tell(climb, 'begun', climb.reason, 0);
    return rung;
  }

  /** What had failed works: the rung under way has cured it. */
  overcome(trouble: Trouble): void {
    const climb = this.#climbs[trouble];
    if (climb === undefined || !climb.isOpen) return;
    climb.isOpen = false;
    climb.due = undefined;
    if (this.#planned === climb) this.#planned = undefined;
    if (!climb.isUnderWay) return;
    this.#feed();
    this.#settle(climb, 'cured', this.#time.now() - climb.since);
  }

  /** All has gone well for a while: what this trouble has climbed is forgotten; without a trouble, all but `connection`. */
  forgive(trouble?: Trouble): void {
    for (const name in this.#climbs) {
      const climb = this.#climbs[name as Trouble];
      const isMeant = trouble === undefined ? name !== 'connection' : name === trouble;
      if (isMeant && climb !== undefined && !climb.isOpen) this.#climbs[name as Trouble] = undefined;
    }
  }

  #climbOf(trouble: Trouble): Climb {
    const climb = this.#climbs[trouble] ?? climbFor(trouble);
    this.#climbs[trouble] = climb;
    return climb;
  }

  #note(climb: Climb, error: CellularError): void {
    if (climb.isUnderWay) this.#settle(climb, 'failed', this.#time.now() - climb.begunAt);
    if (!climb.isOpen) climb.since = this.#time.now();
    climb.isOpen = true;
    climb.failures += 1;
    climb.reason = `${error.code}: ${error.message}`;
  }

  /** Goes up past all that is used up or cannot be climbed; from the top it starts anew at the bottom. */
  #next(climb: Climb, error: CellularError): Rung | undefined {
    for (let looked = 0; looked <= RUNGS.length; looked += 1) {
      const rung = RUNGS[climb.position];
      if (climb.attempts < rung.attempts) {
        const obstacle = this.#obstacle(rung, climb.trouble, error);
        if (obstacle === undefined) return rung;
        this.counters[climb.position].skipped += 1;
        this.#tell(climb, 'skipped', obstacle, 0, obstacle);
      }
      this.#goUp(climb);
    }
    return undefined;
  }

  #goUp(climb: Climb): void {
    climb.position += 1;
    climb.attempts = 0;
    climb.due = undefined;
    if (climb.position < RUNGS.length) return;
    climb.position = 0;
    climb.pass += 1;
  }

  #obstacle(rung: Rung, trouble: Trouble, error: CellularError): Obstacle | undefined {
    if (rung.cures.indexOf(trouble) < 0) return 'no-cure';
    if (rung.climb !== undefined && isNamedRefusal(error) && !(error.code === 'tls' && rung.forgetsTls === true)) return 'no-cure';
    if (rung.takesAnswer && trouble === 'unresponsive') return 'no-answer';
    return rung.tool !== undefined && this.#options[rung.tool] === undefined ? 'not-configured' : undefined;
  }

  #pause({ pause, longestPause }: Rung, { trouble, pass }: Climb): number {
    // A restart always settles slots, and who needs another one so soon has a line that spoils completions.
    if (trouble === 'slots') return pass === 0 ? 0 : pause;
    const longest = Math.min(pause * Math.pow(2, pass), longestPause);
    // Hosts count whole milliseconds, and one's timer never rings for a part of one.
    return Math.ceil((longest / 2) * (1 + (this.#options.random?.() ?? 1)));
  }

  #settle(climb: Climb, outcome: 'failed' | 'cured', duration: number): void {
    const counters = this.counters[climb.position];
    climb.isUnderWay = false;
    counters[outcome] += 1;
    counters.time += this.#time.now() - climb.begunAt;
    this.#tell(climb, outcome, climb.reason, duration);
  }

  #tell({ position, trouble }: Climb, outcome: RungOutcome, reason: string, duration: number, obstacle?: Obstacle): void {
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
