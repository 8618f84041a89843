/** What happened since the broker was made. */
export interface BrokerCounters {
  /** Connections accepted. */
  connections: number;
  /** Connections refused, whatever the reason. */
  refusals: number;
  /** Messages published by clients, repetitions included. */
  published: number;
  /** Messages sent to clients, repetitions included. */
  delivered: number;
  /** Messages that clients have acknowledged, at QoS 1 and 2. */
  acknowledged: number;
  /** Wills that were published, as their connection ended without DISCONNECT. */
  wills: number;
  /** Connections that gave way to another of the same client identifier. */
  takeOvers: number;
  /** Connections on which keep-alive expired. */
  expirations: number;
  /** Messages that a session lost because it kept too many. */
  dropped: number;
}
