import type { Time } from '../ports/time.js';
import type { Backoff } from './backoff.js';
import type { MessageSource } from './message-source.js';
import type { MqttClientSpecifier, QoS } from './mqtt-client-class.js';
import type { NetworkInterface } from './network-interface.js';
import type { Reporter } from './progress.js';

export interface MqttSessionOptions {
  readonly time: Time;
  readonly link: NetworkInterface;
  readonly client: MqttClientSpecifier;
  readonly backoff: Backoff;
  readonly statusTopic: string;
  readonly commandTopic: string;
  /** Of the status messages, the will and the command topic. */
  readonly QoS: QoS;
  /** What is published. */
  readonly source: MessageSource;
  /** Messages of {@link source} that may be under way at once, 1 by default; more needs a client that takes more. */
  readonly publishWindow?: number;
  /** Bytes of the longest command. */
  readonly commandLimit?: number;
  readonly reporter: Reporter;
  /**
   * Milliseconds without an acknowledgement of the broker after which the session asks for one, by publishing `online` once
   * more at QoS 1 or above; 0, or absent, never. {@link livenessInterval} fits it to the keep-alive.
   */
  readonly liveness?: number;
  /** Milliseconds in which a session that {@link MqttSession.pause} ends waits for commands that the broker has kept; 2,000. */
  readonly linger?: number;
  /** A message on the command topic; `bytes` is good during the call only, and holds nothing of use when `isTooLong`. */
  onCommand(bytes: Uint8Array, byteLength: number, isTooLong: boolean): void;
  /** Messages were dropped because the client had no room for them; their number in all connections. */
  onCommandsDropped?(total: number): void;
}
