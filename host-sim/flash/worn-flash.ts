import { NorFlash } from './nor-flash.js';

/**
 * NOR flash whose cells wear out, at any time: one that stays 0 whatever erases it, one that stays 1 whatever is written, a block
 * that nothing erases any more. As on the real one nothing says so: it is seen when it is read.
 */
export class WornFlash extends NorFlash {
  /** By byte: the bits that stay 0. */
  readonly #zeros = new Map<number, number>();
  readonly #ones = new Map<number, number>();
  readonly #unerasable = new Set<number>();

  /** From now on the bits in `mask` are `level`, whatever is done to them. */
  wear(byteOffset: number, mask: number, level: 0 | 1): void {
    const cells = level === 0 ? this.#zeros : this.#ones;
    cells.set(byteOffset, (cells.get(byteOffset) ?? 0) | mask);
    this.#settle(byteOffset);
  }

  /** From now on the block stays as it is when it is erased. */
  wearOut(block: number): void {
    this.#unerasable.add(block);
  }

  override write(source: Uint8Array, byteOffset: number): void {
    // Flash that is young is written as often as all else is done.
    if (this.#zeros.size === 0 && this.#ones.size === 0) return super.write(source, byteOffset);
    super.write(source.map((byte, index) => byte & ~(this.#zeros.get(byteOffset + index) ?? 0)), byteOffset);
    this.#settleAll();
  }

  override eraseBlock(block: number): void {
    if (this.#unerasable.has(block)) this.erases[block] += 1;
    else super.eraseBlock(block);
    this.#settleAll();
  }

  #settleAll(): void {
    for (const byteOffset of this.#zeros.keys()) this.#settle(byteOffset);
    for (const byteOffset of this.#ones.keys()) this.#settle(byteOffset);
  }

  #settle(byteOffset: number): void {
    this.bytes[byteOffset] = (this.bytes[byteOffset] & ~(this.#zeros.get(byteOffset) ?? 0)) | (this.#ones.get(byteOffset) ?? 0);
  }
}
