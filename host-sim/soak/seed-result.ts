import type { Violation } from './violation.js';

/** How often each thing happened, by name. */
export type Counts = Readonly<Record<string, number>>;

/** How one rung of the ladder of recovery has fared. */
export interface RungCounts {
  readonly begun: number;
  readonly skipped: number;
  readonly failed: number;
  readonly cured: number;
}

export const NONE: RungCounts = { begun: 0, skipped: 0, failed: 0, cured: 0 };

/** What has become of the readings. */
export interface ReadingCounts {
  readonly accepted: number;
  readonly delivered: number;
  readonly duplicated: number;
  /** Sent at QoS 0, where nobody acknowledges, and not arrived. */
  readonly lostAtQoS0: number;
  /** By a full outbox. */
  readonly dropped: number;
  /** Of which flash has lost a bit. */
  readonly rotten: number;
  /** Given up, as the broker refuses them. */
  readonly refused: number;
  readonly lost: number;
  /** Messages that the line had shortened. */
  readonly spoilt: number;
}

/** What one seed has come to: all of it the same each time. */
export interface SeedResult extends ReadingCounts {
  readonly seed: number;
  /** Of virtual time. */
  readonly hours: number;
  /** Injected, of module, network, broker and host. */
  readonly faults: Counts;
  /** Points at which the driver did otherwise than it mostly does. */
  readonly oddities: Counts;
  readonly rungs: Readonly<Record<string, RungCounts>>;
  /** Starts of the host after the first. */
  readonly hostRestarts: number;
  /** Milliseconds from each loss of the session, or of the host's power, to the next session that publishes. */
  readonly outages: readonly number[];
  /** Milliseconds from the end of all faults until the node was seen to publish, and to obey, again. */
  readonly recoveries: readonly number[];
  /** The invariant that did not hold; the seed ends with it. */
  readonly violation?: Violation;
}
