/**
 * Where a reading waits from the moment it is accepted until the broker has it. Append and acknowledge are the only writes,
 * so that a log-structured journal on flash implements it as well as a ring in RAM.
 *
 * A record leaves by {@link acknowledge} alone, which the session calls
 * - at QoS 1 when PUBACK has come, at QoS 2 when PUBCOMP has come: the broker has the message;
 * - at QoS 0 when the client can take the next message: the module has sent it, and nobody knows more.
 *
 * Whatever was under way when the connection was lost is still here and is sent again as a new message: the broker sees it
 * at least once, at QoS 2 and QoS 0 too. The sequence number in the reading tells duplicates.
 *
 * A full outbox drops records and counts them; which ones is the implementation's policy. Nothing else is lost.
 */
export interface Outbox {
  /** Records that wait. */
  readonly length: number;
  /** Records dropped for want of room since the outbox was opened. One of them may be under way, and delivered all the same. */
  readonly dropped: number;
  /** Bytes of the longest payload. */
  readonly maximumPayload: number;
  /** Sequence number of the record that was accepted last; 0 when it does not wait any more. */
  readonly newest: number;
  /**
   * Accepts bytes 0 to `byteLength` of `payload` and gives the record's sequence number, or 0 when the outbox is full and
   * drops this record. Once it has returned a number, a journal holds the record through a loss of power.
   * Throws `invalid-argument` when the payload is longer than {@link maximumPayload}, `storage` when flash can't be written.
   */
  append(payload: Uint8Array, byteLength: number, timeBase: TimeBase, time: number): number;
  /**
   * Fills `record` with the oldest one that waits and whose sequence number is above `after`, 0 by default; `false` when there
   * is none. Never throws, allocates nothing.
   */
  peek(record: OutboxRecord, after?: number): boolean;
  /**
   * Lets go of the record with this sequence number; one already gone is no matter. Never throws: a storage that cannot note it
   * gives the record again after the next opening, which is a duplicate and no loss.
   */
  acknowledge(sequence: number): void;
  /**
   * Tells at which UTC, in milliseconds since 1970, the uptime of this start was 0, as soon as it is known and as often as
   * wanted: what this start has stamped with the uptime can then be dated after a restart, too. Never throws. An outbox that
   * lives no longer than the start has no use for it. `uptime` is that of now: what earlier starts have left can then be dated, too,
   * before this one has taken a reading.
   */
  setEpoch?(utc: number, uptime?: number): void;
  /**
   * Does ahead what would hold up a later append: flash stands still while a block is erased, and so may the host. Called when
   * nothing is under way, between two messages. Never throws.
   */
  prepare?(): void;
}

/** What a record's time counts from; small numbers, so that a journal can store them in a byte. */
export const TimeBase = {
  /** Undatable: stamped with the uptime of an earlier start that never knew the clock. Given by journals, never appended. */
  unknown: 0,
  /** Milliseconds of the injected {@link Time}: taken before the clock was known. */
  uptime: 1,
  /** Milliseconds since 1970. */
  utc: 2,
  /**
   * Milliseconds since 1970 by a clock that may be late: it stood still while the host did. The record was not taken before. Given by
   * journals as long as this start does not know the clock, never appended.
   */
  carried: 5,
} as const;

export type TimeBase = (typeof TimeBase)[keyof typeof TimeBase];

/** The caller's own, filled by {@link Outbox.peek}. */
export interface OutboxRecord {
  /** Counts records from 1 on. A journal goes on counting after a restart, and may leave out a number where one was damaged. */
  sequence: number;
  /** What {@link time} counts from. */
  timeBase: TimeBase;
  /** Milliseconds. */
  time: number;
  /** Milliseconds by which a time in UTC may be wrong on either side, where it was found out afterwards; 0 where it is exact. */
  uncertainty: number;
  /** Number of the start in which the record was taken, from 1 to 65535 and round again; 0 where starts are not counted. */
  boot: number;
  /** Bytes of {@link payload} that are the record's. */
  byteLength: number;
  /** Room for {@link Outbox.maximumPayload} bytes. */
  readonly payload: Uint8Array;
}

/** A record to peek into, with room for whatever `outbox` holds. */
export function recordFor(outbox: Outbox): OutboxRecord {
  const payload = new Uint8Array(outbox.maximumPayload);
  return { sequence: 0, timeBase: TimeBase.unknown, time: 0, uncertainty: 0, boot: 0, byteLength: 0, payload };
}
