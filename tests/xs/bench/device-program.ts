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
const EXAMPLES = fileURLToPath(new URL('../../../../dist/examples/', import.meta.url));

type Test = Pick<ExecutionContext, 'teardown'>;

const compiled = (name: string): string => fileURLToPath(new URL(`../${name}.js`, import.meta.url));

/**
 * Options for the XS host: one of tests/xs/programs on the built bundles, with stand-ins for what the device provides, all of it
 * preloaded, as it is on a device. Its files go with the test. `config` replaces values of the manifest, as the mcconfig command
 * line does.
 */
export function deviceProgram(t: Test, name: string, config: object = {}): Promise<readonly string[]> {
  return preloadedProgram(t, (file) => writeProgram(name, file), {}, config);
}

/**
 * The same for one of the package's examples, as it is built; `native` are files for what it imports of the SDK besides. A device
 * evaluates it in the machine that has all else preloaded: so here, when the program starts.
 */
export function exampleProgram(t: Test, name: string, native: Readonly<Record<string, string>> = {}): Promise<readonly string[]> {
  const lines = readFileSync(`${EXAMPLES}${name}.js`, 'utf8').split('\n');
  const isImport = (line: string): boolean => line.startsWith('import ');
  const program = [
    ...lines.filter(isImport),
    `import { wire } from '${compiled('device/wire')}';`,
    'const trace = (...pieces) => wire.report(pieces.join("").trim());',
    // Of XS's own functions the one that the examples use: the sources from npm leave it out.
    'Object.defineProperty(String, "fromArrayBuffer", { value: (buffer) => new TextDecoder().decode(new Uint8Array(buffer)) });',
    'export function start() {',
    ...lines.filter((line) => !isImport(line)),
    '}',
  ];
  return preloadedProgram(t, (file) => writeFile(file, program.join('\n')), native);
}

/** The same for one that `write` writes to a file: it exports `start()`. `native` are files for what it imports besides. */
export async function preloadedProgram(
  t: Test,
  write: (file: string) => Promise<void>,
  native: Readonly<Record<string, string>>,
  config: object = {},
): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'cellnode-device-'));
  t.teardown(() => rm(folder, { recursive: true }));
  const modules = { 'mc/config': join(folder, 'config.js'), program: join(folder, 'program.js'), main: join(folder, 'main.js') };
  const manifest = JSON.parse(readFileSync(MANIFEST, 'utf8')) as { config: object };
  await writeFile(modules['mc/config'], `export default ${JSON.stringify({ ...manifest.config, ...config })};`);
  await writeFile(modules.main, mainModule());
  await write(modules.program);
  return [...preloading({ ...DRIVER_MODULES, ...NODE_MODULES, ...native, ...modules }), '-main', 'main'];
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
