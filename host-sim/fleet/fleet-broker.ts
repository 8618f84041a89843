import { Worker } from 'node:worker_threads';
import { ask } from './ask.js';

/** A real broker in a thread of its own, which can go down and come back at the same address. */
export class FleetBroker {
  readonly url: string;
  readonly #worker: Worker;

  private constructor(worker: Worker, url: string) {
    this.#worker = worker;
    this.url = url;
  }

  static async start(): Promise<FleetBroker> {
    const worker = new Worker(new URL('./broker-thread.js', import.meta.url));
    return new FleetBroker(worker, await ask<string>(worker, 'up'));
  }

  /** Every connection is dropped. */
  async down(): Promise<void> {
    await ask(this.#worker, 'down');
  }

  async up(): Promise<void> {
    await ask(this.#worker, 'up');
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }
}
