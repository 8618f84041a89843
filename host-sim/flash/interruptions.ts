import type { FlashOperation, Interruption } from './flash-power.js';

/** The first `count` bytes are as wanted, the others as before; all of them when it has so many. */
export function afterBytes(count: number): Interruption {
  return ({ stored, wanted }) => stored.set(wanted.subarray(0, count));
}

/**
 * The first `count` bytes are as wanted, and the next one is under way: of the bits that change, those in `mask` have. A write
 * and an erase change bits in one direction only.
 */
export function withinByte(count: number, mask: number): Interruption {
  return (operation) => {
    afterBytes(count)(operation);
    const { stored, wanted } = operation;
    if (count < stored.length) stored[count] ^= (stored[count] ^ wanted[count]) & mask;
  };
}

/** An erase begins by clearing every bit, so that all cells wear alike. */
export const cleared: Interruption = ({ stored }) => void stored.fill(0);

/** Every bit is what it was or what it is to be, as `random` (0 up to, not including, 1) has it; an erase may also clear it. */
export function indeterminate(random: () => number): Interruption {
  const byte = (): number => Math.floor(random() * 256);
  return ({ kind, stored, wanted }: FlashOperation) => {
    for (let index = 0; index < stored.length; index += 1) {
      const changed = stored[index] ^ ((stored[index] ^ wanted[index]) & byte());
      stored[index] = kind === 'erase' ? changed & (byte() | byte()) : changed;
    }
  };
}
