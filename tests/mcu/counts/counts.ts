import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { figuresOf } from '../../xs/meter/figures.js';
import type { Report } from '../../xs/meter/report.js';
import { engineFor } from '../engine.js';
import { runOnCore } from '../run-core.js';
import { meterProgram } from './meter-program.js';

const run = promisify(execFile);

export interface Counts {
  /** Of one round of each path of the meter. */
  readonly instructions: Readonly<Record<string, number>>;
  readonly computrons: Readonly<Record<string, number>>;
  /** Instructions. */
  readonly longestTurns: Readonly<Record<string, number>>;
  /** Bytes of code, and of read-only data, of the engine with its host. */
  readonly text: number;
  readonly rodata: number;
}

/** What the meter's paths take on the core: instructions of an engine as on a device, and computrons of one that counts them. */
export async function counts(): Promise<Counts> {
  const program = await meterProgram();
  const [spent, metered] = await Promise.all((['unmetered', 'metered'] as const).map((metering) => runOnCore('rv32', metering, program)));
  const instructions = figuresOf({ ...(JSON.parse(spent) as Report), codeBytes: 0 });
  const computrons = figuresOf({ ...(JSON.parse(metered) as Report), codeBytes: 0 });
  const sizes = await sectionSizes(await engineFor('rv32', 'unmetered'));
  return {
    instructions: instructions.computrons,
    computrons: computrons.computrons,
    longestTurns: instructions.longestTurns,
    ...sizes,
  };
}

/** In picolibc's layout read-only data lies in `.text` beside the code: what is no function there. */
async function sectionSizes(elf: string): Promise<{ text: number; rodata: number }> {
  const [{ stdout: sections }, { stdout: symbols }] = await Promise.all([
    run('riscv64-unknown-elf-size', ['-A', elf]),
    run('riscv64-unknown-elf-readelf', ['-sW', elf], { maxBuffer: 2 ** 26 }),
  ]);
  const whole = Number(/^\.text\s+(\d+)/m.exec(sections)?.[1]);
  // A function of several names counts once.
  const functions = new Map(Array.from(symbols.matchAll(/: ([0-9a-f]{8})\s+(\d+) FUNC/g), ([, address, size]) => [address, Number(size)]));
  const text = [...functions.values()].reduce((sum, size) => sum + size, 0);
  return { text, rodata: whole - text };
}
