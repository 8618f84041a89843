import { bytesOf, cellularError, checkMethods, invalidArgument, utf8Bytes, utf8Text, type ByteBuffer, type HostMemory } from '../firmware/store-toolkit.js';
import type { KeyValueSpecifier, KeyValueStorage } from '../ports/key-value.js';
import { COPY_HEAD, isIntact, sequenceOf, writeHead } from './copy.js';

const SOURCE = 'docs/store.md';
const DOMAIN = 'cellnode';
/** NVS takes 15 characters, of which two tell which copy it is. */
const KEY_LIMIT = 13;
/** Bytes of a value: what Zephyr's settings take in one block of 4096, with room for what is around it. */
export const VALUE_LIMIT = 3072;

/** One of the two copies of a value, as it was read. */
interface Copy {
  readonly bytes: Uint8Array;
  readonly sequence: number;
}

/**
 * Values that outlive the loss of power at any moment: a write that power cuts short leaves the old value or the new one, whatever the
 * storage below does to what is being written. Each value has two copies, and a write takes the place of the older one, behind a CRC;
 * so it holds on a storage that erases before it writes, as Espruino's does. What a storage does to other keys is beyond it: docs/store.md.
 *
 * Nothing is encrypted: whoever can read the flash can read what is stored, and the value before it.
 */
export class Store {
  readonly #storage: KeyValueStorage;

  /** Throws `invalid-argument`, and `storage` where the storage does not open. */
  constructor(specifier: KeyValueSpecifier) {
    checkMethods('io', specifier?.io, ['open'], '{ open(options) }, such as embedded:storage/key-value', SOURCE);
    const { io, path = DOMAIN, ...properties } = specifier;
    const options: object = { ...properties, path, format: 'buffer' };
    try {
      this.#storage = io.open(options as never);
    } catch (error) {
      throw notStored(`the storage ${path} does not open`, error);
    }
  }

  /** The value, a copy of its own; `undefined` where there is none, or none that is intact. */
  read(key: string): Uint8Array | undefined {
    checkKey(key);
    const copy = newer(this.#copy(key, 0), this.#copy(key, 1));
    return copy === undefined || copy.bytes.length === COPY_HEAD ? undefined : copy.bytes.slice(COPY_HEAD);
  }

  /**
   * Stores at most 3072 bytes; none for no value. What is stored already is not written again. Throws `invalid-argument`, and
   * `storage` where the new value cannot be read back: the old one is there then.
   */
  write(key: string, value: ByteBuffer): void {
    checkKey(key);
    const wanted = bytesOf(value, 'value');
    if (wanted.length > VALUE_LIMIT) throw invalidArgument('value', `must be at most ${VALUE_LIMIT} bytes`, SOURCE);
    const first = this.#copy(key, 0);
    const second = this.#copy(key, 1);
    const present = newer(first, second);
    if (present === undefined ? wanted.length === 0 : isSameValue(present.bytes, wanted)) return;
    const sequence = present === undefined ? 1 : present.sequence + 1;
    this.#replace(key, present === first && first !== undefined ? 1 : 0, sequence, wanted);
  }

  /** How often a value was written under this key in all its life, which is its wear: each is one write of the storage. */
  writes(key: string): number {
    checkKey(key);
    return newer(this.#copy(key, 0), this.#copy(key, 1))?.sequence ?? 0;
  }

  /** One key as a memory of text, for `commandMemory` of a node and `memory` of a modem. */
  memory(key: string): HostMemory {
    checkKey(key);
    return {
      read: () => {
        const bytes = this.read(key);
        return bytes === undefined ? undefined : utf8Text(bytes, 0, bytes.length);
      },
      write: (text) => this.write(key, utf8Bytes(text)),
    };
  }

  /** What is stored stays. */
  close(): void {
    this.#storage.close();
  }

  #replace(key: string, index: 0 | 1, sequence: number, value: Uint8Array): void {
    const bytes = new Uint8Array(COPY_HEAD + value.length);
    bytes.set(value, COPY_HEAD);
    writeHead(bytes, sequence);
    try {
      this.#storage.write(nameOf(key, index), bytes);
    } catch (error) {
      throw notStored(key, error);
    }
    const stored = this.#copy(key, index);
    if (stored === undefined || stored.sequence !== sequence) throw notStored(key, 'it cannot be read back');
  }

  /** `undefined` where there is none, or where power has cut it short. */
  #copy(key: string, index: 0 | 1): Copy | undefined {
    let stored: ByteBuffer | undefined;
    try {
      stored = this.#storage.read(nameOf(key, index));
    } catch {
      // Zephyr's throws for a key that it has not.
      return undefined;
    }
    if (stored === undefined || stored === null) return undefined;
    const bytes = bytesOf(stored, key);
    return isIntact(bytes) ? { bytes, sequence: sequenceOf(bytes) } : undefined;
  }
}

function newer(one: Copy | undefined, other: Copy | undefined): Copy | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return one.sequence > other.sequence ? one : other;
}

function isSameValue(copy: Uint8Array, value: Uint8Array): boolean {
  if (copy.length !== COPY_HEAD + value.length) return false;
  for (let index = 0; index < value.length; index += 1) if (copy[COPY_HEAD + index] !== value[index]) return false;
  return true;
}

function nameOf(key: string, index: 0 | 1): string {
  return index === 0 ? `${key}.0` : `${key}.1`;
}

/** Letters of either case, digits and `-`: what every storage takes in a key, and a file system in a name. */
function checkKey(key: string): void {
  const isText = typeof key === 'string' && key.length > 0 && key.length <= KEY_LIMIT;
  if (!isText) throw invalidArgument('key', `must be a text of 1 to ${KEY_LIMIT} characters`, SOURCE);
  for (let index = 0; index < key.length; index += 1) {
    const code = key.charCodeAt(index);
    const letter = code | 0x20;
    const isAllowed = (letter >= 0x61 && letter <= 0x7a) || (code >= 0x30 && code <= 0x39) || code === 0x2d;
    if (!isAllowed) throw invalidArgument('key', 'must be letters, digits and -', SOURCE);
  }
}

function notStored(what: string, cause: unknown): Error {
  return cellularError('storage', `${what}: ${cause instanceof Error ? cause.message : String(cause)}`);
}
