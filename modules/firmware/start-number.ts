const LARGEST = 2147483647;

/**
 * A number by which this start differs from all others: chance, which the chip draws by its hardware, and the clock where it is known. So
 * neither a generator that begins alike in each start nor a clock that does makes two of them the same.
 */
export function startNumber(random: () => number, utc: number | undefined): number {
  const drawn = Math.floor(random() * LARGEST);
  const clock = utc === undefined ? 0 : Math.floor(utc) % LARGEST;
  return (drawn ^ clock) || 1;
}
