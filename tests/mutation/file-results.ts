import type { MutantResult } from '@stryker-mutator/api/core';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { areaOf } from './areas.js';

/** What a mutation is that nobody has noticed, and where. */
export interface Survivor {
  readonly line: number;
  readonly column: number;
  readonly mutator: string;
  readonly replacement: string;
}

/** What has come of the mutants of one file. */
export interface FileResult {
  readonly noticed: number;
  /** Of these, those that ended in a time-out. */
  readonly timeouts: number;
  readonly survivors: readonly Survivor[];
  /** What could not be run. */
  readonly broken: number;
}

interface KeptResult extends FileResult {
  /** Of the file and of the suites that have judged it. */
  readonly digest: string;
}

/**
 * Keeps what has come of each file, so that a run that was interrupted goes on with the next. It holds as long as the file and the suites
 * that judge it are the same; what else they reach is not looked at.
 */
export class FileResults {
  readonly #root: string;
  readonly #path: string;
  readonly #results: Record<string, KeptResult>;

  /** `path`: of the file of results. */
  constructor(root: string, path: string) {
    this.#root = root;
    this.#path = path;
    this.#results = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Record<string, KeptResult>) : {};
  }

  /** By path, of all that holds. */
  get forFile(): Readonly<Record<string, FileResult>> {
    const holding = Object.entries(this.#results).filter(([path]) => this.has(path));
    return Object.fromEntries(holding.sort(([one], [other]) => (one < other ? -1 : 1)));
  }

  has(path: string): boolean {
    return existsSync(join(this.#root, path)) && this.#results[path]?.digest === this.#digest(path);
  }

  /** Runs its mutants, and keeps what comes of them for what the file and its suites were when that began. */
  async judge(path: string, run: () => Promise<readonly MutantResult[]>): Promise<FileResult> {
    const digest = this.#digest(path);
    const result = resultOf(await run());
    this.#results[path] = { digest, ...result };
    mkdirSync(dirname(this.#path), { recursive: true });
    writeFileSync(this.#path, JSON.stringify(this.#results, undefined, 1));
    return result;
  }

  #digest(path: string): string {
    const suites = join(this.#root, 'build/tests');
    const judges = readdirSync(suites, { recursive: true, encoding: 'utf8' })
      .map((name) => name.replaceAll(sep, '/'))
      .filter((name) => name.endsWith('.js') && areaOf(path).suites.some((beginning) => name.startsWith(beginning)));
    const hash = createHash('sha256').update(readFileSync(join(this.#root, path)));
    for (const name of judges.sort()) hash.update(readFileSync(join(suites, name)));
    return hash.digest('hex');
  }
}

function resultOf(mutants: readonly MutantResult[]): FileResult {
  const those = (...statuses: readonly MutantResult['status'][]): readonly MutantResult[] =>
    mutants.filter(({ status }) => statuses.includes(status));
  return {
    noticed: those('Killed', 'Timeout').length,
    timeouts: those('Timeout').length,
    survivors: those('Survived', 'NoCoverage').map(({ location, mutatorName, replacement }) => ({
      line: location.start.line,
      column: location.start.column,
      mutator: mutatorName,
      replacement,
    })),
    broken: those('CompileError', 'RuntimeError', 'Pending').length,
  };
}
