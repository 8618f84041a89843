import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ExecutionContext } from 'ava';
import { type Plugin, rollup } from 'rollup';
import { builtDriver } from '../../engines/built-driver.js';

const ENTRY = '\0device';
const CONFIG = '\0mc/config';
const MANIFEST = fileURLToPath(new URL('../../../../manifest.json', import.meta.url));
const compiled = (name: string): string => fileURLToPath(new URL(`../${name}.js`, import.meta.url));

/**
 * A script for the XS host: one of tests/xs/programs on the built bundle, with stand-ins for what the device provides. Gives its
 * path; the file goes with the test. `config` replaces values of the manifest, as the mcconfig command line does.
 */
export async function deviceProgram(t: ExecutionContext, name: string, config: object = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'cellnode-device-'));
  t.teardown(() => rm(folder, { recursive: true }));
  const file = join(folder, `${name}.js`);
  const bundle = await rollup({
    input: ENTRY,
    // What is in flash is in flash, used or not.
    treeshake: false,
    plugins: [entry(name, config), builtDriver()],
    onwarn: ({ code, message }) => {
      if (code === 'UNRESOLVED_IMPORT') throw new Error(message);
    },
  });
  // Without a function around it: its frame, with every name of the bundle in it, would lie on the stack for good.
  await bundle.write({ file, format: 'es', banner: "'use strict';" });
  await bundle.close();
  return file;
}

function entry(name: string, config: object): Plugin {
  const load = (): string => {
    const imports = [`import 'cellnode';`, `import { run } from '${compiled('device/run')}';`];
    return [...imports, `import * as program from '${compiled(`programs/${name}`)}';`, 'run(program);'].join('\n');
  };
  const settings = (): object => {
    const manifest = JSON.parse(readFileSync(MANIFEST, 'utf8')) as { config: object };
    return { ...manifest.config, ...config };
  };
  return {
    name: 'device-program',
    resolveId: (id) => (id === ENTRY ? ENTRY : id === 'mc/config' ? CONFIG : null),
    load: (id) => (id === ENTRY ? load() : id === CONFIG ? `export default ${JSON.stringify(settings())};` : null),
  };
}
