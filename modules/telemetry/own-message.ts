import type { QoS } from '../ports/mqtt-client.js';
import type { OutboxRecord } from './outbox.js';
import { RecordKind } from './record.js';

/*
 * The record of a message of the application: its kind, what goes with the publish (QoS in the bits 0 and 1, retain in bit 2), length of
 * the topic, the topic as UTF-8, the payload. It holds all that is needed to publish it, for after a restart nobody else may know.
 */
const FLAGS_AT = 1;
const TOPIC_LENGTH_AT = 2;
const TOPIC_AT = 3;
const QOS_BITS = 3;
const RETAIN_BIT = 4;

/** Bytes that stand before the payload of a message on a topic of so many. */
export function payloadOffset(topicLength: number): number {
  return TOPIC_AT + topicLength;
}

/** Writes what stands before the payload to the start of `target`. */
export function writeMessageHead(target: Uint8Array, topic: Uint8Array, QoS: QoS, isRetained: boolean): void {
  target[0] = RecordKind.message;
  target[FLAGS_AT] = QoS + (isRetained ? RETAIN_BIT : 0);
  target[TOPIC_LENGTH_AT] = topic.length;
  target.set(topic, TOPIC_AT);
}

/** Where the parts of a message lie in its record: one is made, and taken along from record to record. */
export class MessageParts {
  QoS: QoS = 0;
  isRetained = false;
  readonly topicStart = TOPIC_AT;
  topicEnd = 0;

  /** Finds them in `record`; false where that is no message. */
  find({ payload, byteLength }: OutboxRecord): boolean {
    this.topicEnd = TOPIC_AT + payload[TOPIC_LENGTH_AT];
    if (byteLength <= TOPIC_AT || payload[0] !== RecordKind.message || this.topicEnd > byteLength) return false;
    const QoS = payload[FLAGS_AT] & QOS_BITS;
    if (QoS > 2 || this.topicEnd === TOPIC_AT) return false;
    this.QoS = QoS as QoS;
    this.isRetained = (payload[FLAGS_AT] & RETAIN_BIT) !== 0;
    return true;
  }
}
