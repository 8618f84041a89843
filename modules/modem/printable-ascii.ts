/** Characters that are looked at together: the copies natively made of them take less than 10 kB. */
const LOOKED_AT_ONCE = 2048;
/** How the escapes of control characters begin, and of bytes with which UTF-8 begins what is not ASCII. */
const REFUSED = ['%0', '%1', '%7F', '%C', '%D', '%E', '%F'] as const;

/**
 * Whether `text` is ASCII, without control characters but line ends. Natively: XS finds each character by counting from the
 * first, so a loop over the characters of a file of 8 kB would stop it for seconds.
 */
export function isPrintableAscii(text: string): boolean {
  try {
    for (let start = 0; start < text.length; start += LOOKED_AT_ONCE) {
      const lines = text.slice(start, start + LOOKED_AT_ONCE);
      const encoded = encodeURIComponent(lines.replaceAll('\n', '').replaceAll('\r', ''));
      for (let index = 0; index < REFUSED.length; index += 1) if (encoded.indexOf(REFUSED[index]) >= 0) return false;
    }
    return true;
  } catch {
    // Half of a surrogate pair can't be encoded.
    return false;
  }
}
