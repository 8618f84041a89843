/** cellnode for Espruino: everything, with the ports of Espruino's UART and timers. */
import { provideCopyWithin } from './ports/espruino/copy-within.js';

provideCopyWithin();

export * from './index.js';
export { EspruinoSerial } from './ports/espruino/serial.js';
export { EspruinoTime } from './ports/espruino/time.js';
