import type { HostMemory } from '../../ports/host-memory.js';
import type { Reporter } from '../progress.js';
import { isCommandId, type CommandId } from './command-message.js';

/** Identifiers that are remembered. */
const LIMIT = 16;

/**
 * The identifiers of the last commands that were run, the oldest first. With a memory they outlive a restart of the host: the broker
 * sends a command again whose acknowledgement it has not seen, which may be that of a host that has lost its power. One that fails is
 * told, and costs no command.
 */
export class RememberedIds {
  readonly #memory: HostMemory | undefined;
  readonly #reporter: Reporter;
  /** Read when they are first wanted. */
  #ids: CommandId[] | undefined = undefined;

  constructor(memory: HostMemory | undefined, reporter: Reporter) {
    this.#memory = memory;
    this.#reporter = reporter;
  }

  has(id: CommandId): boolean {
    return this.#known.indexOf(id) >= 0;
  }

  /** In the place of the oldest one. To be called before the command is run: what is cut short in the middle is not to act again. */
  add(id: CommandId): void {
    const ids = this.#known;
    if (ids.length === LIMIT) ids.splice(0, 1);
    ids.push(id);
    try {
      this.#memory?.write(JSON.stringify(ids));
    } catch (error) {
      this.#reporter.report('handler-failed', error);
    }
  }

  get #known(): CommandId[] {
    this.#ids ??= this.#read();
    return this.#ids;
  }

  /** What is no list of identifiers, as after another program or a write that was cut short, holds none. */
  #read(): CommandId[] {
    try {
      const text = this.#memory?.read();
      const ids: unknown = typeof text === 'string' && text !== '' ? JSON.parse(text) : [];
      return Array.isArray(ids) ? ids.filter(isCommandId).slice(-LIMIT) : [];
    } catch (error) {
      this.#reporter.report('handler-failed', error);
      return [];
    }
  }
}
