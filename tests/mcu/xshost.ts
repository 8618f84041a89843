import { emulation } from './emulator.js';
import { engineFor } from './engine.js';
import { FlashChip } from './flash/flash-chip.js';
import { hostProgram } from './flash/host-program.js';

/** `node xshost.js FLASH WIRE OPTION…`: writes the program to the flash, and prints the emulator's command, a NUL behind each word. */
const [flash, wire, ...options] = process.argv.slice(2);
await FlashChip.with(hostProgram(options), flash);
const metering = process.env.MCU_METERING === 'metered' ? 'metered' : 'unmetered';
const command = emulation({ core: 'rv32', elf: await engineFor('rv32', metering), flash }, wire === '' ? undefined : Number(wire));
process.stdout.write(command.map((word) => `${word}\0`).join(''));
