function descend(depth: number): number {
  return 1 + descend(depth + 1);
}

/** Takes more stack than there is. */
export function start(): void {
  descend(0);
}
