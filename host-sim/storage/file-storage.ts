import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { KeyValueDirectory, KeyValueStorage } from '../../modules/ports/key-value.js';

/** What a value is in before it has its name. */
const DRAFT = '.new';

/** Where the files are. */
export interface FileStorageOptions {
  /** A folder, which is made where there is none; each key is a file in it, which nobody else may read. */
  readonly path: string;
}

/**
 * Values in files, for a node on Node.js: `{ io: fileStorage, path: 'node-1.store' }`. A value is written beside the old one, and takes its
 * name when it is on the disk, as far as the operating system tells: POSIX `rename` leaves one or the other.
 */
export const fileStorage: KeyValueDirectory = { open: (options: FileStorageOptions) => new FileStorage(options) };

class FileStorage implements KeyValueStorage {
  readonly #folder: string;

  constructor({ path }: FileStorageOptions) {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    this.#folder = path;
  }

  read(key: string): Uint8Array | undefined {
    const path = join(this.#folder, key);
    return existsSync(path) ? new Uint8Array(readFileSync(path)) : undefined;
  }

  write(key: string, value: Uint8Array): void {
    const path = join(this.#folder, key);
    const draft = openSync(path + DRAFT, 'w', 0o600);
    try {
      for (let written = 0; written < value.length;) written += writeSync(draft, value, written);
      fsyncSync(draft);
    } finally {
      closeSync(draft);
    }
    renameSync(path + DRAFT, path);
    // The name is the folder's, which is another file. Windows opens none.
    if (process.platform !== 'win32') synchronise(this.#folder);
  }

  close(): void {}
}

function synchronise(folder: string): void {
  const file = openSync(folder, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
