/**
 * `cellnode/fibocom`: the command table of Fibocom's modules, one typed row a command and a URC, and what reads and writes the
 * lines that it describes. For whatever speaks AT to such a module or in its place: simulators, decoders, testers.
 */
export * from './base/ascii.js';
export { commandName, type Form } from './at/command-name.js';
export { writeFields } from './at/send/writer.js';
export { command, type Command, type Completion, type PromptedData, type Reply, type Urc } from './at/command.js';
export { FieldReader } from './at/line/field-reader.js';
export * from './at/field.js';
export { labelEnd } from './at/line/label.js';
export { finalResult, NOT_FINAL } from './at/line/final-result.js';
export { type LineTable, nameEnd, nameTable, type NameTable } from './at/line/names.js';
export type { Ring } from './at/line/ring.js';
export type { SlicedBuffer } from './at/send/sliced-buffer.js';
export type { Pieces, Slices } from './at/send/slices.js';
export { utf8Bytes, utf8Length, utf8Text, utf8Write } from './base/utf8.js';
export * from './cellular/device.js';
export { hasRightCheckDigit } from './cellular/identity.js';
export * from './cellular/network.js';
export * from './cellular/signal.js';
export * from './cellular/sim.js';
export { standardCommands, standardUrcs } from './cellular/table.js';
export * from './cellular/urcs.js';
export * from './fibocom/causes.js';
export * from './fibocom/device.js';
export { fibocom } from './fibocom/dialect.js';
export * from './fibocom/mqtt.js';
export * from './fibocom/network.js';
export { commands, urcs } from './fibocom/table.js';
export * from './fibocom/tls.js';
export * from './fibocom/urcs.js';
