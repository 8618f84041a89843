/** `cellnode/cbor`: readings as CBOR, for programs that import it. */
export { cbor, CborEncoding } from './encodings/cbor.js';
