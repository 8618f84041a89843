import type { ConnectOptions, Message, Refusal } from '../../broker/uplink.js';
import { heldOverride } from '../override.js';

/** Why a connection is refused, or `undefined` where it is not. */
export type RefusalRule = (options: ConnectOptions) => Refusal | undefined;

/** What the network and the broker are like at the moment; every connection feels it at once. */
export class Conditions {
  /** Milliseconds that each packet takes besides. */
  readonly latency = heldOverride(0);
  /** Part of the packets that have to be sent again. */
  readonly loss = heldOverride(0);
  /** Bytes a second each way. */
  readonly throughput = heldOverride(Infinity);
  /** Milliseconds without a packet after which the carrier's NAT forgets a connection. */
  readonly idleLimit = heldOverride(Infinity);
  /** Whether the broker takes and sends nothing, though connections stay. */
  readonly isStalled = heldOverride(false);
  /** Whether publishes are not acknowledged. */
  readonly isSilentOnPublish = heldOverride(false);
  /** Whether the broker has lost the session that whoever connects means to go on with. */
  readonly isForgetful = heldOverride(false);
  /** Whether messages of QoS 1 that are delivered come twice. */
  readonly isDoubling = heldOverride(false);
  /** Whether the broker closes the connection on a message that is published. */
  readonly closesOn = heldOverride<(message: Message) => boolean>(() => false);
  /** Why whoever connects is refused, where that is so. */
  readonly refusal = heldOverride<RefusalRule>(() => undefined);
}
