/**
 * As tests/xs/meter/machine/rounds.ts, but few, as an instruction is counted exactly and the heap is looked at on the PC: as many as
 * fill a window.
 */
export const WARM_UP = 10;
export const ROUNDS = 10;
export const MANY = 20;
