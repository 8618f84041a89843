/** By its name in Moddable's `crypt`. */
export type DigestAlgorithm = 'MD5' | 'SHA1' | 'SHA256';

/** What the host signs with: its own, native functions. */
export interface Digest {
  /** The digest of `data`: 16, 20 or 32 bytes. */
  hash(algorithm: DigestAlgorithm, data: Uint8Array): Uint8Array;
  /** HMAC (RFC 2104). */
  hmac(algorithm: DigestAlgorithm, key: Uint8Array, data: Uint8Array): Uint8Array;
}
