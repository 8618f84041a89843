import type { RecoveryEvent } from '../../modules/modem/recovery/recovery-event.js';
import { NONE, type RungCounts } from './seed-result.js';

/** Counts what became of each rung of the ladder of recovery, through all starts of the host. */
export class RungTally {
  readonly #counts = new Map<string, RungCounts>();

  get counts(): Readonly<Record<string, RungCounts>> {
    return Object.fromEntries(this.#counts);
  }

  count({ rung, outcome }: RecoveryEvent): void {
    const before = this.#counts.get(rung) ?? NONE;
    this.#counts.set(rung, { ...before, [outcome]: before[outcome] + 1 });
  }
}
