/** Rounds before the first measurement: caches fill, buffers take their places. */
export const WARM_UP = 20;
/** Of a path that is measured. */
export const ROUNDS = 50;
/** Messages that are to leave nothing behind. */
export const MANY = 10_000;
