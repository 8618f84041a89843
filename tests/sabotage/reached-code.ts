import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Sabotage } from './sabotage.js';

/** What the soak starts from; its workers are named in what it imports. */
const SOAK = 'host-sim/cli/main.js';
/** Of imports, and of files that threads are started with. What a suite reads or runs otherwise is not seen. */
const RELATIVE_MODULE = /['"](\.{1,2}\/[^'"\n]+\.js)['"]/g;

/** What can be imported by whoever judges: a verdict is good as long as none of it has changed. */
export class ReachedCode {
  readonly #built: string;
  readonly #modules = new Map<string, readonly string[]>();
  readonly #hashes = new Map<string, string>();

  /** `built`: the folder of the compiled code. */
  constructor(built: string) {
    this.#built = built;
  }

  /** The same as long as all that they reach is the same. */
  digest(noticedBy: Sabotage['noticedBy']): string {
    const starts = 'seed' in noticedBy ? [SOAK] : noticedBy.map((suite) => `tests/${suite}.test.js`);
    const reached = new Set(starts);
    // A set goes on to what is added while it is gone through.
    for (const path of reached) for (const imported of this.#imports(path)) reached.add(imported);
    const hash = createHash('sha256');
    for (const path of [...reached].sort()) hash.update(path).update(this.#hashes.get(path) ?? '');
    return hash.digest('hex');
  }

  #imports(path: string): readonly string[] {
    const known = this.#modules.get(path);
    if (known !== undefined) return known;
    const text = readFileSync(join(this.#built, path), 'utf8');
    const named = [...text.matchAll(RELATIVE_MODULE)].map(([, name]) => join(dirname(path), name));
    const modules = named.filter((name) => existsSync(join(this.#built, name)));
    this.#modules.set(path, modules);
    this.#hashes.set(path, createHash('sha256').update(text).digest('hex'));
    return modules;
  }
}
