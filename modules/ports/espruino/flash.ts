import type { Flash, FlashStatus, FlashStorage } from '../flash.js';

/** Espruino's library `Flash` (2v29), as far as it is used. Addresses count from the beginning of the chip's flash. */
export interface EspruinoFlashLibrary {
  read(byteLength: number, address: number): Uint8Array;
  write(data: Uint8Array, address: number): void;
  /** Erases the page that the address lies in. */
  erasePage(address: number): void;
  getPage(address: number): { readonly addr: number; readonly length: number } | undefined;
}

/** The properties of a `{io: espruinoFlash, …}` specifier. */
export interface EspruinoFlashOptions {
  /** `require('Flash')`. */
  readonly library: EspruinoFlashLibrary;
  /** Of the first page: one of those that `library.getFree()` names. Whatever else lies there is erased. */
  readonly address: number;
  readonly blocks: number;
}

/** Pages of Espruino's flash: `{ io: espruinoFlash, library: require('Flash'), address, blocks }`. */
export const espruinoFlash: FlashStorage = { open: (options: EspruinoFlashOptions) => new EspruinoFlash(options) };

/** A read makes an array each time: the library has no other. */
class EspruinoFlash implements Flash {
  readonly #library: EspruinoFlashLibrary;
  readonly #address: number;
  readonly #status: FlashStatus;

  constructor({ library, address, blocks }: EspruinoFlashOptions) {
    const page = library.getPage(address);
    // An address within a page, or outside of all flash, would have the journal erase what it does not own.
    const blockLength = page !== undefined && page.addr === address ? page.length : 0;
    this.#library = library;
    this.#address = address;
    this.#status = { blockLength, blocks: blockLength === 0 ? 0 : blocks, writeAlign: 4 };
  }

  read(target: Uint8Array, byteOffset: number): void {
    target.set(this.#library.read(target.length, this.#address + byteOffset));
  }

  write(source: Uint8Array, byteOffset: number): void {
    this.#library.write(source, this.#address + byteOffset);
  }

  eraseBlock(block: number): void {
    this.#library.erasePage(this.#address + block * this.#status.blockLength);
  }

  status(): FlashStatus {
    return this.#status;
  }

  close(): void {}
}
