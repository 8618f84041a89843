import type { Table } from './table.js';

export interface Pace {
  /** Runs too short for their times to be worth anything; exact counts are the same. */
  readonly isQuick: boolean;
}

/** What `--only` names, and a section of docs/performance.md. */
export interface Benchmark {
  readonly name: string;
  readonly about: string;
  run(pace: Pace): Promise<readonly Table[]>;
}
