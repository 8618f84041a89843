import type { Profile } from '../module/profile.js';

const ENDS = { crlf: '\r\n', crcrlf: '\r\r\n', lf: '\n' } as const;

/** A character for each byte. */
export function bytesOf(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) bytes[index] = text.charCodeAt(index);
  return bytes;
}

/** A line as the module says it now, and what stands in lines below it. */
export function framed(profile: Profile, ...lines: readonly string[]): Uint8Array {
  const end = ENDS[profile.lineEnding];
  return bytesOf(end + lines.map((line) => line + end).join(''));
}
