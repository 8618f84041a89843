/** Of the SDK (8.2.3): `modules/crypt/digest` has typings that name no `process`, and `modules/crypt/etc/hmac.js` has none. */
declare module 'crypt' {
  export class Digest {
    constructor(algorithm: 'MD5' | 'SHA1' | 'SHA256');
    process(...data: readonly ArrayBuffer[]): ArrayBuffer;
  }
}

declare module 'hmac' {
  import type { Digest } from 'crypt';

  export default class HMAC {
    constructor(digest: Digest, key: ArrayBuffer);
    process(...data: readonly ArrayBuffer[]): ArrayBuffer;
  }
}
