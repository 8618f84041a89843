import { invalidArgument } from '../../firmware/platform-toolkit.js';

const HEX = '0123456789abcdef';
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
/** What RFC 3986 §2.3 leaves as it is, besides letters and digits. */
const UNRESERVED = '-._~';

/** Two lower-case digits a byte. */
export function hex(bytes: Uint8Array): string {
  let text = '';
  for (let index = 0; index < bytes.length; index += 1) text += HEX.charAt(bytes[index] >> 4) + HEX.charAt(bytes[index] & 15);
  return text;
}

/** RFC 4648 §4, with its `=`. */
export function base64(bytes: Uint8Array): string {
  let text = '';
  for (let index = 0; index < bytes.length; index += 3) {
    const left = bytes.length - index;
    const bits = (bytes[index] << 16) | ((left > 1 ? bytes[index + 1] : 0) << 8) | (left > 2 ? bytes[index + 2] : 0);
    text += BASE64.charAt(bits >> 18) + BASE64.charAt((bits >> 12) & 63);
    text += left > 1 ? BASE64.charAt((bits >> 6) & 63) : '=';
    text += left > 2 ? BASE64.charAt(bits & 63) : '=';
  }
  return text;
}

/** The bytes that a text in Base64 is. Throws `invalid-argument`, which names the option and not what is in it, for one that is none. */
export function base64Bytes(name: string, text: unknown): Uint8Array {
  const length = typeof text === 'string' ? text.length : 0;
  const padding = length === 0 ? 0 : (text as string).charAt(length - 2) === '=' ? 2 : (text as string).charAt(length - 1) === '=' ? 1 : 0;
  if (length === 0 || length % 4 !== 0) throw noBase64(name);
  const bytes = new Uint8Array((length / 4) * 3 - padding);
  let bits = 0;
  for (let index = 0; index < length; index += 1) {
    const digit = index < length - padding ? BASE64.indexOf((text as string).charAt(index)) : 0;
    if (digit < 0) throw noBase64(name);
    bits = (bits << 6) | digit;
    if (index % 4 !== 3) continue;
    const at = ((index - 3) / 4) * 3;
    bytes[at] = bits >> 16;
    bytes[at + 1] = bits >> 8;
    bytes[at + 2] = bits;
    bits = 0;
  }
  return bytes;
}

/** As `encodeURIComponent`, but for `!'()*`, which are escaped, too. ASCII only. */
export function percent(text: string): string {
  let escaped = '';
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    const letter = code | 0x20;
    const isPlain = (letter >= 0x61 && letter <= 0x7a) || (code >= 0x30 && code <= 0x39) || UNRESERVED.indexOf(text.charAt(index)) >= 0;
    escaped += isPlain ? text.charAt(index) : `%${(HEX.charAt(code >> 4) + HEX.charAt(code & 15)).toUpperCase()}`;
  }
  return escaped;
}

function noBase64(name: string): Error {
  return invalidArgument(name, 'must be Base64, as the console shows it', 'docs/platforms.md');
}
