import type { CommandFailure } from './result-codes.js';

/** What a piece of the module's output is. */
export type SpokenKind = 'echo' | 'information' | 'prompt' | 'final' | 'urc';

/** What the module was about to say. */
export interface Spoken {
  /** What it is. */
  readonly kind: SpokenKind;
  /** A URC's name, as `+MQTTPUB`. */
  readonly name?: string;
  /** Framed, as they go to the line. */
  readonly bytes: Uint8Array;
}

/** What stands in the way of a command. */
export interface Obstacle {
  /** The command is taken and never answered. */
  readonly isIgnored: boolean;
  /** Milliseconds that it takes longer. */
  readonly delay: number;
  /** What it is answered with instead of being run. */
  readonly refusal?: CommandFailure;
}

/** Where somebody outside may interfere with commands and what is said on them: a fault injector does, the module never. */
export interface CommandHook {
  /** Asked once for each command that is about to run; `command` as `AT+MQTTPUB=`. */
  onCommand(command: string): Obstacle;
  /** `say` sends what it is given, now or later, once, twice or never. */
  onSpoken(spoken: Spoken, say: (bytes: Uint8Array) => void): void;
}

export const NO_OBSTACLE: Obstacle = { isIgnored: false, delay: 0 };

/** Interferes with nothing. */
export const noHook: CommandHook = {
  onCommand: () => NO_OBSTACLE,
  onSpoken: ({ bytes }, say) => say(bytes),
};
