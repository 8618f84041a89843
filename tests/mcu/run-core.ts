import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emulation, type Machine } from './emulator.js';
import { engineFor } from './engine.js';
import { FlashChip } from './flash/flash-chip.js';
import type { Program } from './flash/program-image.js';
import type { Core, Metering } from './toolchain.js';

/** Runs a core to its end, and gives what its program has printed. Rejects where it ends with another status than 0. */
export async function runToEnd(machine: Machine): Promise<string> {
  const [command, ...options] = emulation(machine);
  const child = spawn(command, options, { stdio: ['ignore', 'pipe', 'pipe'] });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => output.push(text));
  const status = await new Promise<number | string>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(code ?? signal ?? 'no status'));
  });
  if (status !== 0) throw new Error(`the core ended with ${status}: ${output.join('')}`);
  return output.join('');
}

/** The same with a flash of its own that holds just this program. */
export async function runOnCore(core: Core, metering: Metering, program: Program): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'cellnode-mcu-'));
  try {
    const flash = await FlashChip.with(program, join(folder, 'flash'));
    return await runToEnd({ core, elf: await engineFor(core, metering), flash: flash.path });
  } finally {
    await rm(folder, { recursive: true });
  }
}
