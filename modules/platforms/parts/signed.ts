import { utf8Bytes } from '../../encodings/toolkit.js';
import { invalidArgument } from '../../firmware/platform-toolkit.js';
import type { Clock } from '../../ports/clock.js';
import type { Digest, DigestAlgorithm } from '../../ports/digest.js';
import { base64, hex } from './text-forms.js';

/** Throws `invalid-argument` for what is no {@link Digest}. */
export function checkDigest(digest: Digest | undefined): Digest {
  if (typeof digest?.hmac === 'function' && typeof digest.hash === 'function') return digest;
  throw invalidArgument('digest', "must be the host's, such as digest from cellnode/digest", 'docs/platforms.md');
}

/** Digest of `text` in hexadecimal digits. */
export function hashHex(digest: Digest, algorithm: DigestAlgorithm, text: string): string {
  return hex(digest.hash(algorithm, utf8Bytes(text)));
}

/** HMAC of `text` in hexadecimal digits. */
export function hmacHex(digest: Digest, algorithm: DigestAlgorithm, key: Uint8Array, text: string): string {
  return hex(digest.hmac(algorithm, key, utf8Bytes(text)));
}

/** The same in Base64. */
export function hmacBase64(digest: Digest, algorithm: DigestAlgorithm, key: Uint8Array, text: string): string {
  return base64(digest.hmac(algorithm, key, utf8Bytes(text)));
}

/** Seconds since 1970; `undefined` as long as the clock is not known. */
export function secondsOf({ now }: Clock): number | undefined {
  const utc = now();
  return utc === undefined ? undefined : Math.floor(utc / 1000);
}
