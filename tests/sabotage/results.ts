import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { ReachedCode } from './reached-code.js';
import type { Sabotage } from './sabotage.js';

/** What became of one sabotage. */
export interface Result {
  readonly isNoticed: boolean;
  /** Who has noticed it, or why it is not known. */
  readonly detail: string;
}

/** A sabotage, or those who judge when nothing is broken. */
export type Subject = Pick<Sabotage, 'noticedBy'>;

/** Kept in a file, so that a run that was interrupted goes on where it stood; results of other code do not count. */
export class Results {
  readonly #path: string;
  readonly #code: ReachedCode;
  readonly #results: Record<string, Result>;

  /** `built`: the folder of the compiled code that is judged. */
  constructor(path: string, built: string) {
    this.#path = path;
    this.#code = new ReachedCode(built);
    this.#results = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Record<string, Result>) : {};
  }

  of(subject: Subject): Result | undefined {
    return this.#results[this.#key(subject)];
  }

  note(subject: Subject, result: Result): void {
    this.#results[this.#key(subject)] = result;
    writeFileSync(this.#path, JSON.stringify(this.#results, undefined, 1));
  }

  #key(subject: Subject): string {
    return createHash('sha256').update(this.#code.digest(subject.noticedBy)).update(JSON.stringify(subject)).digest('hex');
  }
}
