/** Stands for one hidden byte until a text is shown; no byte has this code. */
const HIDDEN = '•';
const CUT = '…';

/** One character for each byte, so that positions in text and bytes are the same. */
export function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}

/** The text with characters `start` to `end` hidden. */
export function hidden(text: string, start: number, end: number): string {
  return text.slice(0, start) + HIDDEN.repeat(end - start) + text.slice(end);
}

/** Escapes what a terminal would not print, and says of what is hidden not even how long it is. */
export function printable(text: string): string {
  return Array.from(text, escaped).join('').replace(/•+/g, '•••');
}

/** The first characters, fit to be shown. */
export function preview(text: string, limit: number): string {
  return printable(text.length > limit ? text.slice(0, limit) + CUT : text);
}

/** What is shown for bytes that are not. */
export function byteCount(count: number | string): string {
  return `‹${count} ${count === 1 ? 'byte' : 'bytes'}›`;
}

function escaped(character: string): string {
  if (character === '\r') return '\\r';
  if (character === '\n') return '\\n';
  const code = character.charCodeAt(0);
  const isPrintable = (code >= 0x20 && code < 0x7f) || code > 0xff;
  return isPrintable ? character : `\\x${code.toString(16).padStart(2, '0')}`;
}
