import type { Command } from '../../at/command.js';
import type { Request } from '../../at/dialogue/exchange.js';
import type { Sliced } from '../../at/send/slices.js';

/** How TLS is to be. */
export interface TlsProfile {
  /** Of the protocol, as the vendor numbers it. */
  readonly version: number;
  /** Whether the server's certificate is verified. */
  readonly isVerified: boolean;
}

/**
 * How a module is given its certificates, and told how to use them. It is one that forgets both with its power, and nothing of them
 * before: files are loaded once for each of its starts, and only a restart takes them back.
 */
export interface TlsStore {
  /** What the module calls the files: of authorities, of the client's certificate, and of its key. */
  readonly fileTypes: { readonly trust: string; readonly certificate: string; readonly key: string };
  /** The row by which a file is loaded, for its bounds and its source. */
  readonly file: Command;
  /** Bytes of the shortest file. */
  readonly shortestFile: number;
  /** Bytes of the longest file. */
  readonly longestFile: number;
  /** The newest version of the protocol. */
  readonly newestVersion: number;
  /** Ask how TLS is set up: each replies with one number. */
  readonly queries: readonly Command[];
  /** Whether a module that answers so to the queries is as after power-up: then it holds no file. */
  isUntouched(answers: readonly number[]): boolean;
  /** Whether it is set up so. */
  isSet(answers: readonly number[], profile: TlsProfile): boolean;
  /** Sent before the first file: from here on the module is not as after power-up. */
  readonly begin: Request;
  /** Loads a file of one of the types. */
  loading(type: string, data: Sliced): Request;
  /** Sent behind the last file, in this order. */
  setting(profile: TlsProfile): readonly Request[];
}
