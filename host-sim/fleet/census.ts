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
  /** Milliseconds in which the thread was at work since the census before, and in which it could have been. */
  readonly active: number;
  readonly elapsed: number;
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
    active: sum(({ active }) => active),
    elapsed: sum(({ elapsed }) => elapsed),
  };
}
