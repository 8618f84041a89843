import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ExecutionContext } from 'ava';
import { rollup } from 'rollup';
import { DRIVER_MODULES, NODE_MODULES, preloadedDriver } from '../../engines/built-driver.js';
import { preloading } from '../host/xs-host.js';

const MANIFEST = fileURLToPath(new URL('../../../../manifest.json', import.meta.url));
const compiled = (name: string): string => fileURLToPath(new URL(`../${name}.js`, import.meta.url));

/**
 * Options for the XS host: one of tests/xs/programs on the built bundles, with stand-ins for what the device provides, all of it
 * preloaded, as it is on a device. Its files go with the test. `config` replaces values of the manifest, as the mcconfig command
 * line does.
 */
export async function deviceProgram(t: Pick<ExecutionContext, 'teardown'>, name: string, config: object = {}): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'cellnode-device-'));
  t.teardown(() => rm(folder, { recursive: true }));
  const modules = { 'mc/config': join(folder, 'config.js'), program: join(folder, 'program.js'), main: join(folder, 'main.js') };
  const manifest = JSON.parse(readFileSync(MANIFEST, 'utf8')) as { config: object };
  await writeFile(modules['mc/config'], `export default ${JSON.stringify({ ...manifest.config, ...config })};`);
  await writeFile(modules.main, mainModule());
  await writeProgram(name, modules.program);
  return [...preloading({ ...DRIVER_MODULES, ...NODE_MODULES, ...modules }), '-main', 'main'];
}

function mainModule(): string {
  return [
    `import { run } from '${compiled('device/run')}';`,
    `import * as program from 'program';`,
    'export default () => run(program);',
  ].join('\n');
}

async function writeProgram(name: string, file: string): Promise<void> {
  const bundle = await rollup({ input: compiled(`programs/${name}`), treeshake: false, makeAbsoluteExternalsRelative: false, plugins: [preloadedDriver()] });
  await bundle.write({ file, format: 'es' });
  await bundle.close();
}
