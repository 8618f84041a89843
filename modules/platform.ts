/** `cellnode/platform`: what platforms are made of, and one of your own may be. */
export { FlatEncoding, type ValueForm } from './platforms/parts/flat-encoding.js';
export { checkLimits, checkText, type Limits } from './platforms/parts/limits.js';
export {
  find, outcomeText, PlatformCommands, textOf, valueAt, wrapped, type CommandOutcome, type OutcomeListener,
} from './platforms/parts/platform-commands.js';
export { PlatformMessages } from './platforms/parts/platform-messages.js';
export { isSame } from './platforms/parts/same-bytes.js';
export { base64, base64Bytes, hex, percent } from './platforms/parts/text-forms.js';
export { checkDigest, hashHex, hmacBase64, hmacHex, secondsOf } from './platforms/parts/signed.js';
export { unitOf } from './platforms/parts/sensor-units.js';
export { ShapedPlatform, type IncomingForm, type MessageForm, type PlatformShape, type ReportForm } from './platforms/parts/shaped-platform.js';
export { PropertyEncoding, type ReadingForm } from './platforms/parts/property-encoding.js';
export { fill } from './platforms/parts/text-template.js';
export { utcHour, writeUtc } from './platforms/parts/calendar.js';
