import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { ExecutionContext } from 'ava';
import { Awaiter } from '../support/awaiter.js';

/** A program that none of us wrote, and the Debian package that has it. */
export interface Installed {
  readonly command: string;
  readonly package: string;
  /** Whether a signal makes it kill its whole process group, which without a group of its own is that of the tests. */
  readonly killsGroup?: boolean;
}

/** How it ended, and all that it wrote to either output. */
export interface Ending {
  readonly status: number | null;
  readonly output: string;
}

/** A running foreign program. It is killed when its test ends, and what it wrote is shown where the test failed. */
export class Program {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #ended: Promise<Ending>;
  readonly #awaiter = new Awaiter();
  #output = '';

  /** Starts it. A program that is not installed makes the test fail with what to install. */
  constructor(t: ExecutionContext, installed: Installed, args: readonly string[], environment: NodeJS.ProcessEnv = {}) {
    const { command, package: debianPackage, killsGroup = false } = installed;
    // Programs of the system's administrator are not in everybody's path.
    const path = `${process.env.PATH ?? ''}:/usr/sbin:/sbin`;
    const env = { ...process.env, LC_ALL: 'C', ...environment, PATH: path };
    this.#child = spawn(command, args, { env, detached: killsGroup });
    const take = (bytes: Buffer): void => {
      this.#output += bytes.toString('latin1');
      this.#awaiter.changed();
    };
    this.#child.stdout.on('data', take);
    this.#child.stderr.on('data', take);
    // A program that has ended takes no more input.
    this.#child.stdin.on('error', () => undefined);
    const missing = once(this.#child, 'error').then(() => {
      throw new Error(`${command} is not installed: apt-get install ${debianPackage}`);
    });
    const closed = once(this.#child, 'close').then(([status]) => ({ status: status as number | null, output: this.#output }));
    this.#ended = Promise.race([closed, missing]);
    this.#ended.catch(() => undefined);
    t.teardown(() => {
      this.kill();
      if (!t.passed) t.log(`${command} ${args.join(' ')}\n${this.#output}`);
    });
  }

  get output(): string {
    return this.#output;
  }

  type(text: string): void {
    this.#child.stdin.write(text);
  }

  /** Resolves with the output as soon as it matches. */
  async says(pattern: RegExp): Promise<string> {
    const found = this.#awaiter.until(() => pattern.test(this.#output), `${pattern.source} in the output`, () => this.#output);
    const early = this.#ended.then(({ output }) => {
      if (!pattern.test(output)) throw new Error(`ended without ${pattern.source}: ${output}`);
    });
    await Promise.race([found, early]);
    return this.#output;
  }

  ends(): Promise<Ending> {
    return this.#ended;
  }

  /** Asks it to end. */
  kill(signal: NodeJS.Signals = 'SIGTERM'): void {
    this.#child.kill(signal);
  }
}

/** Runs a program to its end. */
export function run(
  t: ExecutionContext,
  installed: Installed,
  args: readonly string[],
  environment?: NodeJS.ProcessEnv,
): Promise<Ending> {
  return new Program(t, installed, args, environment).ends();
}
