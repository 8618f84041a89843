import type { ExecutionContext } from 'ava';
import { lines, type ModuleBench } from '../host-sim/module/module-bench.js';

/** What the module says before a payload. */
export const PROMPT = '\r\n> ';
/** Longest that the module and the network take for one answer of these sessions. */
const PATIENCE = 10000;

export interface Payload {
  readonly payload: string;
}

/** What is typed, a command without its CR or a payload as it is; then each line that comes back, or the prompt. */
export type Step = readonly [typed: string | Payload, ...said: readonly string[]];

/** Plays a session with echo on and holds every byte that comes back against it. */
export function play(t: ExecutionContext, bench: ModuleBench, steps: readonly Step[]): void {
  for (const [typed, ...said] of steps) {
    const isCommand = typeof typed === 'string';
    const expected = `${isCommand ? typed : ''}${said.map((text) => (text === PROMPT ? text : lines(text))).join('')}`;
    bench.type(isCommand ? `${typed}\r` : typed.payload);
    bench.time.runUntil(() => bench.output.length >= expected.length, PATIENCE);
    t.is(bench.take(), expected, isCommand ? typed : 'payload');
  }
  bench.time.advance(PATIENCE);
  t.is(bench.take(), '', 'nothing more comes');
}
