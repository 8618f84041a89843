/** Names that are remembered at most: a node's sensors have some dozens of properties. */
const LIMIT = 64;

/**
 * The names of properties as bytes, made once for each: looking one up allocates nothing, and neither does writing it, while text is
 * looked at character by character, each in an object of its own on XS. Beyond the limit a name is made anew each time.
 */
export class RememberedNames {
  readonly #bytesOf: (name: string) => Uint8Array;
  readonly #names: string[] = [];
  readonly #bytes: Uint8Array[] = [];

  constructor(bytesOf: (name: string) => Uint8Array) {
    this.#bytesOf = bytesOf;
  }

  /** Gives the offset behind the name, which is written where there is room for it. */
  write(name: string, target: Uint8Array, offset: number): number {
    return writeBytes(this.bytes(name), target, offset);
  }

  /** The bytes of a name, which are not to be written to. */
  bytes(name: string): Uint8Array {
    const place = this.#names.indexOf(name);
    return place < 0 ? this.#made(name) : this.#bytes[place];
  }

  #made(name: string): Uint8Array {
    const bytes = this.#bytesOf(name);
    if (this.#names.length < LIMIT) {
      this.#names.push(name);
      this.#bytes.push(bytes);
    }
    return bytes;
  }
}

/** Gives the offset behind the bytes, which are written where there is room for them. */
export function writeBytes(bytes: Uint8Array, target: Uint8Array, offset: number): number {
  const end = offset + bytes.length;
  if (end <= target.length) target.set(bytes, offset);
  return end;
}

/** The same for a part of `source`; byte by byte, because `set` would want a view, and that is allocated. */
export function copyBytes(source: Uint8Array, start: number, end: number, target: Uint8Array, offset: number): number {
  for (let index = start; index < end; index += 1) target[offset++] = source[index];
  return offset;
}
