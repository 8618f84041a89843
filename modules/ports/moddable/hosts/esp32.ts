import Serial from 'embedded:io/serial';
import type { SerialClass } from '../../serial.js';

/** The serial class of the ESP32 and of Zephyr, which serves as it is. So typed, a program finds it without the SDK's typings. */
export default Serial as SerialClass;
