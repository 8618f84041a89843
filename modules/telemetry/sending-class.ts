/**
 * Who sends shares the line by this table, the most urgent class first. In a round each sender may send as many messages as its
 * class has; a round ends when nobody who has something may still send, and whoever has nothing takes nothing from the others.
 * So a sender gets at least its part of the messages whatever the others do: while it has something to send it waits for no more
 * messages than the others have in two rounds.
 */
export const SHARES = {
  /** Samples that overtake all others. */
  alarms: 8,
  /** What a platform wants to be told before readings, and its answers. It is little, and comes to an end. */
  platform: 8,
  /** Readings as they are taken. */
  readings: 4,
  /** To commands. */
  answers: 2,
  /** What the node says of itself. */
  own: 2,
  /** What may wait: batches of readings that had to, pieces of a file. */
  deferred: 1,
} as const;

export type SendingClass = keyof typeof SHARES;
