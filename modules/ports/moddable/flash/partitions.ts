/** The flash partitions of the ESP32 and of Zephyr, which serve as they are. */
export { default } from 'embedded:storage/flash';
