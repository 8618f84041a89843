import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Plugin, rollup } from 'rollup';
import { builtDriver, DRIVER } from '../../engines/built-driver.js';
import { xsHost } from '../host/xs-host.js';
import type { Report } from './report.js';

const run = promisify(execFile);

const machine = (name: string): string => fileURLToPath(new URL(`./machine/${name}.js`, import.meta.url));

/** Room for the bundle, its program and some garbage; the stack is small, as it is searched for its peak at each measurement. */
const ROOM = ['-chunk', '1000000', '-heap', '65536', '-stack', '1536'];

/** Runs the program that measures, with the built bundle, on XS with 32-bit slots. Its counts are the same each time. */
export async function meter(): Promise<Report> {
  const folder = await mkdtemp(join(tmpdir(), 'cellnode-meter-'));
  try {
    const file = join(folder, 'meter.js');
    const bundle = await rollup({ input: machine('program'), treeshake: false, plugins: [meteredDevice(), builtDriver()] });
    await bundle.write({ file, format: 'es', banner: "'use strict';" });
    await bundle.close();
    const measured = JSON.parse((await run(await xsHost(), [...ROOM, file])).stdout) as Omit<Report, 'codeBytes'>;
    return { ...measured, codeBytes: await codeBytes(join(folder, 'code-size.js')) };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Of the built bundle. */
async function codeBytes(file: string): Promise<number> {
  await writeFile(file, `print(codeSize(${JSON.stringify(await readFile(DRIVER, 'utf8'))}));`);
  return Number((await run(await xsHost(), [...ROOM, file])).stdout);
}

/** What stands for Moddable's modules here takes its own computrons off. */
function meteredDevice(): Plugin {
  return { name: 'metered-device', resolveId: (id) => (id === 'timer' || id === 'time' ? machine(id) : null) };
}
