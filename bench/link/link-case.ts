/** What the module takes, in milliseconds, always the same: turnaround and answer of an L610, as measured and estimated. */
export const TURNAROUND = 1.4;
export const RESPONSE = 2;
export const AFTER_DATA = 2;

export const TOPIC = 'node/data';
const BITS_PER_BYTE = 10;

export interface LinkCase {
  readonly baud: number;
  /** Bytes. */
  readonly payload: number;
  readonly qos: 0 | 1;
  /** Milliseconds from the module to the broker and back. */
  readonly roundTrip: number;
}

/** Milliseconds that bytes take on the wire. */
export function wire(bytes: number, { baud }: LinkCase): number {
  return (bytes * BITS_PER_BYTE * 1000) / baud;
}

/**
 * Milliseconds of a message where the host takes no time at all: each byte of command, prompt, data and answers on the wire, the
 * module's declared times, and at QoS 1 the round trip, during which the final result goes down the wire.
 */
export function ideal(linkCase: LinkCase): number {
  const { payload, qos, roundTrip } = linkCase;
  const command = `AT+MQTTPUB=1,"${TOPIC}",${qos},0,${payload}\r`;
  const asked = wire(command.length, linkCase) + TURNAROUND + RESPONSE + wire('\r\n> '.length, linkCase);
  const sent = wire(payload, linkCase) + AFTER_DATA;
  const ended = Math.max(wire('\r\nOK\r\n'.length, linkCase), qos === 0 ? 0 : roundTrip);
  return asked + sent + ended + wire('\r\n+MQTTPUB: 1,1\r\n'.length, linkCase);
}
