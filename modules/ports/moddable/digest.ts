/** `cellnode/digest`: Moddable's own digests, in C. */
import { Digest as Crypt } from 'crypt';
import HMAC from 'hmac';
import type { Digest } from '../digest.js';

export const digest: Digest = {
  hash(algorithm, data) {
    return new Uint8Array(new Crypt(algorithm).process(bufferOf(data)));
  },
  hmac(algorithm, key, data) {
    return new Uint8Array(new HMAC(new Crypt(algorithm), bufferOf(key)).process(bufferOf(data)));
  },
};

/** What `crypt` takes is a whole buffer. */
function bufferOf({ buffer, byteOffset, byteLength }: Uint8Array): ArrayBuffer {
  return (buffer as ArrayBuffer).slice(byteOffset, byteOffset + byteLength);
}
