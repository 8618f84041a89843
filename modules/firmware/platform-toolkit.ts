/**
 * What platforms are made of, besides what encodings are. The core has it all; a platform is a module of its own, and takes it from there.
 */
export { writeDecimal } from '../base/decimal.js';
export { invalidArgument } from '../base/errors.js';
export { refuseUnknownOptions } from '../base/checks.js';
export { json } from '../encodings/json.js';
export { utf8Text } from '../base/utf8.js';
export { JsonReader } from '../telemetry/commands/json-reader.js';
