import type { Census } from './census.js';

/** Which nodes a thread runs, and how: its `workerData`. */
export interface ShareOptions {
  readonly brokerUrl: string;
  /** Number of its first node. */
  readonly first: number;
  readonly count: number;
  /** Milliseconds between two readings of a node. */
  readonly interval: number;
  /** Milliseconds over which they are switched on, one after the other. */
  readonly ramp: number;
}

/** To a thread. `mark`: what has been accepted until now is to be delivered; `weigh`: collect garbage first. */
export type ShareCommand = 'start' | 'census' | 'mark' | 'weigh' | 'close';

/** From a thread, one for each command: a census for each but `close`. */
export type ShareAnswer = Census | 'closed';
