import type { FormatOptions } from '../../trace/format-entry.js';
import type { Finding, Verdict } from './finding.js';

const MARKS: Readonly<Record<Verdict, string>> = { good: 'ok', weak: 'weak', wrong: 'WRONG', skipped: '-' };
const COLOURS: Readonly<Record<Verdict, number>> = { good: 32, weak: 33, wrong: 31, skipped: 2 };

/** One line, and one more for each thing to try. */
export function formatFinding({ check, verdict, text, advice }: Finding, { colours = false }: FormatOptions = {}): string {
  const mark = MARKS[verdict].padEnd(5);
  const line = `${colours ? `\x1b[${COLOURS[verdict]}m${mark}\x1b[0m` : mark}  ${check.padEnd(12)}  ${text}`;
  return [line, ...advice.map((sentence) => `${' '.repeat(21)}→ ${sentence}`)].join('\n');
}
