import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Result } from './stand-ins/ava.js';

/** How an engine's process is started; the scripts to run come behind its arguments. */
export interface Engine {
  readonly command: string;
  readonly arguments: readonly string[];
}

export interface EngineRun {
  readonly results: readonly Result[];
  /** What else the engine had to say, on either stream. */
  readonly remarks: string;
  /** Of the process; a signal counts as one. */
  readonly status: number | string;
  readonly milliseconds: number;
}

/** Runs scripts on an engine, and takes each line of its output that is a JSON object for a test's result. */
export async function runOnEngine(engine: Engine, scripts: readonly string[]): Promise<EngineRun> {
  const start = performance.now();
  const child = spawn(engine.command, [...engine.arguments, ...scripts], { stdio: ['ignore', 'pipe', 'pipe'] });
  const results: Result[] = [];
  const remarks: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => remarks.push(text));
  createInterface(child.stdout).on('line', (line) => {
    if (line.startsWith('{')) results.push(JSON.parse(line) as Result);
    else remarks.push(`${line}\n`);
  });
  const status = await new Promise<number | string>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(code ?? signal ?? 'no status'));
  });
  return { results, remarks: remarks.join(''), status, milliseconds: performance.now() - start };
}
