import { utf8Bytes } from '../base/utf8.js';
import type { QoS } from '../ports/mqtt-client.js';
import type { Message, MessageSource } from './message-source.js';

/** One retained status message, as often as it is asked for. */
export function statusMessage(topic: string, status: 'online' | 'offline', QoS: QoS, onDelivered: () => void): MessageSource {
  const message: Message = { topic, payload: utf8Bytes(status), QoS, retain: true };
  const delivered = (): boolean => {
    onDelivered();
    return true;
  };
  return { next: () => message, delivered };
}
