import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { type Census, total } from './census.js';
import { FleetError } from './fleet-error.js';
import { HEAP_PER_NODE } from './limits.js';
import type { ShareAnswer, ShareCommand, ShareOptions } from './share.js';

export interface FleetOptions {
  readonly brokerUrl: string;
  readonly nodes: number;
  readonly threads: number;
  /** Milliseconds between two readings of a node. */
  readonly interval: number;
  /** Milliseconds over which the nodes are switched on, one after the other; 0 for all at once. */
  readonly ramp: number;
}

/** Megabytes of heap that a thread gets beside its nodes'. */
const OWN_HEAP = 256;

/** Many sensor nodes, each with a simulated module, divided among threads. */
export class Fleet {
  readonly #shares: readonly Worker[];
  /** Never comes; rejects when a thread is lost. */
  readonly #loss: Promise<never>;

  /** The threads start and make their nodes; {@link start} switches those on. */
  constructor({ brokerUrl, nodes, threads, interval, ramp }: FleetOptions) {
    const count = Math.min(threads, nodes);
    this.#shares = Array.from({ length: count }, (_, index) => {
      const first = Math.floor((index * nodes) / count);
      const size = Math.floor(((index + 1) * nodes) / count) - first;
      const workerData: ShareOptions = { brokerUrl, first, count: size, interval, ramp };
      // By default the limit is a part of the machine's memory, whatever the thread has to do.
      const resourceLimits = { maxOldGenerationSizeMb: OWN_HEAP + Math.ceil((size * HEAP_PER_NODE) / 1e6) };
      return new Worker(new URL('./share-thread.js', import.meta.url), { workerData, resourceLimits });
    });
    this.#loss = Promise.race(this.#shares.map(loss));
    // Whoever asks next hears of it.
    this.#loss.catch(() => undefined);
  }

  /** Where there is no ramp, all at once: a power cut that ends for a whole region. */
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
    await Promise.all(this.#shares.map((share) => this.#ask<'closed'>(share, 'close')));
  }

  /** Where nothing can be waited for. */
  async abandon(): Promise<void> {
    await Promise.all(this.#shares.map((share) => share.terminate()));
  }

  async #census(command: Exclude<ShareCommand, 'close'>): Promise<Census> {
    return total(await Promise.all(this.#shares.map((share) => this.#ask<Census>(share, command))));
  }

  #ask<T extends ShareAnswer>(share: Worker, command: ShareCommand): Promise<T> {
    const answer = new Promise<T>((resolve) => share.once('message', resolve));
    share.postMessage(command);
    return Promise.race([answer, this.#loss]);
  }
}

/** Never comes; rejects with what has ended the thread. */
async function loss(share: Worker): Promise<never> {
  const [error] = (await once(share, 'error')) as [Error];
  if (!('code' in error) || error.code !== 'ERR_WORKER_OUT_OF_MEMORY') throw error;
  throw new FleetError('out-of-memory', 'the heap of a thread is full: take fewer nodes, or fewer for each of more threads');
}
