/**
 * NOR flash as the ECMA-419 storage pattern has it, and `embedded:storage/flash` of the Moddable SDK: a write only clears bits,
 * and only an erase, of a whole block, sets them.
 */
export interface Flash {
  /** Fills `target` with what is stored from `byteOffset` on. */
  read(target: Uint8Array, byteOffset: number): unknown;
  /**
   * Clears the bits that are 0 in `source`. Offset and length are multiples of {@link FlashStatus.writeAlign}. Power may fail
   * after any byte of it.
   */
  write(source: Uint8Array, byteOffset: number): void;
  /** Sets every bit of a block, whose number counts from 0. When power fails meanwhile, its bits may be anything. */
  eraseBlock(block: number): void;
  /** How the flash is laid out. */
  status(): FlashStatus;
  /** What is stored stays. */
  close(): void;
}

/** What a flash says of itself. */
export interface FlashStatus {
  /** Bytes of a block, the unit that is erased; 4096 as a rule. */
  readonly blockLength: number;
  /** How many there are. */
  readonly blocks: number;
  /** What a write is aligned to, in bytes; 1 where absent. */
  readonly writeAlign?: number;
  /** What an erased byte reads as; 255 where absent. */
  readonly eraseValue?: number;
}

/** The class of a flash region, as ECMA-419's flash has it. */
export interface FlashStorage {
  /** Takes properties that only the specifier's maker knows: `path`, the name of a partition. */
  open(options: never): Flash;
}

/** The ECMA-419 way to hand over a piece of flash: who opens it, and the properties for it. */
export interface FlashSpecifier {
  /** What opens it, with the specifier's other properties. */
  readonly io: FlashStorage;
  readonly [property: string]: unknown;
}
