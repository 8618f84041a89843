/** cellnode for Moddable: everything, with the ports of Moddable's timers. `embedded:io/serial` of the ESP32 serves as it is. */
export * from './index.js';
export { ModdableTime } from './ports/moddable/time.js';
