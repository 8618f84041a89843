/** Where an {@link MqttSession} stands. */
export type SessionState =
  /** No address. */
  | 'waiting-for-link'
  /** The last attempt failed; the next one comes after a random wait. */
  | 'backing-off'
  /** A client was made; CONNACK is awaited. */
  | 'connecting'
  /** SUBACK for a topic is awaited. */
  | 'subscribing'
  /** The birth message is under way. */
  | 'announcing'
  /** Messages are published. */
  | 'ready'
  /** DISCONNECT is under way, after which it connects anew: for a subscription that was left out, or as credentials expire. */
  | 'renewing'
  /** The last message, `offline`, is under way. */
  | 'parting'
  /** DISCONNECT is under way. */
  | 'disconnecting'
  /** Paused: nothing happens until it is resumed. */
  | 'resting'
  | 'closed';

export interface SessionRow {
  readonly next: readonly SessionState[];
  /**
   * Milliseconds until what is awaited counts as lost; 0 where nothing bounds the stay. Above what a client over a cellular
   * module needs by its own deadlines, so that these speak first and with the better reason.
   */
  readonly deadline: number;
  /** What is awaited. */
  readonly awaited: string;
}

/** The session's state machine. In `ready` the deadline holds for each message. */
export const SESSION: Readonly<Record<SessionState, SessionRow>> = {
  'waiting-for-link': { next: ['connecting', 'resting', 'closed'], deadline: 0, awaited: 'an address' },
  'backing-off': { next: ['connecting', 'waiting-for-link', 'resting', 'closed'], deadline: 0, awaited: 'the next attempt' },
  connecting: { next: ['subscribing', 'backing-off', 'resting', 'closed'], deadline: 180000, awaited: 'CONNACK' },
  subscribing: { next: ['announcing', 'parting', 'backing-off', 'closed'], deadline: 90000, awaited: 'SUBACK' },
  announcing: {
    next: ['ready', 'parting', 'backing-off', 'closed'],
    deadline: 90000,
    awaited: 'the acknowledgement of the birth message',
  },
  ready: { next: ['renewing', 'parting', 'backing-off', 'closed'], deadline: 90000, awaited: 'the acknowledgement of a message' },
  renewing: { next: ['waiting-for-link', 'closed'], deadline: 20000, awaited: 'the end of the connection' },
  parting: {
    next: ['disconnecting', 'backing-off', 'resting', 'closed'],
    deadline: 10000,
    awaited: 'the acknowledgement of the last message',
  },
  disconnecting: { next: ['resting', 'closed'], deadline: 20000, awaited: 'the end of the connection' },
  resting: { next: ['waiting-for-link', 'closed'], deadline: 0, awaited: 'the end of the pause' },
  closed: { next: [], deadline: 0, awaited: 'nothing' },
};
