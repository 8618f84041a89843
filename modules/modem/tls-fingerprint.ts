import type { TlsFile } from './tls-options.js';

/** Where the modem keeps a few characters beyond a restart of the host, as in `Preference` of Moddable. What it throws is ignored. */
export interface ModemMemory {
  /** What was written last; empty or `undefined` where nothing was. */
  read(): string | undefined;
  write(text: string): void;
}

const PRIME = 0x01000193;
const STARTS = [0x811c9dc5, 0x2f0b4c47] as const;

/** Some twenty characters that are others for other files: FNV-1a, twice. Tells changes apart, and not forgeries. */
export function tlsFingerprint(files: readonly TlsFile[]): string {
  let fingerprint = '';
  for (let half = 0; half < STARTS.length; half += 1) {
    let hash: number = STARTS[half];
    for (let index = 0; index < files.length; index += 1) {
      hash = hashed(hashed(hash, files[index].type), files[index].text);
    }
    fingerprint += `${(hash >>> 0).toString(16)}.`;
  }
  return fingerprint;
}

/** With the length behind it, so that what moves from one text to the next is told, too. */
function hashed(start: number, text: string): number {
  let hash = start;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), PRIME);
  return Math.imul(hash ^ text.length, PRIME);
}
