/** The serial class of the ESP32 and of Zephyr, which serves as it is. */
export { default } from 'embedded:io/serial';
