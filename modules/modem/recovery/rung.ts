import type { StateName, Step } from '../step.js';
import type { RecoveryTools } from './tools.js';

/** What is wrong, by what it keeps from working. */
export type Trouble =
  /** The module does not answer. */
  | 'unresponsive'
  /** It answers, but refuses what it must be told before it can be used. */
  | 'refusing'
  /** The SIM card cannot be used. */
  | 'sim'
  /** No network takes the module in. */
  | 'registration'
  /** The network gives no address. */
  | 'data-call'
  /** There is an address, and no connection to the broker comes up or stays. */
  | 'connection';

/** The rungs of the ladder, lowest first. */
export type RungName =
  | 'probe'
  | 'resynchronise'
  | 'reopen-mqtt'
  | 'redial'
  | 'cfun-cycle'
  | 'soft-reset'
  | 'reset-pin'
  | 'power-cycle'
  | 'host-restart';

/** Why a rung is left out. */
export type Obstacle =
  /** It cannot cure this trouble. */
  | 'no-cure'
  /** It takes a module that answers. */
  | 'no-answer'
  /** The pin or the callback that it takes was not given. */
  | 'not-configured';

/** One row of the ladder. */
export interface Rung {
  readonly name: RungName;
  /** One sentence for the page on recovery. */
  readonly summary: string;
  readonly cures: readonly Trouble[];
  /** How often it is tried in one pass. */
  readonly attempts: number;
  /** Milliseconds after which its own action counts as failed. Whether it has helped is for the states after it to show. */
  readonly budget: number;
  /** Milliseconds of the pause before it, doubled with each pass … */
  readonly pause: number;
  /** … up to this; what is waited lies between half of it and all of it, by chance. */
  readonly longestPause: number;
  /** Whether it gives commands: a module that does not answer cannot be told anything. */
  readonly takesAnswer: boolean;
  /** What it takes besides; absent, nothing. */
  readonly tool?: keyof RecoveryTools;
  /** Begins its action, which ends in `done` or `fail`. Absent where the MQTT session acts by itself. */
  climb?(step: Step): void;
  /** The state in which it shows whether it has helped. */
  readonly next: StateName;
}
