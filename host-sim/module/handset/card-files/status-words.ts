/** How an instruction ended, as the card's two status bytes (ETSI TS 102 221 §10.2.1). */
export const STATUS = {
  ok: 0x9000,
  wrongLength: 0x6700,
  securityNotSatisfied: 0x6982,
  authenticationBlocked: 0x6983,
  commandIncompatible: 0x6981,
  wrongParameters: 0x6b00,
  fileNotFound: 0x6a82,
  recordNotFound: 0x6a83,
  unknownInstruction: 0x6d00,
  unknownClass: 0x6e00,
} as const;

/** What the card answers. */
export interface CardAnswer {
  readonly status: number;
  readonly data: Uint8Array;
}

const NOTHING = new Uint8Array(0);

export function answered(data: Uint8Array): CardAnswer {
  return { status: STATUS.ok, data };
}

export function failed(status: number): CardAnswer {
  return { status, data: NOTHING };
}

/** A PIN was wrong, or is only asked for how often it may be (63CX). */
export function triesLeft(count: number): CardAnswer {
  return failed(count === 0 ? STATUS.authenticationBlocked : 0x63c0 | count);
}
