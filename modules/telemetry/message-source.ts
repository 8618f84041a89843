import type { QoS } from '../ports/mqtt-client.js';

/** What is published. */
export interface Message {
  /** A topic name. */
  readonly topic: string;
  /** Stays as it is until the message was delivered, or asked for again. */
  readonly payload: Uint8Array;
  /** With what it goes. */
  readonly QoS: QoS;
  /** Whether the broker keeps it. */
  readonly retain: boolean;
}

/** Something that has messages to publish, one after the other. */
export interface MessageSource {
  /** The oldest message not delivered, the same one until {@link delivered}; `undefined` while there is none. Never throws. */
  next(): Message | undefined;
  /**
   * Whether {@link next} gave none because it has only done a part of the work, and is to be asked again in another turn: what
   * comes in meanwhile fills a FIFO of 128 bytes in 11 ms.
   */
  readonly isPreparing?: boolean;
  /**
   * The message behind the one that was given last, at the same QoS, to be under way together with it; `undefined` while there is
   * none. After {@link next} it starts from that one again. Absent where only one may be under way. Never throws.
   */
  following?(): Message | undefined;
  /**
   * The oldest of those that {@link next} and {@link following} gave has left for good, in the sense of its QoS. False where more
   * of it is to be let go of, and this is to be called again in another turn.
   */
  delivered(): boolean;
  /**
   * The far end has closed the connection while all that was given and has not left was under way: it may refuse one of these.
   * Absent where that makes no difference. Never throws.
   */
  closed?(): void;
}
