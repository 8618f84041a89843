import type { RecoveryEvent } from '../../modules/modem/recovery/recovery-event.js';
import type { Content } from './message-content.js';
import type { OnViolation } from './violation.js';

/** Milliseconds from one record to the next, as the program is configured. */
export const HEALTH_INTERVAL = 21_600_000;
/** Milliseconds after which a record that is due has to have come over a connection that lasts. */
const PATIENCE = 7_200_000;
/** Starts of the host of which a record may still be on its way. */
const REMEMBERED = 6;
const SECOND = 1000;

/** What a record counts, of one start of the host. */
type Counter = 'accepted' | 'dropped' | 'losses' | 'rungs';
type Counts = Readonly<Record<Counter, number>>;

/** What there was to count within one start of the host, and when. */
class StartHistory {
  readonly #begun: number;
  readonly #steps: { readonly at: number; readonly counts: Counts }[];
  /** As its records tell it. */
  start: unknown;

  constructor(begun: number) {
    this.#begun = begun;
    this.#steps = [{ at: begun, counts: { accepted: 0, dropped: 0, losses: 0, rungs: 0 } }];
  }

  count(at: number, counter: Counter, by: number): void {
    const { counts } = this.#steps[this.#steps.length - 1];
    this.#steps.push({ at, counts: { ...counts, [counter]: counts[counter] + by } });
  }

  /** What does not fit of a record, which was made in the second that its uptime tells. */
  misfit(told: Partial<Counts>, uptime: number): string | undefined {
    const from = this.#begun + uptime * SECOND;
    const least = this.#at(from);
    const most = this.#at(from + SECOND);
    for (const [name, value] of Object.entries(told) as [Counter, number][]) {
      if (value >= least[name] && value <= most[name]) continue;
      return `${name} is told as ${value} after ${uptime} s, and was ${least[name]}${most[name] > least[name] ? ` to ${most[name]}` : ''}`;
    }
    return undefined;
  }

  #at(time: number): Counts {
    let index = this.#steps.length - 1;
    while (index > 0 && this.#steps[index].at > time) index -= 1;
    return this.#steps[index].counts;
  }
}

/** Whether a node's records of its health tell what was, and come as often as they should. */
export class HealthWatch {
  readonly #now: () => number;
  readonly #onViolation: OnViolation;
  #histories: readonly StartHistory[] = [];
  #lastHeard = -Infinity;
  #readySince: number | undefined;
  /** That of the start that was heard of last. */
  start: number | undefined;

  constructor(now: () => number, onViolation: OnViolation) {
    this.#now = now;
    this.#onViolation = onViolation;
  }

  /** A program starts. */
  begin(): void {
    this.#histories = [new StartHistory(this.#now()), ...this.#histories].slice(0, REMEMBERED);
    this.#lastHeard = -Infinity;
    this.#readySince = undefined;
    this.start = undefined;
  }

  count(counter: Counter, by: number): void {
    this.#histories[0]?.count(this.#now(), counter, by);
  }

  followRecovery({ outcome }: RecoveryEvent): void {
    if (outcome === 'begun') this.count('rungs', 1);
  }

  /** Whether the session is ready now. */
  followSession(isReady: boolean): void {
    this.check();
    this.#readySince = isReady ? (this.#readySince ?? this.#now()) : undefined;
  }

  /** A record is at the broker. */
  heard({ start, uptime, accepted, dropped, losses, rungs }: Content): void {
    if (typeof uptime !== 'number' || typeof start !== 'number') return this.#fail('a record tells neither start nor uptime');
    const told = { accepted: numberIn(accepted), dropped: numberIn(dropped), losses: sumIn(losses), rungs: sumIn(rungs) };
    const known = Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined)) as Partial<Counts>;
    const ofStart = this.#histories.filter((history) => history.start === start);
    const candidates = ofStart.length > 0 ? ofStart : this.#histories.filter((history) => history.start === undefined);
    const fitting = candidates.find((history) => history.misfit(known, uptime) === undefined);
    if (fitting === undefined) return this.#fail(candidates[0]?.misfit(known, uptime) ?? `the start ${start} is nobody's`);
    fitting.start = start;
    if (fitting !== this.#histories[0]) return;
    this.start = start;
    this.settled();
  }

  /** It has come, or the node has told that it gives it up. */
  settled(): void {
    this.#lastHeard = this.#now();
  }

  check(): void {
    const since = Math.max(this.#readySince ?? Infinity, this.#lastHeard + HEALTH_INTERVAL);
    if (this.#now() - since > PATIENCE) this.#fail('a record is due, and has not come');
  }

  #fail(detail: string): void {
    this.#onViolation('true-health', detail);
  }
}

function numberIn(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

/** Of counts by name. An encoding may leave out an object that has none. */
function sumIn(value: unknown): number | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.values(value as Readonly<Record<string, number>>).reduce((sum, count) => sum + count, 0);
}
