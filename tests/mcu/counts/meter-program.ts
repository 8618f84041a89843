import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Plugin, rollup } from 'rollup';
import { DRIVER, NODE_MODULES, preloadedDriver } from '../../engines/built-driver.js';
import { preloading } from '../../xs/host/xs-host.js';
import { hostProgram } from '../flash/host-program.js';
import type { Program } from '../flash/program-image.js';

const compiled = (path: string): string => fileURLToPath(new URL(`../../${path}.js`, import.meta.url));
const machine = (name: string): string => compiled(`xs/meter/machine/${name}`);

/** Of what the driver's own modules use and the program too there is one each, which is preloaded. */
const SHARED = [machine('timer'), machine('time'), machine('meter'), compiled('xs/heap'), compiled('xs/host/globals')];

/** Room for the program, which is loaded at run time, and for the flash that it keeps in RAM. The driver is preloaded. */
const ROOM = ['-chunk', '4000000', '-heap', '131072', '-stack', '1536'];

/** The program of the meter (tests/xs/meter/machine) for the core, on the preloaded bundle. */
export async function meterProgram(): Promise<Program> {
  const folder = await mkdtemp(join(tmpdir(), 'cellnode-counts-'));
  try {
    const program = join(folder, 'program.js');
    const bundle = await rollup({
      input: machine('program'),
      treeshake: false,
      makeAbsoluteExternalsRelative: false,
      plugins: [sharedModules(), preloadedDriver()],
    });
    await bundle.write({ file: program, format: 'es' });
    await bundle.close();
    const { 'cellnode/cbor': cbor, 'cellnode/senml': senml } = NODE_MODULES;
    const modules = { timer: machine('timer'), time: machine('time'), cellnode: DRIVER, 'cellnode/cbor': cbor, 'cellnode/senml': senml };
    return hostProgram([...ROOM, ...preloading(modules), '-main', program]);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function sharedModules(): Plugin {
  return {
    name: 'shared-modules',
    async resolveId(id, importer, options) {
      if (id === 'timer' || id === 'time') return { id: machine(id), external: true };
      const resolved = await this.resolve(id, importer, { ...options, skipSelf: true });
      if (resolved?.id === machine('rounds')) return compiled('mcu/device/rounds');
      return resolved !== null && SHARED.includes(resolved.id) ? { id: resolved.id, external: true } : resolved;
    },
  };
}
