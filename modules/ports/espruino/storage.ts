import type { KeyValueDirectory, KeyValueStorage } from '../key-value.js';

/** Espruino's library `Storage` (2v29), as far as it is used. */
export interface EspruinoStorageLibrary {
  /** On a chip a view of the flash itself. */
  readArrayBuffer(name: string): ArrayBuffer | undefined;
  /** Erases the file of that name before it writes the new one. */
  write(name: string, data: ArrayBuffer | Uint8Array): boolean;
}

/** The properties of a `{io: espruinoStorage, …}` specifier. */
export interface EspruinoStorageOptions {
  /** `require('Storage')`. */
  readonly library: EspruinoStorageLibrary;
  /** What the names of the files begin with: a name has at most 28 characters. */
  readonly path: string;
}

/** Files of Espruino's: `{ io: espruinoStorage, library: require('Storage') }`. */
export const espruinoStorage: KeyValueDirectory = { open: (options: EspruinoStorageOptions) => new EspruinoStorage(options) };

class EspruinoStorage implements KeyValueStorage {
  readonly #library: EspruinoStorageLibrary;
  readonly #path: string;

  constructor({ library, path }: EspruinoStorageOptions) {
    this.#library = library;
    this.#path = path;
  }

  read(key: string): ArrayBuffer | undefined {
    return this.#library.readArrayBuffer(`${this.#path}.${key}`);
  }

  write(key: string, value: Uint8Array): void {
    if (!this.#library.write(`${this.#path}.${key}`, value)) throw new Error('Storage is full');
  }

  close(): void {}
}
