const kept: Uint8Array[] = [];

/** Takes more than there is. */
export function start(): void {
  for (;;) kept.push(new Uint8Array(1000));
}
