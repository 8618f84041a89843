import type { MqttClientSpecifier, QoS } from '../ports/mqtt-client.js';
import type { NetworkInterface } from '../ports/network-interface.js';
import type { Time } from '../ports/time.js';
import type { Clock } from '../ports/clock.js';
import type { Backoff } from './backoff.js';
import type { Credentials } from './credentials.js';
import type { MessageSource } from './message-source.js';
import type { Reporter } from './progress.js';
import type { StatusMessage } from './status-message.js';
import type { TopicSubscription } from './topic-subscriptions.js';

export interface MqttSessionOptions {
  readonly time: Time;
  readonly link: NetworkInterface;
  /** What each client is made with, but for {@link credentials}. */
  readonly client: MqttClientSpecifier;
  readonly clock: Clock;
  /** Asked before each connection, and handed to the client as `user`, `password` and `id`. */
  credentials(clock: Clock): Credentials | undefined;
  readonly backoff: Backoff;
  /**
   * What it says first on each connection, and again where a sign of life of the broker's is wanted; its acknowledgement makes it ready.
   */
  readonly birth: StatusMessage;
  /** What it says last, and its will; neither where absent. */
  readonly last?: StatusMessage;
  /** Of these two, and of the will. */
  readonly QoS: QoS;
  /** What is subscribed to on each connection, in this order; at most eight. */
  readonly subscriptions: readonly TopicSubscription[];
  /** What is published. */
  readonly source: MessageSource;
  /** Messages of {@link source} that may be under way at once, 1 by default; more needs a client that takes more. */
  readonly publishWindow?: number;
  /** Bytes of the longest message that is taken, 256 by default. */
  readonly messageLimit?: number;
  readonly reporter: Reporter;
  /**
   * Milliseconds without an acknowledgement of the broker after which the session asks for one, by publishing {@link birth} once
   * more at QoS 1 or above; 0, or absent, never. {@link livenessInterval} fits it to the keep-alive.
   */
  readonly liveness?: number;
  /** Messages were dropped because the client had no room for them; their number in all connections. */
  onMessagesDropped?(total: number): void;
}
