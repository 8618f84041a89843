import { utf8Bytes } from '../base/utf8.js';
import type { TlsFile } from './tls-options.js';

/** Characters that are added in one turn, which the receive FIFO waits for. */
const AT_ONCE = 64;
/** Fills up the last word of a slice. */
const FILLING = '   ';
/** Of CRC-32; the checksum is a polynomial over words as a CRC is one over bits. */
const POLYNOMIAL = 0x04c11db7;

/**
 * Gives `onEnd` some ten characters that are others for other files: a checksum. It tells changes apart, and not forgeries. `later`
 * calls back from a turn of its own: XS finds a character by counting from the text's first, so slices become bytes natively.
 */
export function fingerprintFiles(
  files: readonly TlsFile[],
  later: (then: () => void) => void,
  onEnd: (fingerprint: string) => void,
): void {
  let checksum = 1;
  let index = 0;
  let offset = 0;
  const addNext = (): void => {
    if (index === files.length) return onEnd(`${checksum}`);
    const { type, text } = files[index];
    // XS counts it.
    const { length } = text;
    // With the length, so that what moves from one text to the next is told, too.
    if (offset === 0) checksum = added(checksum, `${type} ${length}`);
    checksum = added(checksum, text.slice(offset, offset + AT_ONCE));
    offset += AT_ONCE;
    if (offset >= length) {
      offset = 0;
      index += 1;
    }
    later(addNext);
  };
  addNext();
}

/** The checksum with `slice` behind it. */
function added(start: number, slice: string): number {
  const bytes = utf8Bytes(`${slice}${FILLING}`);
  const words = new Int32Array(bytes.buffer, 0, bytes.length >> 2);
  const { length } = words;
  let checksum = start;
  for (let index = 0; index < length; index += 1) checksum = (checksum << 1) ^ ((checksum >> 31) & POLYNOMIAL) ^ words[index];
  // It may have been of a key.
  words.fill(0);
  return checksum;
}
