/** For `parse` of a command: the value, where it is a whole number within its bounds. Throws an error that says what it must be. */
export function wholeNumber(value: unknown, minimum: number, maximum: number): number {
  if (typeof value === 'number' && value >= minimum && value <= maximum && value === Math.floor(value)) return value;
  throw new Error(`must be a whole number from ${minimum} to ${maximum}`);
}
