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
  /** The client's `publishWindow`. */
  readonly window: number;
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
  const { qos, roundTrip } = linkCase;
  const ended = Math.max(final(linkCase), qos === 0 ? 0 : roundTrip);
  return sent(linkCase) + ended + wire('\r\n+MQTTPUB: 1,1\r\n'.length, linkCase);
}

/**
 * The same where nothing waits for the broker at all: the round trip costs nothing, and the completion goes down the wire while
 * the next command goes up.
 */
export function wireLimit(linkCase: LinkCase): number {
  return sent(linkCase) + final(linkCase);
}

/** Until the module has the payload, and has seen to it. */
function sent(linkCase: LinkCase): number {
  const { payload, qos } = linkCase;
  const command = `AT+MQTTPUB=1,"${TOPIC}",${qos},0,${payload}\r`;
  const asked = wire(command.length, linkCase) + TURNAROUND + RESPONSE + wire('\r\n> '.length, linkCase);
  return asked + wire(payload, linkCase) + AFTER_DATA;
}

function final(linkCase: LinkCase): number {
  return wire('\r\nOK\r\n'.length, linkCase);
}
