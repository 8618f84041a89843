/** A file on the card that holds data (ETSI TS 102 221 §8.2): as one piece, or in records of one length. */
export interface ElementaryFile {
  /** The file identifier, such as 0x6F40 (3GPP TS 31.102). */
  readonly id: number;
  /** Identifiers of the directories above it, from below the master file on. */
  readonly path: readonly number[];
  /** One for a transparent file. */
  readonly records: readonly Uint8Array[];
  /** Whether it is a row of bytes, and not of records. */
  readonly isTransparent: boolean;
  /** Whether the subscriber's PIN gives the right to write. */
  readonly isWritable: boolean;
  /** Whether it can be read before the PIN. */
  readonly isPublic: boolean;
}

/** Directory of what all telecommunication applications share. */
export const TELECOM = 0x7f10;
/** Directory of the USIM application, by the identifier that it always has. */
export const USIM = 0x7fff;

export interface FileOptions {
  readonly path?: readonly number[];
  readonly isWritable?: boolean;
  readonly isPublic?: boolean;
}

const RESTRICTED = { path: [USIM], isWritable: false, isPublic: false };

export function transparent(id: number, content: Uint8Array, options: FileOptions = {}): ElementaryFile {
  return { id, ...RESTRICTED, ...options, records: [content], isTransparent: true };
}

export function linear(id: number, records: readonly Uint8Array[], options: FileOptions = {}): ElementaryFile {
  return { id, ...RESTRICTED, ...options, records, isTransparent: false };
}
