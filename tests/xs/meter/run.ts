import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type PartialResolvedId, type Plugin, rollup } from 'rollup';
import { DRIVER, NODE_MODULES, preloadedDriver } from '../../engines/built-driver.js';
import { preloading, xsHost } from '../host/xs-host.js';
import type { Report } from './report.js';

const run = promisify(execFile);

const machine = (name: string): string => fileURLToPath(new URL(`./machine/${name}.js`, import.meta.url));

/** Room for the program and some garbage; the stack is small, as it is searched for its peak at each measurement. */
const ROOM = ['-chunk', '1000000', '-heap', '65536', '-stack', '1536'];

/** What stands for Moddable's modules here takes its own computrons off. */
const ENCODINGS = { 'cellnode/cbor': NODE_MODULES['cellnode/cbor'], 'cellnode/senml': NODE_MODULES['cellnode/senml'] };
const MODULES = { cellnode: DRIVER, ...ENCODINGS, timer: machine('timer'), time: machine('time') };

/**
 * Runs the program that measures, in RAM, with the built bundle, which is preloaded, on XS with 32-bit slots. Its counts are the
 * same each time.
 */
export async function meter(): Promise<Report> {
  const folder = await mkdtemp(join(tmpdir(), 'cellnode-meter-'));
  try {
    const file = join(folder, 'meter.js');
    const plugins = [sharedWithDriver(), preloadedDriver()];
    const bundle = await rollup({ input: machine('program'), treeshake: false, makeAbsoluteExternalsRelative: false, plugins });
    await bundle.write({ file, format: 'es' });
    await bundle.close();
    const options = [...ROOM, ...preloading(MODULES), '-main', file];
    const measured = JSON.parse((await run(await xsHost(), options)).stdout) as Omit<Report, 'codeBytes'>;
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

/** What the preloaded modules use too, the program has from there. */
function sharedWithDriver(): Plugin {
  const shared = ['meter', 'time', 'timer'].map(machine);
  const resolveId = (id: string, importer = ''): PartialResolvedId | null => {
    const path = resolve(dirname(importer), id);
    return shared.includes(path) ? { id: path, external: true } : null;
  };
  return { name: 'shared-with-driver', resolveId };
}
