import type { TlsFile } from './tls-options.js';

/** Both factors are primitive roots of it, and no product exceeds what a number holds exactly. */
const MODULUS = 2147483647;
const FACTORS = [16807, 48271] as const;

/** Some twenty characters that are others for other files: two checksums. Tells changes apart, and not forgeries. */
export function tlsFingerprint(files: readonly TlsFile[]): string {
  let fingerprint = '';
  for (let half = 0; half < FACTORS.length; half += 1) {
    let sum = 1;
    for (let index = 0; index < files.length; index += 1) {
      sum = continued(continued(sum, files[index].type, FACTORS[half]), files[index].text, FACTORS[half]);
    }
    fingerprint += `${sum}.`;
  }
  return fingerprint;
}

/** With the length behind it, so that what moves from one text to the next is told, too. */
function continued(start: number, text: string, factor: number): number {
  let sum = start;
  for (let index = 0; index < text.length; index += 1) sum = (sum * factor + text.charCodeAt(index)) % MODULUS;
  return (sum * factor + text.length) % MODULUS;
}
