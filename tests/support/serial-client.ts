import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ExecutionContext } from 'ava';
import { Awaiter } from './awaiter.js';

const PROGRAM = fileURLToPath(new URL('serial-program.js', import.meta.url));

/** A program with the serial device open, by way of npm's serialport: it knows nothing of who is behind. */
export class SerialClient {
  /** What has come since the start, or since {@link ask} cleared it. */
  heard = Buffer.alloc(0);
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #awaiter = new Awaiter();

  private constructor(child: ChildProcessWithoutNullStreams) {
    this.#child = child;
    child.stdout.on('data', (bytes: Buffer) => {
      this.heard = Buffer.concat([this.heard, bytes]);
      this.#awaiter.changed();
    });
  }

  /** Rejects with the program's complaint when the device cannot be opened. */
  static async open(t: ExecutionContext, path: string): Promise<SerialClient> {
    const child = spawn(process.execPath, [PROGRAM, path]);
    t.teardown(() => child.kill('SIGKILL'));
    const client = new SerialClient(child);
    const [complaint] = (await once(child.stderr, 'data')) as [Buffer];
    if (complaint.toString() !== 'open\n') throw new Error(complaint.toString());
    return client;
  }

  type(bytes: string | Uint8Array): void {
    this.#child.stdin.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
  }

  /** Sends the line, and resolves with what has come since, when that holds `answer`. */
  ask(line: string, answer: string): Promise<string> {
    this.heard = Buffer.alloc(0);
    this.type(`${line}\r`);
    return this.untilText(answer);
  }

  async untilText(text: string): Promise<string> {
    const hasHeard = (): boolean => this.heard.includes(text, 0, 'latin1');
    await this.#awaiter.until(hasHeard, JSON.stringify(text), () => this.heard.toString('latin1'));
    return this.heard.toString('latin1');
  }

  async untilLength(length: number): Promise<Buffer> {
    await this.#awaiter.until(() => this.heard.length >= length, `${length} bytes`, () => `${this.heard.length}`);
    return this.heard;
  }

  /** Resolves when the device is closed again. */
  async close(): Promise<void> {
    const closed = once(this.#child, 'close');
    this.#child.stdin.end();
    await closed;
  }
}
