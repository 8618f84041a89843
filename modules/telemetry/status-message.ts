import { utf8Bytes } from '../base/utf8.js';
import type { QoS } from '../ports/mqtt-client.js';
import type { Message, MessageSource } from './message-source.js';

/** What a session says of itself. */
export interface StatusMessage {
  /** A topic name. */
  readonly topic: string;
  /** All of it. */
  readonly payload: Uint8Array;
  /** Whether the broker keeps it. */
  readonly retain: boolean;
}

/** By which everybody hears whether a node is there: one that subscribes later, too. */
export function statusMessage(topic: string, status: 'online' | 'offline'): StatusMessage {
  return { topic, payload: utf8Bytes(status), retain: true };
}

/** One status message, as often as it is asked for. */
export function statusSource({ topic, payload, retain }: StatusMessage, QoS: QoS, onDelivered: () => void): MessageSource {
  const message: Message = { topic, payload, QoS, retain };
  const delivered = (): boolean => {
    onDelivered();
    return true;
  };
  return { next: () => message, delivered };
}
