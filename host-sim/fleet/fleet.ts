import { Worker } from 'node:worker_threads';
import { ask } from './ask.js';
import { type Census, total } from './census.js';
import type { ShareAnswer, ShareCommand, ShareOptions } from './share.js';

export interface FleetOptions {
  readonly brokerUrl: string;
  readonly nodes: number;
  readonly threads: number;
  /** Milliseconds between two readings of a node. */
  readonly interval: number;
}

/** Many sensor nodes, each with a simulated module, divided among threads. */
export class Fleet {
  readonly #shares: readonly Worker[];

  /** The threads start and make their nodes; {@link start} switches those on. */
  constructor({ brokerUrl, nodes, threads, interval }: FleetOptions) {
    const count = Math.min(threads, nodes);
    this.#shares = Array.from({ length: count }, (_, index) => {
      const first = Math.floor((index * nodes) / count);
      const workerData: ShareOptions = { brokerUrl, first, count: Math.floor(((index + 1) * nodes) / count) - first, interval };
      return new Worker(new URL('./share-thread.js', import.meta.url), { workerData });
    });
  }

  /** All at once: a power cut that ends for a whole region. */
  start(): Promise<Census> {
    return this.#census('start');
  }

  census(): Promise<Census> {
    return this.#census('census');
  }

  /** From now on {@link Census.behind} counts the nodes that have not delivered what they have accepted until now. */
  mark(): Promise<Census> {
    return this.#census('mark');
  }

  /** A census whose heap has no garbage in it. */
  weigh(): Promise<Census> {
    return this.#census('weigh');
  }

  /** Every node ends its session. */
  async close(): Promise<void> {
    await Promise.all(this.#shares.map((share) => ask<ShareAnswer>(share, 'close')));
  }

  /** Where nothing can be waited for. */
  async abandon(): Promise<void> {
    await Promise.all(this.#shares.map((share) => share.terminate()));
  }

  async #census(command: Exclude<ShareCommand, 'close'>): Promise<Census> {
    return total(await Promise.all(this.#shares.map((share) => ask<Census>(share, command))));
  }
}
