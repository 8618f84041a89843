import { styleText } from 'node:util';
import type { FormatOptions } from '../../trace/format-entry.js';
import type { Finding, Verdict } from './finding.js';

const MARKS: Readonly<Record<Verdict, string>> = { good: 'ok', weak: 'weak', wrong: 'WRONG', skipped: '-' };
const COLOURS = { good: 'green', weak: 'yellow', wrong: 'red', skipped: 'dim' } as const satisfies Readonly<Record<Verdict, string>>;

/** One line, and one more for each thing to try. */
export function formatFinding({ check, verdict, text, advice }: Finding, { colours = false }: FormatOptions = {}): string {
  const mark = MARKS[verdict].padEnd(5);
  const line = `${colours ? styleText(COLOURS[verdict], mark, { validateStream: false }) : mark}  ${check.padEnd(12)}  ${text}`;
  return [line, ...advice.map((sentence) => `${' '.repeat(21)}→ ${sentence}`)].join('\n');
}
