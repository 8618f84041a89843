/**
 * What the store is made of, besides what encodings and platforms are. The core has it all; the store is a module of its own, and takes it
 * from there.
 */
export { bytesOf, type ByteBuffer } from '../base/byte-buffer.js';
export { checkMethods } from '../base/checks.js';
export { cellularError, invalidArgument } from '../base/errors.js';
export { utf8Bytes, utf8Text } from '../base/utf8.js';
export type { HostMemory } from '../ports/host-memory.js';
export { crc32 } from '../telemetry/journal/crc32.js';
