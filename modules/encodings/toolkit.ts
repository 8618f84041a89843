/**
 * What an encoding is made of. The core has it, for JSON; the other encodings come with the package as modules of their own, and take
 * it from there, as an encoding of one's own may.
 */
export { utf8Bytes, utf8Length, utf8Write } from '../base/utf8.js';
export { ALONE, type Encoding, type EncodingMaker, type Reading } from './encoding.js';
export type { ObjectPieces, PropertyPlace } from './object-pieces.js';
export { writeNumber } from './number-text.js';
export { copyBytes, RememberedNames, writeBytes } from './remembered-names.js';
export { checkDepth, checkFinite, checkRoom, isWritten, unwritable, represented } from './values.js';
