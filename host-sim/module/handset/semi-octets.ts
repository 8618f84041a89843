/** Digits two to a byte, the first in the lower half and F for none behind the last (3GPP TS 23.040 §9.1.2.3, TS 31.102). */
export function semiOctets(digits: string, byteCount = Math.ceil(digits.length / 2)): Uint8Array {
  const bytes = new Uint8Array(byteCount).fill(0xff);
  for (let index = 0; index < digits.length; index += 1) {
    const half = parseInt(digits[index], 16);
    const at = index >> 1;
    bytes[at] = index % 2 === 0 ? 0xf0 | half : (half << 4) | (bytes[at] & 0x0f);
  }
  return bytes;
}

/** The reverse, up to the first F. */
export function semiOctetDigits(bytes: Uint8Array): string {
  let digits = '';
  for (const byte of bytes) digits += (byte & 0x0f).toString(16) + (byte >> 4).toString(16);
  const end = digits.indexOf('f');
  return end < 0 ? digits : digits.slice(0, end);
}

/** Upper-case hexadecimal digits, as AT commands have bytes. */
export function hexadecimalText(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).toUpperCase().padStart(2, '0');
  return text;
}

/** `undefined` where it is not pairs of hexadecimal digits. */
export function hexadecimalBytes(text: string): Uint8Array | undefined {
  if (text.length % 2 !== 0 || !/^[0-9a-f]*$/i.test(text)) return undefined;
  const bytes = new Uint8Array(text.length / 2);
  for (let index = 0; index < bytes.length; index += 1) bytes[index] = parseInt(text.slice(2 * index, 2 * index + 2), 16);
  return bytes;
}
