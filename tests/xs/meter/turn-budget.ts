/**
 * How long a turn may take, so that the UART's receive FIFO does not overrun meanwhile, and what turns are held to.
 *
 * - The UART is Moddable's `embedded:io/serial` on an ESP32, which leaves the FIFO's threshold at the register's value after a reset
 *   (ESP32 Technical Reference Manual, UART_CONF1_REG): it tells of bytes when 96 of the FIFO's 128 are filled. The interrupt posts
 *   a message to the machine, and the message calls back.
 * - A turn may have begun just before. It must be over, and the FIFO read, when the remaining 32 bytes are filled as well. The
 *   serial callback begins with the read. A program's own turn in between takes from the same time.
 * - A byte takes ten bits.
 *
 * A computron is no time. What turns take in instructions of an RV32 core, in milliseconds by the cycles that an instruction takes,
 * and whether the loop keeps up, is counted by `npm run mcu` (docs/mcu.md). By that the longest turns do not fit into the window.
 */
const FIFO_BYTES = 128;
const TOLD_AT_BYTES = 96;
const BAUD = 115_200;
const BITS_PER_BYTE = 10;

/** Seconds from being told to the loss of a byte. */
export const WINDOW = ((FIFO_BYTES - TOLD_AT_BYTES) * BITS_PER_BYTE) / BAUD;

/** Computrons of the longest turn as it is, and 2 %: not what the window allows, but what nothing may exceed until it does. */
export const TURN_LIMIT = 13_950;
