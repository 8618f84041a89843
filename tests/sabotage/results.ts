import { createHash, type Hash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What became of one sabotage. */
export interface Result {
  readonly isNoticed: boolean;
  /** Who has noticed it, or why it is not known. */
  readonly detail: string;
}

/** Kept in a file, so that a run that was interrupted goes on where it stood; results of other code do not count. */
export class Results {
  readonly #path: string;
  readonly #code: string;
  readonly #results: Record<string, Result>;

  /** `built`: the folder of the compiled code that is judged. */
  constructor(path: string, built: string) {
    this.#path = path;
    this.#code = digest((hash) => addFolder(hash, built));
    this.#results = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Record<string, Result>) : {};
  }

  of(subject: object): Result | undefined {
    return this.#results[this.#key(subject)];
  }

  note(subject: object, result: Result): void {
    this.#results[this.#key(subject)] = result;
    writeFileSync(this.#path, JSON.stringify(this.#results, undefined, 1));
  }

  #key(subject: object): string {
    return digest((hash) => hash.update(this.#code).update(JSON.stringify(subject)));
  }
}

function digest(add: (hash: Hash) => void): string {
  const hash = createHash('sha256');
  add(hash);
  return hash.digest('hex');
}

function addFolder(hash: Hash, folder: string): void {
  for (const part of ['modules', 'host-sim', 'tests']) {
    for (const name of readdirSync(join(folder, part), { recursive: true, encoding: 'utf8' }).sort()) {
      if (name.endsWith('.js')) hash.update(name).update(readFileSync(join(folder, part, name)));
    }
  }
}
