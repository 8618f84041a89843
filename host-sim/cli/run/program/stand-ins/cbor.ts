export * from '../../../../../modules/encodings/cbor.js';
