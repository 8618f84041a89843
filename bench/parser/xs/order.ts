/** What one run of the program on XS is to do. */
export interface Order {
  /** `load`: tell what the program takes; `count`: in a roomy heap; `run` and `collect`: so many times, timed from outside. */
  readonly kind: 'load' | 'count' | 'run' | 'collect';
  readonly parser: string;
  readonly stream: string;
  /** Rounds, or collections. */
  readonly times: number;
}

/** What a round of a stream takes: exact, and the same each time. */
export interface XsCounts {
  readonly slots: number;
  readonly chunkBytes: number;
  readonly computrons: number;
  /** Computrons of the longest turn. */
  readonly longestTurn: number;
}
