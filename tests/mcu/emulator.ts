import type { Core } from './toolchain.js';

export interface Machine {
  readonly core: Core;
  /** The engine that runs on it (engine.ts). */
  readonly elf: string;
  /** The file of its flash (flash-chip.ts). */
  readonly flash: string;
}

/** An instruction takes a nanosecond of the emulated time: so the counts are exact, and the same on every machine. */
const COUNTING = ['-icount', 'shift=0'];
const NO_WINDOW = ['-display', 'none', '-monitor', 'none'];
const CONSOLE = ['-chardev', 'stdio,id=console,signal=off'];
/** What the program prints goes through the debugger's calls, its exit status too. */
const SEMIHOSTING = 'enable=on,target=native';

/** The command that runs the core on its flash. `wire`: a file descriptor, a socket to which the core's UART leads. */
export function emulation({ core, elf, flash }: Machine, wire?: number): readonly string[] {
  const serial = wire === undefined ? ['-serial', 'null'] : ['-chardev', `socket,id=wire,fd=${wire}`, '-serial', 'chardev:wire'];
  const boards: Readonly<Record<Core, readonly string[]>> = {
    rv32: [
      ...['qemu-system-riscv32', '-machine', 'virt', '-bios', 'none', '-m', '128M', ...serial],
      // With flash in this place a `-kernel` would only be kept for a boot loader.
      ...['-device', `loader,file=${elf}`],
      ...['-drive', `if=pflash,unit=1,format=raw,readonly=on,file=${flash}`],
      ...['-semihosting-config', `${SEMIHOSTING},chardev=console`],
    ],
    // The simulator's console is its only serial line: it has no wire.
    lx106: [
      ...['qemu-system-xtensa', '-machine', 'sim', '-cpu', 'lx106', '-m', '128M', '-serial', 'chardev:console'],
      ...['-kernel', elf],
      ...['-device', `loader,file=${flash},addr=0x64000000,force-raw=on`],
      ...['-semihosting-config', `${SEMIHOSTING},arg=xshost`],
    ],
  };
  return [...boards[core], ...NO_WINDOW, ...CONSOLE, ...COUNTING];
}
