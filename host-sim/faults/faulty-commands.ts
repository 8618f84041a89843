import { type CommandHook, NO_OBSTACLE, type Obstacle, type Spoken } from '../module/line/command-hook.js';

/** What stands in the way of this command, if anything. */
export type CommandRule = (command: string) => Partial<Obstacle> | undefined;

/** Says what it is given, changed, later, twice or never. */
export type SpeechRule = (spoken: Spoken, say: (bytes: Uint8Array) => void) => void;

/** Commands that do not go as they should. Rules are asked in the order in which they came. */
export class FaultyCommands implements CommandHook {
  #commandRules: readonly CommandRule[] = [];
  #speechRules: readonly SpeechRule[] = [];
  #current = '';
  /** Told of each URC that the module has to say; gives who is told when it says it. */
  onUrc: ((bytes: Uint8Array) => () => void) | undefined;

  /** The command that runs, or has run last: `AT+MQTTPUB=`. */
  get current(): string {
    return this.#current;
  }

  /** Returns the function that takes the rule away. */
  onCommands(rule: CommandRule): () => void {
    this.#commandRules = [...this.#commandRules, rule];
    return () => {
      this.#commandRules = this.#commandRules.filter((other) => other !== rule);
    };
  }

  /** Returns the function that takes the rule away. */
  onSpeech(rule: SpeechRule): () => void {
    this.#speechRules = [...this.#speechRules, rule];
    return () => {
      this.#speechRules = this.#speechRules.filter((other) => other !== rule);
    };
  }

  onCommand(command: string): Obstacle {
    this.#current = command;
    if (this.#commandRules.length === 0) return NO_OBSTACLE;
    return this.#commandRules.reduce((found, rule) => ({ ...found, ...rule(command) }), NO_OBSTACLE);
  }

  onSpoken(spoken: Spoken, say: (bytes: Uint8Array) => void): void {
    if (this.#speechRules.length === 0) return say(spoken.bytes);
    const noteSaid = spoken.kind === 'urc' ? this.onUrc?.(spoken.bytes) : undefined;
    const said = (bytes: Uint8Array): void => {
      noteSaid?.();
      say(bytes);
    };
    const passOn = (rules: readonly SpeechRule[]): ((bytes: Uint8Array) => void) => {
      const [rule, ...rest] = rules;
      return rule === undefined ? said : (bytes) => rule({ ...spoken, bytes }, passOn(rest));
    };
    passOn(this.#speechRules)(spoken.bytes);
  }
}
