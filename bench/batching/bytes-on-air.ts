import type { Message } from '../../host-sim/broker/uplink.js';

/** IPv4 and TCP without options, once for each packet of MQTT. */
export const SEGMENT_HEADERS = 20 + 20;
const PUBACK = 4;
const TOPIC_LENGTH = 2;
const PACKET_IDENTIFIER = 2;
/** MQTT 3.1.1 §2.2.3: seven bits of the length in each byte. */
const LENGTH_BITS = 7;

/** Bytes of a message over TCP: PUBLISH, and at QoS 1 its PUBACK, each in a segment of its own that acknowledges the other. */
export function bytesOnAir({ topic, payload, qos }: Message): number {
  const remaining = TOPIC_LENGTH + Buffer.byteLength(topic) + (qos > 0 ? PACKET_IDENTIFIER : 0) + payload.length;
  let lengthBytes = 1;
  for (let rest = remaining >> LENGTH_BITS; rest > 0; rest >>= LENGTH_BITS) lengthBytes += 1;
  const publish = SEGMENT_HEADERS + 1 + lengthBytes + remaining;
  return qos > 0 ? publish + SEGMENT_HEADERS + PUBACK : publish;
}
