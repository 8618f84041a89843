/** How a share of the fleet is doing. */
export interface Census {
  readonly nodes: number;
  /** With a session that is ready. */
  readonly online: number;
  /** Readings. */
  readonly accepted: number;
  readonly delivered: number;
  readonly waiting: number;
  readonly dropped: number;
  /** Nodes with readings from before the last mark that are still waiting. */
  readonly behind: number;
  /** Bytes of the thread's heap that are taken beyond those without a node. */
  readonly heap: number;
  /** Milliseconds that the threads have worked. */
  readonly busy: number;
  /** Milliseconds for which the clock of its nodes has stood still, because the thread had more to do than it could. */
  readonly held: number;
}

/** What all shares are together. */
export function total(shares: readonly Census[]): Census {
  const sum = (value: (census: Census) => number): number => shares.reduce((before, census) => before + value(census), 0);
  return {
    nodes: sum(({ nodes }) => nodes),
    online: sum(({ online }) => online),
    accepted: sum(({ accepted }) => accepted),
    delivered: sum(({ delivered }) => delivered),
    waiting: sum(({ waiting }) => waiting),
    dropped: sum(({ dropped }) => dropped),
    behind: sum(({ behind }) => behind),
    heap: sum(({ heap }) => heap),
    busy: sum(({ busy }) => busy),
    // Threads stand still side by side.
    held: Math.max(...shares.map(({ held }) => held)),
  };
}
