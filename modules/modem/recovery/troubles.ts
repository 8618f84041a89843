import type { CellularError, ErrorCode } from '../../base/errors.js';

/** What is wrong, by what it keeps from working. */
export type Trouble =
  /** The module does not answer. */
  | 'unresponsive'
  /** It answers, but refuses what it must be told before it can be used. */
  | 'refusing'
  /** The SIM card cannot be used. */
  | 'sim'
  /** The module is attached to no network. */
  | 'registration'
  /** The network gives no address. */
  | 'data-call'
  /** There is an address, and no connection to the broker comes up or stays. */
  | 'connection'
  /** No slot may be used, as completions may still come of what was under way in them before. Only a restart settles it. */
  | 'slots';

/**
 * How often what failed is simply tried again, with the pauses of its state, before the ladder is climbed. A silent module
 * has had half a minute of probes before anybody calls it so.
 */
export const PATIENCE: Readonly<Record<Trouble, number>> = {
  unresponsive: 0,
  refusing: 2,
  sim: 5,
  registration: 1,
  'data-call': 2,
  connection: 0,
  slots: 0,
};

/** What only a hand can put right: a SIM card that waits for its PIN or PUK. No rung is climbed, and no PIN is entered again. */
const FOR_A_HAND: readonly ErrorCode[] = ['sim-pin', 'sim-puk'];

export function isForAHand(error: CellularError): boolean {
  return FOR_A_HAND.indexOf(error.code) >= 0;
}

/**
 * Whether the other end has said why it does not take the connection: certificates, clock or credentials. Then nothing but
 * another attempt helps, and that only when somebody has put it right; but for certificates also what makes the module forget
 * those that it holds, which may have been garbled on the line, or be others than they should.
 */
export function isNamedRefusal(error: CellularError): boolean {
  return error.code === 'tls' || error.code === 'no-time' || (error.code === 'connection-refused' && error.result !== undefined);
}
