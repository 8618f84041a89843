import type { FileResult } from './file-results.js';

type Results = Readonly<Record<string, FileResult>>;

/** Percent of the mutants that were noticed, of all that could be run; 100 where there is none. */
export function scoreOf(results: readonly FileResult[]): number {
  const { noticed, survivors } = sumOf(results);
  return noticed + survivors === 0 ? 100 : (100 * noticed) / (noticed + survivors);
}

/** One row for each file, and one before them for each area; as docs/mutation.md has it. */
export function scoreTable(results: Results, areaOf: (path: string) => string): string {
  const rows = ['| file | score, % | noticed | of these by a time-out | not noticed |', '| --- | --: | --: | --: | --: |'];
  const areas = [...new Set(Object.keys(results).map(areaOf))];
  rows.push(row('**all**', Object.values(results)));
  for (const area of areas) {
    const files = Object.entries(results).filter(([path]) => areaOf(path) === area);
    rows.push(row(`**${area}**`, files.map(([, result]) => result)));
    for (const [path, result] of files) rows.push(row(path.replace(/^modules\//, ''), [result]));
  }
  return rows.join('\n');
}

function row(name: string, results: readonly FileResult[]): string {
  const { noticed, timeouts, survivors } = sumOf(results);
  return `| ${name} | ${scoreOf(results).toFixed(2)} | ${noticed} | ${timeouts} | ${survivors} |`;
}

function sumOf(results: readonly FileResult[]): { readonly noticed: number; readonly timeouts: number; readonly survivors: number } {
  return {
    noticed: results.reduce((sum, { noticed }) => sum + noticed, 0),
    timeouts: results.reduce((sum, { timeouts }) => sum + timeouts, 0),
    survivors: results.reduce((sum, { survivors }) => sum + survivors.length, 0),
  };
}
