/**
 * UTF-8 by hand: neither Moddable nor Espruino has TextEncoder. Not for the steady path, where text is kept as bytes.
 */

const REPLACEMENT = 0xfffd;

/** What XS has on Moddable beyond the standard. */
interface Conversions {
  readonly fromString?: (text: string) => ArrayBuffer;
  readonly fromArrayBuffer?: (bytes: ArrayBufferLike, start: number, byteLength: number) => string;
}

/**
 * A hundredth of the time that a loop over the characters takes on XS. The first one makes its result by what it is called on. Asked for
 * by name and never by a text: the SDK's linker takes out of the engine all functions of which no program has the name, and a call of
 * one ends the program (`dead strip`).
 */
const natively = { bytes: (ArrayBuffer as Conversions).fromString, text: (String as Conversions).fromArrayBuffer } as const;

/** The bytes of a text that is ASCII without U+0000, where the engine can tell at once; `undefined` where it can't, or it is not. */
function asciiBytes(text: string): Uint8Array | undefined {
  const bytes = natively.bytes === undefined ? undefined : new Uint8Array(natively.bytes.call(ArrayBuffer, text));
  return bytes?.length === text.length ? bytes : undefined;
}

/** The same the other way round: of all other bytes the text is shorter than they are, or there is none. */
function asciiText(bytes: Uint8Array, start: number, end: number): string | undefined {
  if (natively.text === undefined) return undefined;
  try {
    const text = natively.text.call(String, bytes.buffer, bytes.byteOffset + start, end - start);
    return text.length === end - start ? text : undefined;
  } catch {
    return undefined;
  }
}

/** Bytes that `text` takes as UTF-8. */
export function utf8Length(text: string): number {
  const units = text.length;
  if (asciiBytes(text) !== undefined) return units;
  let length = units;
  for (let index = 0; index < units; index += 1) {
    // Nearly all text is ASCII, and files are long.
    if (text.charCodeAt(index) < 0x80) continue;
    const code = codePointAt(text, index);
    if (code > 0xffff) index += 1;
    length += code < 0x800 ? 1 : 2;
  }
  return length;
}

/** Writes `text` as UTF-8 at `offset` of `target` and gives the offset behind it. Lone surrogates become U+FFFD. */
export function utf8Write(text: string, target: Uint8Array, offset: number): number {
  const ascii = asciiBytes(text);
  if (ascii !== undefined && offset + ascii.length <= target.length) {
    target.set(ascii, offset);
    return offset + ascii.length;
  }
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    // Nearly all text is ASCII.
    if (unit < 0x80) {
      target[offset++] = unit;
      continue;
    }
    const code = codePointAt(text, index);
    if (code < 0x800) {
      target[offset++] = 0xc0 | (code >> 6);
      target[offset++] = 0x80 | (code & 0x3f);
    } else if (code < 0x10000) {
      target[offset++] = 0xe0 | (code >> 12);
      target[offset++] = 0x80 | ((code >> 6) & 0x3f);
      target[offset++] = 0x80 | (code & 0x3f);
    } else {
      index += 1;
      target[offset++] = 0xf0 | (code >> 18);
      target[offset++] = 0x80 | ((code >> 12) & 0x3f);
      target[offset++] = 0x80 | ((code >> 6) & 0x3f);
      target[offset++] = 0x80 | (code & 0x3f);
    }
  }
  return offset;
}

/** `text` as UTF-8 bytes of its own. */
export function utf8Bytes(text: string): Uint8Array {
  const ascii = asciiBytes(text);
  if (ascii !== undefined) return ascii;
  const bytes = new Uint8Array(utf8Length(text));
  utf8Write(text, bytes, 0);
  return bytes;
}

/** The text that bytes `start` to `end` are as UTF-8; what is not UTF-8 becomes U+FFFD, one for each byte. */
export function utf8Text(bytes: Uint8Array, start: number, end: number): string {
  const ascii = asciiText(bytes, start, end);
  if (ascii !== undefined) return ascii;
  let text = '';
  let index = start;
  while (index < end) {
    const lead = bytes[index];
    // Nearly all text is ASCII.
    if (lead < 0x80) {
      text += String.fromCharCode(lead);
      index += 1;
      continue;
    }
    const size = sequenceLength(lead);
    const code = size === 0 || index + size > end ? -1 : decode(bytes, index, size);
    if (code < 0) {
      text += String.fromCharCode(REPLACEMENT);
      index += 1;
    } else {
      text += code < 0x10000 ? String.fromCharCode(code) : String.fromCharCode(0xd7c0 + (code >> 10), 0xdc00 + (code & 0x3ff));
      index += size;
    }
  }
  return text;
}

/** Bytes of the sequence that a byte above ASCII begins; 0 where none begins with it. */
function sequenceLength(lead: number): number {
  if (lead < 0xc2 || lead >= 0xf5) return 0;
  if (lead < 0xe0) return 2;
  return lead < 0xf0 ? 3 : 4;
}

/** The code point of two bytes or more, or -1 where they are no well-formed sequence. */
function decode(bytes: Uint8Array, index: number, size: number): number {
  let code = bytes[index] & (0x7f >> size);
  for (let behind = 1; behind < size; behind += 1) {
    const byte = bytes[index + behind];
    if ((byte & 0xc0) !== 0x80) return -1;
    code = (code << 6) | (byte & 0x3f);
  }
  const smallest = size === 2 ? 0x80 : size === 3 ? 0x800 : 0x10000;
  const isSurrogate = code >= 0xd800 && code < 0xe000;
  return code < smallest || code > 0x10ffff || isSurrogate ? -1 : code;
}

function codePointAt(text: string, index: number): number {
  const unit = text.charCodeAt(index);
  if (unit < 0xd800 || unit > 0xdfff) return unit;
  const next = index + 1 < text.length ? text.charCodeAt(index + 1) : 0;
  const isPair = unit < 0xdc00 && next >= 0xdc00 && next < 0xe000;
  return isPair ? 0x10000 + ((unit - 0xd800) << 10) + (next - 0xdc00) : REPLACEMENT;
}
