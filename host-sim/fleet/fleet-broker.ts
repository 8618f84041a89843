import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { FleetError } from './fleet-error.js';

/**
 * A real broker that can go down and come back at the same address. It has a process of its own, because a connection takes a
 * file descriptor at each end, and a process may have only so many.
 */
export class FleetBroker {
  /** Never comes; rejects with `broker-lost` when the process ends. */
  readonly lost: Promise<never>;
  readonly #process: ChildProcess;
  #url = '';

  private constructor(process: ChildProcess) {
    this.#process = process;
    this.lost = once(process, 'exit').then(() => {
      throw new FleetError('broker-lost', 'the embedded broker has ended by itself');
    });
    // Whoever waits for the broker hears of it.
    this.lost.catch(() => undefined);
  }

  static async start(): Promise<FleetBroker> {
    const broker = new FleetBroker(fork(new URL('./broker-process.js', import.meta.url)));
    await broker.up();
    return broker;
  }

  get url(): string {
    return this.#url;
  }

  /** Every connection is dropped. */
  async down(): Promise<void> {
    await this.#tell('down');
  }

  async up(): Promise<void> {
    this.#url = await this.#tell('up');
  }

  async close(): Promise<void> {
    const { exitCode, signalCode } = this.#process;
    if (exitCode !== null || signalCode !== null) return;
    const exit = once(this.#process, 'exit');
    this.#process.kill();
    await exit;
  }

  /** Sends a command, and gives the answer. */
  #tell(command: 'up' | 'down'): Promise<string> {
    const answer = new Promise<string>((resolve) => this.#process.once('message', (url) => resolve(String(url))));
    // Without a process it fails, which its end has told already.
    this.#process.send(command, () => undefined);
    return Promise.race([answer, this.lost]);
  }
}
