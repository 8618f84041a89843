/** MQTT 3.1.1 §2.3.1: a packet identifier is a number of 16 bits. */
export const LARGEST_PACKET_IDENTIFIER = 65535;

/** The packet identifier that follows `id`; 0, which MQTT does not know, precedes the first. */
export function packetIdentifierAfter(id: number): number {
  return id < LARGEST_PACKET_IDENTIFIER ? id + 1 : 1;
}
