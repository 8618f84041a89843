import type { ByteBuffer } from '../base/byte-buffer.js';

/**
 * Values under keys that outlive a restart, as ECMA-419's key-value storage pattern has them, and `embedded:storage/key-value` of the
 * Moddable SDK: NVS on an ESP32. What is used of it is what all of them can: buffers, by keys of at most 15 characters.
 */
export interface KeyValueStorage {
  /** The bytes; `undefined` where there are none. Some throw then. */
  read(key: string): ByteBuffer | undefined;
  /** Stores the bytes in the place of those that were there. Power may fail in the middle of it. */
  write(key: string, value: Uint8Array): unknown;
  /** What is stored stays. */
  close(): void;
}

/** What opens one, as ECMA-419's has it. */
export interface KeyValueDirectory {
  /** Takes `path`, the domain of the keys, `format: 'buffer'`, and properties that only the specifier's maker knows. */
  open(options: never): KeyValueStorage;
}

/** The ECMA-419 way to hand over a storage: who opens it, and the properties for it. */
export interface KeyValueSpecifier {
  /** What opens it, with the specifier's other properties. */
  readonly io: KeyValueDirectory;
  /** The domain of the keys: `cellnode` where absent. */
  readonly path?: string;
  readonly [property: string]: unknown;
}
