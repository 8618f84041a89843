/**
 * How long a turn may take on an ESP32, in computrons.
 *
 * Nothing here was run on hardware. What is assumed:
 * - The UART is Moddable's `embedded:io/serial`, which leaves the FIFO's threshold at the register's value after a reset (ESP32
 *   Technical Reference Manual, UART_CONF1_REG): it tells of bytes when 96 of the FIFO's 128 are filled.
 *   The interrupt posts a message to the machine, and the message calls back.
 * - A turn may have begun just before. It must be over, and the FIFO read, when the remaining 32 bytes are filled as well. The
 *   serial callback begins with the read. A program's own turn in between takes from the same time.
 * - A byte takes ten bits.
 * - An ESP32 at 240 MHz spends computrons at the rate of a PC, times the ratio of their CoreMarks. The ESP32's is in its
 *   datasheet, of one core. The PC's and its rate were measured one after the other on a server's AMD EPYC: CoreMark and the XS
 *   host both as 32-bit programs of gcc 12 with -O2, computrons over a byte loop and over method calls.
 * - Native functions take no longer than the computrons that XS charges for them. Strings of thousands of characters do; where
 *   the driver has such, their time is in docs/xs.md.
 * - Code in flash that is not in the cache is slower than that. Whoever has a device replaces the rate by a measured one; which
 *   turns are over the budget at half of it is said below the table in docs/xs.md.
 */
const FIFO_BYTES = 128;
const TOLD_AT_BYTES = 96;
const BAUD = 115_200;
const BITS_PER_BYTE = 10;

const PC_COMPUTRONS_PER_SECOND = 290e6;
const PC_COREMARK = 27_000;
const ESP32_COREMARK = 504.85;

/** Seconds from being told to the loss of a byte. */
export const WINDOW = ((FIFO_BYTES - TOLD_AT_BYTES) * BITS_PER_BYTE) / BAUD;

export const COMPUTRONS_PER_SECOND = (PC_COMPUTRONS_PER_SECOND * ESP32_COREMARK) / PC_COREMARK;

/** Computrons that the longest turn and the serial callback behind it may take together. */
export const TURN_BUDGET = Math.floor(WINDOW * COMPUTRONS_PER_SECOND);
