import { OPENING_CALL } from '../xs/meter/report.js';
import { WINDOW } from '../xs/meter/turn-budget.js';
import type { Counts } from './counts/counts.js';
import { CORE_SPEEDS } from './loop/core-speed.js';
import { type LoopResult, nameOf } from './loop/run.js';

const number = (value: number): string => value.toLocaleString('en');

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, index) => (index === 0 ? '---' : '--:'))), ...rows.map(line)].join('\n');
}

const SHORT_NAMES = ['C3, 1.5', 'C3, 2.0', 'C3, 2.5', 'ESP32'];

function milliseconds(instructions: number): string[] {
  return CORE_SPEEDS.map(({ instruction }) => (instructions * instruction).toFixed(2));
}

function pathTable({ instructions, computrons }: Counts): string {
  const rows = Object.entries(instructions).map(([name, count]) => {
    return [name, number(count), number(computrons[name]), (count / computrons[name]).toFixed(0)];
  });
  return table(['path', 'instructions', 'computrons', 'instructions a computron'], rows);
}

function turnTable({ longestTurns }: Counts): string {
  const rows = Object.entries(longestTurns).map(([name, count]) => [name, number(count), ...milliseconds(count)]);
  const within = CORE_SPEEDS.map(({ instruction }) => {
    const turns = Object.entries(longestTurns).filter(([name]) => name !== OPENING_CALL);
    return `${turns.filter(([, count]) => count * instruction <= WINDOW * 1000).length} of ${turns.length}`;
  });
  const head = ['what happens', 'instructions of the longest turn', ...SHORT_NAMES.map((name) => `ms on ${name}`)];
  return `${table(head, rows)}\n\nWithin the ${(WINDOW * 1000).toFixed(2)} ms that the FIFO gives: ${SHORT_NAMES.map((name, index) => `${within[index]} on ${name}`).join(', ')}.`;
}

function loopTable(results: readonly LoopResult[]): string {
  const rows = results.map((result) => [
    nameOf(result),
    result.hours.toFixed(1),
    `${result.readings} and ${result.messages}`,
    String(result.erases),
    number(result.lostOutsideErases),
    number(lostDuringErases(result)),
  ]);
  const head = ['core', 'hours', 'readings and messages', 'erases', 'bytes lost', 'bytes lost during erases'];
  return table(head, rows);
}

function lossTable(results: readonly LoopResult[]): string {
  const rows = results.flatMap((result) =>
    result.losses.map(({ path, cause, bytes }) => [nameOf(result), path, cause, number(bytes)]),
  );
  return rows.length === 0 ? 'Nothing was lost.' : table(['core', 'path', 'cause', 'bytes'], rows);
}

export function lostDuringErases({ losses }: LoopResult): number {
  return losses.filter(({ cause }) => cause === 'a flash erase').reduce((sum, { bytes }) => sum + bytes, 0);
}

function engineTable(counts: Counts, results: readonly LoopResult[]): string {
  const collection = Math.max(...results.map(({ longestCollection }) => longestCollection));
  const stack = Math.max(...results.map(({ stackPeak }) => stackPeak));
  return [
    `A garbage collection in the heap of an ESP32 takes ${number(collection)} instructions at most: ${milliseconds(collection).map((time, index) => `${time} ms on ${SHORT_NAMES[index]}`).join(', ')}.`,
    `The C stack: ${number(stack)} bytes at most.`,
    `The engine with the tests' host: ${number(counts.text)} bytes of code and ${number(counts.rodata)} of read-only data.`,
  ].join('\n');
}

/** What is printed, and what docs/mcu.md shows, by name. */
export function tables(counts: Counts, results: readonly LoopResult[]): Readonly<Record<string, string>> {
  return {
    paths: pathTable(counts),
    turns: turnTable(counts),
    engine: engineTable(counts, results),
    loop: loopTable(results),
    losses: lossTable(results),
  };
}
