import type { KeyValueDirectory, KeyValueStorage } from '../../modules/ports/key-value.js';
import type { FlashPower } from '../flash/flash-power.js';

/** What a storage does to the value that is being replaced. */
export type Replacing =
  /** The old one stays until the new one is whole: what Espressif says of NVS. */
  | 'whole'
  /** The old one goes first, then the new one is written where there was nothing: Espruino's `Storage`. */
  | 'erases-first'
  /** The new one is written over the old one, byte by byte. */
  | 'in-place';

/** How a simulated storage behaves. */
export interface SimulatedStorageOptions {
  /** `whole` by default. */
  readonly replacing?: Replacing;
  /** Fails when it is told to: each write spends two operations, the erase and the write; never by default. */
  readonly power?: FlashPower;
  /** Whether a key that is not there is refused with an error, as by Zephyr's; `false` by default. */
  readonly throwsWhereAbsent?: boolean;
}

const ERASED = 255;

/** Values in memory, under a supply that may fail: `{ io: storage }`. It keeps what it holds when it is opened again. */
export class SimulatedStorage implements KeyValueDirectory, KeyValueStorage {
  /** What is stored, for tests to look at and to let rot. */
  readonly values = new Map<string, Uint8Array>();
  readonly #replacing: Replacing;
  readonly #power: FlashPower | undefined;
  readonly #throwsWhereAbsent: boolean;
  #writes = 0;

  constructor({ replacing = 'whole', power, throwsWhereAbsent = false }: SimulatedStorageOptions = {}) {
    this.#replacing = replacing;
    this.#power = power;
    this.#throwsWhereAbsent = throwsWhereAbsent;
  }

  /** Writes so far. */
  get writes(): number {
    return this.#writes;
  }

  /** For a specifier. */
  open(): KeyValueStorage {
    return this;
  }

  /** A copy of what is there. */
  read(key: string): Uint8Array | undefined {
    this.#power?.check();
    const value = this.values.get(key);
    if (value === undefined && this.#throwsWhereAbsent) throw new Error('setting error');
    return value?.slice();
  }

  /** In the way that the options say. */
  write(key: string, value: Uint8Array): void {
    this.#power?.check();
    this.#writes += 1;
    const old = this.values.get(key) ?? new Uint8Array(0);
    if (this.#replacing === 'erases-first') this.#spend(old.slice(), new Uint8Array(0), () => void this.values.delete(key));
    const stored = new Uint8Array(value.length).fill(ERASED);
    if (this.#replacing === 'in-place') stored.set(old.subarray(0, value.length));
    if (this.#replacing !== 'whole') this.values.set(key, stored);
    this.#spend(stored, value, () => void this.values.set(key, value.slice()));
  }

  /** What is stored stays. */
  close(): void {}

  #spend(stored: Uint8Array, wanted: Uint8Array, complete: () => void): void {
    if (this.#power === undefined) complete();
    else this.#power.spend({ kind: 'write', stored, wanted }, complete);
  }
}
