import type { Refusal } from '../uplink.js';

/** Carries a refusal out of a chain of asynchronous steps. */
export class RefusedError extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.reason);
    this.refusal = refusal;
  }
}

/**
 * Causes as `GTSSLERR` numbers them. What is known is that −11 means authority or clock, −12…−19 certificate or key, and −7
 * the handshake (docs/facts.md#tls-errors); which cause within the range has which number is this simulator's choice.
 */
export const tlsCauses = {
  /** No trusted certificate leads to the server's, it names another host, or the clock is outside its validity. */
  distrust: -11,
  certificateUnreadable: -12,
  keyUnreadable: -13,
  keyMismatch: -14,
  /** The TLS library takes neither, or the server has refused the certificate. */
  certificateRefused: -19,
  handshake: -7,
} as const;

export function tlsRefused(cause: keyof typeof tlsCauses, reason: string): RefusedError {
  return new RefusedError({ phase: 'tls', code: tlsCauses[cause], reason });
}

export function networkRefused(reason: string): RefusedError {
  return new RefusedError({ phase: 'network', code: 0, reason });
}
