import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';

/** Sends a command to a thread that answers each with one message, and gives the answer; a thread that fails rejects it. */
export async function ask<T>(worker: Worker, command: string): Promise<T> {
  const answer = once(worker, 'message');
  worker.postMessage(command);
  const [message] = (await answer) as [T];
  return message;
}
