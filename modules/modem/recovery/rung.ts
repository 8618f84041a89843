import type { StateName } from '../state-name.js';
import type { Step } from '../step.js';
import type { RungName } from './rung-name.js';
import type { RecoveryTools } from './tools.js';
import type { Trouble } from './troubles.js';

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
  /** Milliseconds of the pause before it, doubled with each pass. */
  readonly pause: number;
  /** What the pause doubles to at most. What is waited lies between half of a pause and all of it, by chance. */
  readonly longestPause: number;
  /** Whether it gives commands: a module that does not answer cannot be told anything. */
  readonly takesAnswer: boolean;
  /** Whether the module forgets its TLS files by it. */
  readonly forgetsTls?: true;
  /** What it takes besides; absent, nothing. */
  readonly tool?: keyof RecoveryTools;
  /** Begins its action, which ends in `done` or `fail`. Absent where the MQTT session acts by itself. */
  action?(step: Step): void;
  /** The state in which it shows whether it has helped. */
  readonly next: StateName;
}
