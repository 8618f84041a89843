/** Where dates come from. */
export interface Clock {
  /** UTC in milliseconds since 1970, `undefined` while it is not known. */
  now(): number | undefined;
}
