import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ExecutionContext } from 'ava';
import { Awaiter } from '../support/awaiter.js';

/** The built command line, as `npx cellnode` finds it. */
export const PROGRAM = fileURLToPath(new URL('../../host-sim/cli/main.js', import.meta.url));

export interface Ending {
  readonly status: number | null;
  readonly output: string;
  readonly complaints: string;
}

/** `cellnode` in a process of its own; ended with the test, whatever becomes of it. */
export class CellnodeProcess {
  output = '';
  complaints = '';
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #awaiter = new Awaiter();
  readonly #ended: Promise<Ending>;

  constructor(t: ExecutionContext, args: readonly string[]) {
    this.#child = spawn(process.execPath, [PROGRAM, ...args]);
    this.#child.stdout.on('data', (bytes: Buffer) => {
      this.output += bytes.toString();
      this.#awaiter.changed();
    });
    this.#child.stderr.on('data', (bytes: Buffer) => {
      this.complaints += bytes.toString();
      this.#awaiter.changed();
    });
    this.#ended = once(this.#child, 'close').then(([status]) => ({
      status: status as number | null,
      output: this.output,
      complaints: this.complaints,
    }));
    t.teardown(() => this.end('SIGKILL'));
  }

  /** What it has printed, by line. */
  get lines(): readonly string[] {
    return this.output.split('\n').slice(0, -1);
  }

  type(text: string): void {
    this.#child.stdin.write(text);
  }

  /** Nothing more is typed. */
  close(): void {
    this.#child.stdin.end();
  }

  /** Resolves when it has printed a whole line that begins so, with the rest of it. */
  async lineAfter(start: string): Promise<string> {
    const line = await this.until(() => this.lines.find((candidate) => candidate.startsWith(start)), `a line ${start}…`);
    return line.slice(start.length);
  }

  until<T>(find: () => T | false | undefined, what: string): Promise<T> {
    return this.#awaiter.until(find, what, () => `${this.output}${this.complaints}`);
  }

  /** Resolves when it ends by itself. */
  ended(): Promise<Ending> {
    return this.#ended;
  }

  end(signal: NodeJS.Signals): Promise<Ending> {
    this.#child.kill(signal);
    return this.#ended;
  }
}

/** Runs it to its end. */
export function cellnode(t: ExecutionContext, ...args: readonly string[]): Promise<Ending> {
  return new CellnodeProcess(t, args).ended();
}

export interface SimulatedModuleProcess {
  readonly sim: CellnodeProcess;
  /** Of its pseudo-terminal. */
  readonly path: string;
}

/** A simulated module that takes commands. */
export async function simulatedModule(t: ExecutionContext, ...args: readonly string[]): Promise<SimulatedModuleProcess> {
  const sim = new CellnodeProcess(t, ['sim', ...args]);
  await sim.until(() => sim.lines.includes('ready'), 'ready');
  return { sim, path: await sim.lineAfter('pty ') };
}
