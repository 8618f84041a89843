/** Error numbers of 3GPP TS 27.007 §9.2, and what `AT+CMEE=2` says instead. */
export const CME = {
  notAllowed: 3,
  notSupported: 4,
  simNotInserted: 10,
  simPinRequired: 11,
  simPukRequired: 12,
  simFailure: 13,
  simBusy: 14,
  simWrong: 15,
  incorrectPassword: 16,
  memoryFull: 20,
  invalidIndex: 21,
  textTooLong: 24,
  noNetworkService: 30,
  networkTimeout: 31,
  networkNotAllowed: 32,
  incorrectParameters: 50,
  unknown: 100,
  /** Fibocom's own: a time synchronisation is already running. */
  synchronising: 320,
} as const;

/** An error of the equipment: `+CME ERROR`, 3GPP TS 27.007. */
export type CmeError = (typeof CME)[keyof typeof CME];

/** Error numbers of 3GPP TS 27.005 §3.2.5, for the commands of short messages. */
export const CMS = {
  notAllowed: 302,
  notSupported: 303,
  invalidPdu: 304,
  invalidText: 305,
  simNotInserted: 310,
  simPinRequired: 311,
  simBusy: 314,
  simPukRequired: 318,
  invalidIndex: 321,
  memoryFull: 322,
  noNetworkService: 331,
  unknown: 500,
} as const;

/** An error of the message service: `+CMS ERROR`, 3GPP TS 27.005. */
export type CmsError = (typeof CMS)[keyof typeof CMS];

/** An error that `+CMS ERROR` tells; its numbers are not those of `+CME ERROR`. */
export interface MessageFault {
  /** The number, as 3GPP TS 27.005 §3.2.5 has them. */
  readonly cms: CmsError;
}

/** Why a command fails: an error of the module, a line that V.250 calls none, or a call that nobody takes. */
export type CommandFailure = CmeError | MessageFault | 'syntax' | 'no-carrier';

const TEXTS: Readonly<Record<CmeError, string>> = {
  3: 'operation not allowed',
  4: 'operation not supported',
  10: 'SIM not inserted',
  11: 'SIM PIN required',
  12: 'SIM PUK required',
  13: 'SIM failure',
  14: 'SIM busy',
  15: 'SIM wrong',
  16: 'incorrect password',
  20: 'memory full',
  21: 'invalid index',
  24: 'text string too long',
  30: 'no network service',
  31: 'network timeout',
  32: 'network not allowed - emergency calls only',
  50: 'Incorrect parameters',
  100: 'unknown',
  320: 'time synchronisation is running',
};

const MESSAGE_TEXTS: Readonly<Record<CmsError, string>> = {
  302: 'operation not allowed',
  303: 'operation not supported',
  304: 'invalid PDU mode parameter',
  305: 'invalid text mode parameter',
  310: 'SIM not inserted',
  311: 'SIM PIN required',
  314: 'SIM busy',
  318: 'SIM PUK required',
  321: 'invalid memory index',
  322: 'memory full',
  331: 'no network service',
  500: 'unknown error',
};

const NUMBERS: Readonly<Record<string, string>> = { OK: '0', 'NO CARRIER': '3', ERROR: '4' };

/** The final result in words. `format` is `AT+CMEE`. */
export function resultText(fault: CommandFailure | undefined, format: number): string {
  if (fault === undefined) return 'OK';
  if (fault === 'no-carrier') return 'NO CARRIER';
  if (fault === 'syntax' || format === 0) return 'ERROR';
  if (typeof fault === 'object') return `+CMS ERROR: ${format === 1 ? fault.cms : MESSAGE_TEXTS[fault.cms]}`;
  return `+CME ERROR: ${format === 1 ? fault : TEXTS[fault]}`;
}

/** What `ATV0` makes of it; results without a number stay words. */
export function numericResult(text: string): string {
  return NUMBERS[text] ?? text;
}
