import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const COMPILER = join(ROOT, 'node_modules/typescript/bin/tsc');
const EXAMPLES = readdirSync(join(ROOT, 'examples'));
const FOLDER = mkdtempSync(join(tmpdir(), 'cellnode-typescript-'));
const INSTALLED = join(FOLDER, 'node_modules/cellnode');

function compiled(...options: readonly string[]): string {
  return spawnSync(process.execPath, [COMPILER, '--pretty', 'false', ...options], { cwd: FOLDER, encoding: 'utf8' }).stdout;
}

/** Compiles a program as a user's package would have it, of type `module` and with `cellnode` installed: what `tsc` has to say. */
function errors(files: readonly string[], module: string, moduleResolution: string, types: readonly string[] = []): string {
  const project = join(FOLDER, `${module}.json`);
  const compilerOptions = { module, moduleResolution, types, target: 'ES2022', strict: true, noEmit: true, skipLibCheck: types.length > 0 };
  writeFileSync(project, JSON.stringify({ compilerOptions, files }));
  return compiled('-p', project);
}

test.before('the package is installed, with its declarations as the build makes them', (t) => {
  mkdirSync(join(FOLDER, 'node_modules/@moddable'), { recursive: true });
  mkdirSync(INSTALLED);
  cpSync(join(ROOT, 'package.json'), join(INSTALLED, 'package.json'));
  symlinkSync(join(ROOT, 'node_modules/@moddable/typings'), join(FOLDER, 'node_modules/@moddable/typings'));
  writeFileSync(join(FOLDER, 'package.json'), JSON.stringify({ name: 'roof', type: 'module' }));
  const outDir = join(INSTALLED, 'dist/types');
  const project = join(ROOT, 'modules/ports/moddable');
  t.is(compiled('-p', project, '--noEmit', 'false', '--declaration', '--emitDeclarationOnly', '--outDir', outDir), '');
});

test.after.always(() => rmSync(FOLDER, { recursive: true, force: true }));

for (const [module, moduleResolution] of [['NodeNext', 'NodeNext'], ['ES2022', 'Bundler'], ['Preserve', 'Bundler']] as const) {
  test.serial(`plain tsc finds all types without a setting or another package: ${module}, ${moduleResolution}`, (t) => {
    // The host's own serial class has its types in the SDK's.
    const program = readFileSync(join(ROOT, 'examples/first-program/main.ts'), 'utf8').replace('embedded:io/serial', 'cellnode/serial');
    writeFileSync(join(FOLDER, 'right.ts'), program);
    writeFileSync(join(FOLDER, 'wrong.ts'), program.replace('nodeId', 'nodeID'));
    t.regex(errors(['right.ts', 'wrong.ts'], module, moduleResolution), /^wrong\.ts\(\d+,\d+\): error TS\d+: .*'nodeID'.*\n$/);
  });
}

test.serial("the examples are TypeScript programs with the SDK's typings", (t) => {
  const io = ['_common', 'serial', 'i2c', 'digital', 'analog'].map((name) => `embedded_io/${name}`);
  const types = ['xs', 'timer', 'time', 'Resource', 'preference', ...io, 'mqtt/js'];
  for (const name of EXAMPLES) cpSync(join(ROOT, 'examples', name), join(FOLDER, name), { recursive: true });
  const files = EXAMPLES.map((name) => `${name}/main.ts`);
  t.is(errors(files, 'Preserve', 'Bundler', types.map((type) => `@moddable/typings/${type}`)), '');
});
