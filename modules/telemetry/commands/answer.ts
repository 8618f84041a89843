import type { CommandId } from './command-message.js';

/** Whose a command is, by its own id, or by an object of whoever handed it in. */
export type CommandSender = CommandId | object;

/** What has come of a command: its answer by its name, or `error` and why. */
export type Answer = Readonly<Record<string, unknown>> & { readonly id: CommandSender | undefined };

/** Who brings answers to where the commands come from. What it throws, the command is answered with as `bad-answer`. */
export interface Answering {
  /** Once for each command. */
  answer?(answer: Answer): void;
}
