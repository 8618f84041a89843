import type { AnyValues } from '../../modules/at/field.js';
import type { Urc } from '../../modules/at/command.js';
import type { CommandHook } from './line/command-hook.js';
import type { Settings } from './line/settings.js';
import type { ModuleEventHandler } from './module-event.js';
import type { Profile } from './profile.js';
import type { Schedule } from './schedule.js';
import type { Range } from './timing.js';

/** What every part of a running module works with. */
export interface Runtime {
  readonly profile: Profile;
  readonly settings: Settings;
  readonly schedule: Schedule;
  /** A duration from the range, in milliseconds. */
  draw(range: Range): number;
  /** `body` stands in a line of its own below. */
  report(urc: Urc, values: AnyValues, body?: string): void;
  readonly onEvent: ModuleEventHandler;
  readonly hook: CommandHook;
}
