import { checkChoice, checkMethods, checkObject, checkWholeNumber, refuseUnknownOptions } from '../../base/checks.js';
import type { FlashSpecifier } from '../../ports/flash.js';
import type { RealTimeClock } from '../../ports/real-time-clock.js';
import { FULL_POLICIES, type FullPolicy } from './full-policy.js';

const SOURCE = 'JournalOutbox';
const PROPERTIES = ['flash', 'maximumPayload', 'whenFull', 'clock'] as const;
const LONGEST_PAYLOAD = 65535;

/** What an outbox in flash is made of. */
export interface JournalOutboxOptions {
  /** The flash that the journal has for itself: at least two blocks, of which one at a time is erased for new records. */
  readonly flash: FlashSpecifier;
  /**
   * Bytes of the longest payload; 512 by default. A record must fit into a block. Not to be lowered while records wait: longer
   * ones then count as damaged.
   */
  readonly maximumPayload?: number;
  /** `drop-oldest` by default. */
  readonly whenFull?: FullPolicy;
  /**
   * A clock of the host's that runs on while the host restarts: readings that are taken without UTC are dated the more exactly. It
   * is set to UTC, and after a loss of power to the time of the last reading. What it throws does no harm.
   */
  readonly clock?: RealTimeClock;
}

export interface JournalSettings {
  readonly flash: FlashSpecifier;
  readonly maximumPayload: number;
  readonly whenFull: FullPolicy;
  readonly clock: RealTimeClock | undefined;
}

/** Throws `invalid-argument`, which names the option and its bound. */
export function journalSettings(options: JournalOutboxOptions): JournalSettings {
  refuseUnknownOptions(options, PROPERTIES, '', SOURCE);
  const { flash, maximumPayload = 512, whenFull = 'drop-oldest', clock } = options;
  checkMethods('flash', flash?.io, ['open'], '{ io: Flash, … }', SOURCE);
  if (clock !== undefined) checkObject('clock', clock, SOURCE);
  checkChoice('whenFull', whenFull, FULL_POLICIES, SOURCE);
  checkWholeNumber('maximumPayload', maximumPayload, 1, LONGEST_PAYLOAD, SOURCE);
  return { flash, maximumPayload, whenFull, clock };
}
