import { createHash, createHmac } from 'node:crypto';
import type { Digest } from '../../modules/ports/digest.js';

/** Node's own digests, for a node that runs on it. */
export const nodeDigest: Digest = {
  hash: (algorithm, data) => new Uint8Array(createHash(algorithm).update(data).digest()),
  hmac: (algorithm, key, data) => new Uint8Array(createHmac(algorithm, key).update(data).digest()),
};
