import { problemWithHost } from '../../../modules/cellular/host-name.js';
import type { CellularError } from '../../../modules/base/errors.js';
import { latin1, utf8 } from '../../support/bytes.js';

/** What comes of a text that was handed to the driver. */
export type Outcome = Refused | Taken;

export interface Refused {
  readonly refusal: CellularError;
  /** What has gone to the module since. */
  readonly sent: string;
}

export interface Taken {
  /** What the module has executed, in order: `AT+MIPCALL=`. */
  readonly executed: readonly string[];
  /** The text as it has come to where it was to come, a character for each byte. */
  readonly arrived: readonly string[];
}

/** Somewhere that a program hands over a text. */
export interface Place {
  readonly name: string;
  /** What a refusal names. */
  readonly argument: string;
  /** A text in which there is nothing. */
  readonly plain: string;
  /** Whether it is to be taken. What is not, is to be refused. */
  takes(text: string): boolean;
  /** A session with this text in it, from the start to the end. */
  hand(text: string): Outcome;
}

/** As {@link Taken.arrived} has it; what UTF-8 cannot hold becomes U+FFFD. */
export function onTheWire(text: string): string {
  return latin1(utf8(text));
}

/** What can stand in quotes: so many bytes, no control character and no quote among them. */
export function isQuotable(text: string, minimum: number, maximum: number): boolean {
  const { length } = utf8(text);
  const isForbidden = (character: string): boolean => character < ' ' || character === '"' || character === '\x7f';
  return length >= minimum && length <= maximum && ![...text].some(isForbidden);
}

/** What can be the name or the address of a host, and is sent as such. */
export function isHost(text: string): boolean {
  return isQuotable(text, 1, 255) && problemWithHost(text) === undefined;
}
