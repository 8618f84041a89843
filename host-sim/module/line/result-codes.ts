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
  noNetworkService: 30,
  networkTimeout: 31,
  networkNotAllowed: 32,
  incorrectParameters: 50,
  unknown: 100,
  /** Fibocom's own: a time synchronisation is already running. */
  synchronising: 320,
} as const;

export type CmeError = (typeof CME)[keyof typeof CME];

/** Why a command fails: an error of the module, or a line that V.250 calls none. */
export type Fault = CmeError | 'syntax';

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
  30: 'no network service',
  31: 'network timeout',
  32: 'network not allowed - emergency calls only',
  50: 'Incorrect parameters',
  100: 'unknown',
  320: 'time synchronisation is running',
};

const NUMBERS: Readonly<Record<string, string>> = { OK: '0', ERROR: '4' };

/** The final result in words. `format` is `AT+CMEE`. */
export function resultText(fault: Fault | undefined, format: number): string {
  if (fault === undefined) return 'OK';
  if (fault === 'syntax' || format === 0) return 'ERROR';
  return `+CME ERROR: ${format === 1 ? fault : TEXTS[fault]}`;
}

/** What `ATV0` makes of it; results without a number stay words. */
export function numericResult(text: string): string {
  return NUMBERS[text] ?? text;
}
