import { planFor } from './plan.js';
import type { SeedResult } from './seed-result.js';
import { type OnNote, Soak } from './soak.js';
import type { SoakDoubles } from './soak-doubles.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Hours of bad weather between two spells of fair weather, in which the node has to come back. */
const SPELL = 120;
/** Between two looks at all that is on the flash. */
const CHECK_INTERVAL = 12;
/** Milliseconds after the last fault within which a node publishes again, besides those for which it has nothing to publish. */
export const RECOVERY_LIMIT = 30 * MINUTE;

export interface SeedOptions {
  readonly seed: number;
  readonly days: number;
  readonly haste?: number;
  readonly note?: OnNote;
  readonly doubles?: SoakDoubles;
  /** Given the node before it runs. */
  readonly onMade?: (soak: Soak) => void;
  /** Given it where an invariant has broken, before it is put away. */
  readonly onViolation?: (soak: Soak) => void;
}

/** Runs one seed to its end, or to the first invariant that does not hold. */
export function runSeed({ seed, days, haste, note, doubles, onMade, onViolation }: SeedOptions): SeedResult {
  const plan = planFor(seed);
  // A reading may have been taken just before. One that sleeps publishes when it wakes, and obeys when it wakes again.
  const { interval } = plan;
  const { dutyCycle } = plan.configuration;
  const recoveryLimit = RECOVERY_LIMIT + 2 * interval + 2 * (dutyCycle?.period ?? 0);
  const soak = new Soak({ plan, haste, note, doubles });
  onMade?.(soak);
  const recoveries: number[] = [];
  const end = days * 24;
  for (let hours = 0; hours < end && soak.violation === undefined; hours += SPELL) {
    soak.storm();
    endure(soak, Math.min(SPELL, end - hours));
    if (soak.violation !== undefined) break;
    soak.calm();
    recoveries.push(soak.runUntilPublishing(recoveryLimit));
  }
  const result = resultOf(seed, soak, recoveries);
  if (result.violation !== undefined) onViolation?.(soak);
  return result;
}

function endure(soak: Soak, hours: number): void {
  for (let passed = 0; passed < hours && soak.violation === undefined; passed += CHECK_INTERVAL) {
    soak.run(Math.min(CHECK_INTERVAL, hours - passed) * HOUR);
    soak.check();
  }
}

function resultOf(seed: number, soak: Soak, recoveries: readonly number[]): SeedResult {
  const { violation } = soak;
  const { readings, alarms, atBroker } = soak.watches;
  return {
    seed,
    hours: soak.time.now() / HOUR,
    faults: soak.faultCounts,
    oddities: soak.oddityCounts,
    rungs: soak.rungCounts,
    hostRestarts: soak.hostRestarts,
    outages: soak.outages.durations,
    recoveries,
    accepted: readings.accepted + alarms.accepted,
    delivered: readings.delivered + alarms.delivered,
    duplicated: readings.duplicated + alarms.duplicated,
    lostAtQoS0: readings.lostAtQoS0 + alarms.lostAtQoS0,
    dropped: readings.dropped + alarms.dropped,
    rotten: readings.rotten + alarms.rotten,
    refused: readings.refused + alarms.refused,
    lost: soak.lost,
    spoilt: atBroker.spoilt,
    ...(violation === undefined ? {} : { violation }),
  };
}
