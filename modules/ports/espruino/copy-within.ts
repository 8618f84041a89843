/**
 * Espruino's typed arrays have no `copyWithin`. The driver moves bytes towards the start only, which `set` does in the right
 * order.
 */
export function provideCopyWithin(): void {
  const prototype = Uint8Array.prototype as { copyWithin?: Uint8Array['copyWithin'] };
  if (prototype.copyWithin !== undefined) return;
  prototype.copyWithin = function (this: Uint8Array, target: number, start: number, end?: number): Uint8Array {
    this.set(this.subarray(start, end), target);
    return this;
  };
}
