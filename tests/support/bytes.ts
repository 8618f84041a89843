/** Bytes and text on any engine: Node's Buffer is on none of the devices. */

const encoder = new TextEncoder();
// A byte order mark at the start of a payload is payload.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Arguments that a call may have on every engine. */
const ARGUMENTS = 256;

export function utf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/** A payload as text. */
export function text(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

/** A character for each byte. */
export function latin1(bytes: Uint8Array): string {
  let characters = '';
  for (let start = 0; start < bytes.length; start += ARGUMENTS) {
    characters += String.fromCharCode(...bytes.subarray(start, start + ARGUMENTS));
  }
  return characters;
}

/** Two digits for each byte. */
export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
