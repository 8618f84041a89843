/**
 * What can go wrong, by the name a program can switch on. Every error of the driver is an `Error` with one of these as its
 * `code`; Espruino cannot extend Error, and a preloaded module cannot rename one, so the code is a property.
 */
export type ErrorCode =
  /** An argument or an option is missing, is none, is of another type or breaks its bound; nothing was sent. */
  | 'invalid-argument'
  /** The object was closed. */
  | 'closed'
  /** The module's final result was ERROR, +CME ERROR, +CMS ERROR or another +WORD ERROR; `result` holds it. */
  | 'refused'
  /** No final result, prompt or completion within its deadline. */
  | 'timeout'
  /** The completion URC said failure. */
  | 'failed'
  /** The module does not answer at all. */
  | 'unresponsive'
  /** The module answered with something that the command table does not allow. */
  | 'malformed'
  /** The queue or a buffer is full. */
  | 'overflow'
  /** A full outbox has dropped the message. */
  | 'dropped'
  /** No SIM card, or it was removed. */
  | 'sim-absent'
  /** The SIM card wants a PIN that was not given, or refused the one that was. */
  | 'sim-pin'
  /** The SIM card is locked until its PUK is entered by hand. */
  | 'sim-puk'
  /** The network denies registration. */
  | 'registration-denied'
  /** No registration within the limit. */
  | 'not-registered'
  /** The carrier gave no address. */
  | 'no-address'
  /** No time server answered, and the module's clock is not plausible. */
  | 'no-time'
  /** TLS could not be set up; `result` holds the module's number for the cause where it has one. */
  | 'tls'
  /** The connection to the broker was refused or could not be made. */
  | 'connection-refused'
  /** The module has kept a part only of user, password or client identifier: nothing was opened, as the node would come as another one. */
  | 'login-cut'
  /** The connection to the broker was lost. */
  | 'connection-lost'
  /** The broker closes the connection on this message each time it is published, and takes others. */
  | 'message-refused'
  /** The broker closes the connection on whatever is published on a topic: the node may lack the permission. */
  | 'not-permitted'
  /** It could cut the node off, or hand it to somebody else: no command may change it. */
  | 'protected'
  /** Flash could not be written or erased: what was to be stored is not. */
  | 'storage'
  /** The slot is taken by another client. */
  | 'slot-taken'
  /** The module may still tell of what was under way in the slot before: it could be taken for the new connection's. */
  | 'slot-unsettled';

/** An `Error` with a code. Its message says what was wrong and what to do; no secret is in it. */
export interface CellularError extends Error {
  /** What went wrong, to switch on. */
  readonly code: ErrorCode;
  /** The command that failed, without its arguments: they may hold secrets. */
  readonly command?: string;
  /** The module's own words for it: `+CME ERROR: 10`, or a number. */
  readonly result?: string;
  /** Whether the same call may succeed later without anything being changed. */
  readonly isRetryable: boolean;
}

/** What an error knows beside its code and message. */
export interface ErrorDetails {
  /** As {@link CellularError.command}. */
  readonly command?: string;
  /** As {@link CellularError.result}. */
  readonly result?: string;
  /** As {@link CellularError.isRetryable}; `false` where absent. */
  readonly isRetryable?: boolean;
}

/** The details of most errors. */
export const RETRYABLE: ErrorDetails = { isRetryable: true };

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** Makes the error; the caller throws it or hands it to a callback. */
export function cellularError(code: ErrorCode, message: string, details?: ErrorDetails): CellularError {
  const error = new Error(message) as Writable<CellularError>;
  error.code = code;
  error.command = details?.command;
  error.result = details?.result;
  error.isRetryable = details?.isRetryable === true;
  return error;
}

/** Refuses an argument before a byte is sent; names it, its bound and the section that sets the bound. */
export function invalidArgument(argument: string, bound: string, source: string, command?: string): CellularError {
  return cellularError('invalid-argument', `${argument}: ${bound} (${source})`, { command, isRetryable: false });
}
