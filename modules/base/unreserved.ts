/**
 * Whether a text holds nothing but ASCII letters, digits and `-_.!~*'()`, as nearly all names and addresses do. Natively: a loop over
 * the characters takes XS fifty times as long.
 */
export function isUnreserved(text: string): boolean {
  try {
    return encodeURIComponent(text) === text;
  } catch {
    // Half of a surrogate pair can't be encoded.
    return false;
  }
}
