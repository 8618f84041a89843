import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rollup } from 'rollup';
import { DRIVER_MODULES, NODE_MODULES, preloadedDriver } from '../../engines/built-driver.js';
import { preloading } from '../../xs/host/xs-host.js';

const compiled = (path: string): string => fileURLToPath(new URL(`../../${path}.js`, import.meta.url));

/** Options of the XS host that run tests/mcu/device/busy-node.ts, all preloaded, while `use` works with them. */
export async function withBusyNode<Result>(use: (options: readonly string[]) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'cellnode-busy-node-'));
  try {
    const modules = { program: join(folder, 'program.js'), main: join(folder, 'main.js') };
    const bundle = await rollup({
      input: compiled('mcu/device/busy-node'),
      treeshake: false,
      makeAbsoluteExternalsRelative: false,
      plugins: [preloadedDriver()],
    });
    await bundle.write({ file: modules.program, format: 'es' });
    await bundle.close();
    const run = `import { run } from '${compiled('xs/device/run')}';`;
    await writeFile(modules.main, `${run}\nimport * as program from 'program';\nexport default () => run(program);`);
    const { 'embedded:io/serial': serial } = NODE_MODULES;
    return await use([...preloading({ ...DRIVER_MODULES, 'embedded:io/serial': serial, ...modules }), '-main', 'main']);
  } finally {
    await rm(folder, { recursive: true });
  }
}
