/** Hooks of Node's for the modules that a device has and a desktop has not: node:module, Customization Hooks. */
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { LoadHook, ResolveHook } from 'node:module';
import type * as TypeScript from 'typescript';

/** What a program imports by these names, its stand-ins have; drivers and pins by the beginning of their names. */
const STAND_INS: readonly (readonly [name: string | RegExp, standIn: string])[] = [
  ['cellnode', 'cellnode'],
  ['cellnode/cbor', 'cbor'],
  ['cellnode/senml', 'senml'],
  ['cellnode/serial', 'serial'],
  ['cellnode/flash', 'flash'],
  ['cellnode/collect', 'collect'],
  ['embedded:storage/flash', 'flash'],
  ['embedded:io/serial', 'serial'],
  ['embedded:io/digital', 'digital'],
  ['embedded:io/analog', 'analog'],
  ['timer', 'timer'],
  ['preference', 'preference'],
  [/^embedded:io\//, 'io'],
  [/^embedded:sensor\//, 'sensor'],
];
/** What else only a device has. */
const OF_THE_DEVICE = /^(embedded:|time$|Resource$|mc\/|mqtt\/js$)/;
/** The simulator's own modules import the driver as it is. */
const OWN = new URL('../../../', import.meta.url).href;

/** The same functions serve both of Node's doors to them, of which one waits for a promise and the other for the value itself. */
export const resolve: ResolveHook = (specifier, context, nextResolve) => {
  const isOwn = context.parentURL?.startsWith(OWN) === true;
  const standIn = isOwn ? undefined : STAND_INS.find(([name]) => (typeof name === 'string' ? name === specifier : name.test(specifier)));
  if (!isOwn && standIn === undefined && OF_THE_DEVICE.test(specifier)) {
    throw new Error(`${specifier} is a device's, and nothing stands in for it on a desktop: docs/your-node.md has what does`);
  }
  if (standIn === undefined) return nextResolve(specifier, context);
  return { url: new URL(`./stand-ins/${standIn[1]}.js`, import.meta.url).href, shortCircuit: true };
};

/** TypeScript where Node does not take it: before 22.18 it does not. */
export const load: LoadHook = (url, context, nextLoad) => {
  const takesTypes = 'typescript' in process.features && process.features.typescript !== false;
  if (takesTypes || !url.startsWith('file:') || !url.endsWith('.ts')) return nextLoad(url, context);
  const { transpileModule, ModuleKind, ScriptTarget } = compilerFor(url);
  const text = readFileSync(fileURLToPath(url), 'utf8');
  const { outputText } = transpileModule(text, { compilerOptions: { module: ModuleKind.ESNext, target: ScriptTarget.ES2022 } });
  return { format: 'module', source: outputText, shortCircuit: true };
};

type Compiler = Pick<typeof TypeScript, 'transpileModule' | 'ModuleKind' | 'ScriptTarget'>;

/** The program's own compiler, or this project's. */
function compilerFor(url: string): Compiler {
  for (const from of [url, import.meta.url]) {
    try {
      return createRequire(from)('typescript') as Compiler;
    } catch {
      // The other one may be there.
    }
  }
  throw new Error(`${fileURLToPath(url)}: Node.js ${process.versions.node} does not run TypeScript: 22.18 does, or install typescript beside it`);
}
