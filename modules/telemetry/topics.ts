/** The topics of one node. */
export interface Topics {
  /** Readings, in the order of their sequence, each in a message of its own. */
  readonly readings: string;
  /** Readings that had to wait, in the order of their sequence, several in a message: a JSON array. Where batches are wanted. */
  readonly backlog: string;
  /** Readings that overtake all others. They have a sequence of their own. */
  readonly alarms: string;
  /** `online` or `offline`, retained; the will says `offline`. */
  readonly status: string;
  /** What the node listens to. */
  readonly command: string;
  /** The answer to each command. */
  readonly response: string;
}

/** `<prefix>/<nodeId>/…`; both are validated with the configuration. */
export function topicsOf(prefix: string, nodeId: string): Topics {
  const base = `${prefix}/${nodeId}`;
  return {
    readings: `${base}/readings`,
    backlog: `${base}/backlog`,
    alarms: `${base}/alarms`,
    status: `${base}/status`,
    command: `${base}/command`,
    response: `${base}/response`,
  };
}

/** Bytes that the longest suffix adds to prefix, slash and node id. */
export const TOPIC_SUFFIX_LENGTH = 9;
