import type { SerialClass } from '../../../../../modules/ports/serial.js';
import { desk } from '../desk.js';

/** `embedded:io/serial` and `cellnode/serial`. */
export default desk().Serial satisfies SerialClass;
