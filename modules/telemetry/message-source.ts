import type { QoS } from './mqtt-client-class.js';

export interface Message {
  readonly topic: string;
  /** Stays as it is until the message was delivered, or asked for again. */
  readonly payload: Uint8Array;
  readonly QoS: QoS;
  readonly retain: boolean;
}

/** Something that has messages to publish, one at a time. */
export interface MessageSource {
  /** The message that is next, the same one until {@link delivered}; `undefined` while there is none. Never throws. */
  next(): Message | undefined;
  /** What {@link next} gave last has left for good, in the sense of its QoS. */
  delivered(): void;
}
