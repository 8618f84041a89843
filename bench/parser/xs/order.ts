/** What one run of the program on XS is to do. */
export interface Order {
  /** `load`: tell what the program takes; `count`: in a roomy heap; `time`: in that of a device. */
  readonly kind: 'load' | 'count' | 'time';
  readonly parser: string;
  readonly stream: string;
  /** Rounds that are timed at once. */
  readonly rounds: number;
}

/** What a round of a stream takes: exact, and the same each time. */
export interface XsCounts {
  readonly slots: number;
  readonly chunkBytes: number;
  readonly computrons: number;
  /** Computrons of the longest turn. */
  readonly longestTurn: number;
}

/** Times are those of the processor. */
export interface XsTimes {
  /** Seconds of a round. */
  readonly round: number;
  /** In a round. */
  readonly collections: number;
  /** Seconds of one collection. */
  readonly collection: number;
}
