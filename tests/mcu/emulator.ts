import { type ChildProcess, spawn } from 'node:child_process';
import type { Core } from './toolchain.js';

/** File descriptor of the wire in the emulator's process. */
export const WIRE = 3;

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

/** Starts the core on its flash. `hasWire`: its UART is file descriptor 3 of the process, for a frame each way at a time. */
export function startEmulator({ core, elf, flash }: Machine, hasWire: boolean): ChildProcess {
  const wire = hasWire ? ['-chardev', `socket,id=wire,fd=${WIRE}`, '-serial', 'chardev:wire'] : ['-serial', 'null'];
  const board: Readonly<Record<Core, readonly string[]>> = {
    rv32: [
      ...['-machine', 'virt', '-bios', 'none', '-m', '128M', ...wire],
      // With flash in this place a `-kernel` would only be kept for a boot loader.
      ...['-device', `loader,file=${elf}`],
      ...['-drive', `if=pflash,unit=1,format=raw,file=${flash}`],
      ...['-semihosting-config', `${SEMIHOSTING},chardev=console`],
    ],
    // The simulator's console is its only serial line: it has no wire.
    lx106: [
      ...['-machine', 'sim', '-cpu', 'lx106', '-m', '128M', '-serial', 'chardev:console'],
      ...['-kernel', elf],
      ...['-device', `loader,file=${flash},addr=0x64000000,force-raw=on`],
      ...['-semihosting-config', `${SEMIHOSTING},arg=xshost`],
    ],
  };
  const command = core === 'rv32' ? 'qemu-system-riscv32' : 'qemu-system-xtensa';
  const options = [...NO_WINDOW, ...CONSOLE, ...board[core], ...COUNTING];
  return spawn(command, options, { stdio: ['ignore', 'pipe', 'pipe', ...(hasWire ? ['pipe' as const] : [])] });
}

/** Runs the core to its end, and gives what its program has printed. Rejects where it ends with another status than 0. */
export async function runToEnd(machine: Machine): Promise<string> {
  const child = startEmulator(machine, false);
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => output.push(text));
  const status = await new Promise<number | string>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(code ?? signal ?? 'no status'));
  });
  if (status !== 0) throw new Error(`the core ended with ${status}: ${output.join('')}`);
  return output.join('');
}
