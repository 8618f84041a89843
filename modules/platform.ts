/** `cellnode/platform`: what platforms are made of, and one of your own may be. */
export { FlatEncoding, type ValueForm } from './platforms/parts/flat-encoding.js';
export { checkLimits, checkText, type Limits } from './platforms/parts/limits.js';
export {
  find, outcomeText, PlatformCommands, textOf, valueAt, type CommandOutcome, type OutcomeListener,
} from './platforms/parts/platform-commands.js';
export { PlatformMessages } from './platforms/parts/platform-messages.js';
export { isSame } from './platforms/parts/same-bytes.js';
export { base64, base64Bytes, hex, percent } from './platforms/parts/text-forms.js';
export { checkDigest, hmacBase64, hmacHex, secondsOf } from './platforms/parts/signed.js';
export { unitOf } from './platforms/parts/sensor-units.js';
