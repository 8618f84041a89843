import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { babel, type RollupBabelInputPluginOptions } from '@rollup/plugin-babel';
import { type Plugin, rollup } from 'rollup';
import ts from 'typescript';
import { isDriver } from '../engines/built-driver.js';

/** From build/tests/espruino/. */
const ROOT = new URL('../../../', import.meta.url);
const TESTS = fileURLToPath(new URL('../', import.meta.url));
/** Not among the compiled modules, which are those for any engine. */
const COPY_WITHIN = fileURLToPath(new URL('modules/ports/espruino/copy-within.ts', ROOT));
const ENGINE = fileURLToPath(new URL('engine.js', import.meta.url));
const VIRTUAL_TIME = fileURLToPath(new URL('../../host-sim/time/virtual-time.js', import.meta.url));
const ENTRY = '\0lowered';
const LOADED = '\0loaded';
const MODULE = '\0driver ';

/** `build-tools/espruino/lowering.js`. */
interface Lowering {
  readonly LOWERING: RollupBabelInputPluginOptions['plugins'];
  readonly ASSUMPTIONS: RollupBabelInputPluginOptions['assumptions'];
}

const { LOWERING, ASSUMPTIONS } = (await import(new URL('build-tools/espruino/lowering.js', ROOT).href)) as Lowering;

/** The driver's modules in one script, lowered for Espruino; each is exported whole, by its path. */
export async function loweredDriver(modules: readonly string[]): Promise<string> {
  const lines = modules.map((path) => `export * as ${nameOf(path)} from ${JSON.stringify(path)};`);
  const provided = `import { provideCopyWithin } from ${JSON.stringify(COPY_WITHIN)}; provideCopyWithin();`;
  const bundle = await rollup({
    input: ENTRY,
    plugins: [
      {
        name: 'lowered',
        resolveId: (id) => (id === ENTRY ? id : null),
        load: (id) => (id === ENTRY ? [provided, ...lines].join('\n') : id === COPY_WITHIN ? compiled(id) : null),
      },
      babel({ babelHelpers: 'bundled', configFile: false, extensions: ['.js'], plugins: LOWERING, assumptions: ASSUMPTIONS }),
    ],
  });
  const { output } = await bundle.generate({ format: 'cjs', esModule: false, strict: false, freeze: false });
  await bundle.close();
  return output[0].code;
}

/** Lets tests use what realm.ts has for the bundle, made by {@link loweredDriver}, in the place of the driver's modules. */
export function onLoweredDriver(): Plugin {
  return {
    name: 'lowered-driver',
    resolveId(id, importer) {
      if (id === LOADED) return id;
      if (importer === undefined || !id.startsWith('.') || !importer.startsWith(TESTS)) return null;
      const path = resolve(dirname(importer), id);
      return isDriver(path) ? `${MODULE}${path}` : null;
    },
    async load(id) {
      if (id === LOADED) {
        return `
          import { EspruinoEngine } from ${JSON.stringify(ENGINE)};
          import { VirtualTime } from ${JSON.stringify(VIRTUAL_TIME)};
          const engine = new EspruinoEngine(new VirtualTime());
          engine.lendArrayMethods();
          export default engine.require();`;
      }
      if (!id.startsWith(MODULE)) return null;
      const path = id.slice(MODULE.length);
      const names = Object.keys((await import(pathToFileURL(path).href)) as object);
      return `import driver from ${JSON.stringify(LOADED)}; export const { ${names.join(', ')} } = driver.${nameOf(path)};`;
    },
  };
}

function compiled(path: string): string {
  return ts.transpileModule(readFileSync(path, 'utf8'), { compilerOptions: { target: ts.ScriptTarget.ES2022 } }).outputText;
}

function nameOf(path: string): string {
  return path.replace(/\W/g, '_');
}
