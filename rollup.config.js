import { existsSync, readdirSync } from 'node:fs';
import { babel, getBabelOutputPlugin } from '@rollup/plugin-babel';
import terser from '@rollup/plugin-terser';
import typescript from '@rollup/plugin-typescript';
import assignedFields from './build-tools/assigned-fields.js';
import entriesOnly from './build-tools/entries-only.js';
import espruinoLint from './build-tools/espruino-lint.js';
import { ASSUMPTIONS, LOWERING } from './build-tools/espruino/lowering.js';
import shortNames from './build-tools/espruino/short-names.js';
import frozenConstants from './build-tools/frozen-constants.js';
import hoistedStrings from './build-tools/hoisted-strings.js';
import plainConstants from './build-tools/plain-constants.js';
import privateNames from './build-tools/private-names.js';
import released from './build-tools/released.js';
import reportSize from './build-tools/report-size.js';
import tailCalls from './build-tools/tail-calls.js';
import typingsBeside from './build-tools/typings-beside.js';
import withoutAssertions from './build-tools/without-assertions.js';
import withoutSummaries from './build-tools/without-summaries.js';

/** What the Moddable SDK provides, and what a manifest maps. */
const MODDABLE = [/^embedded:/, 'timer', 'time', 'Resource', 'debug', 'resetReason', 'instrumentation', 'modules', 'mc/config', 'mqtt/js', 'crypt', 'hmac', 'cellnode', /^cellnode\//];

/** The programs for Moddable: they have a manifest. */
const EXAMPLES = readdirSync('examples')
  .filter((name) => existsSync(`examples/${name}/manifest.json`))
  .map((name) => [`examples/${name}`, `examples/${name}/main.ts`]);

const PLATFORMS = readdirSync('modules/platforms').filter((name) => name.endsWith('.ts')).map((name) => name.slice(0, -3));

/** Each platform's own settings: which globals and modules there are. */
const compile = (platform) =>
  typescript({
    tsconfig: `modules/ports/${platform}/tsconfig.json`,
    compilerOptions: { noEmit: false, declaration: false, sourceMap: false, outDir: `dist/${platform}` },
  });
const transform = (plugins, assumptions = {}) =>
  babel({ babelHelpers: 'bundled', extensions: ['.ts'], configFile: false, plugins, assumptions });
const minify = (options) => terser({ ecma: 2020, module: true, ...options });
/** Of several bundles those in the folder only: programs stay readable. */
const bundlesIn = (folder, { name, renderChunk }) => ({
  name,
  renderChunk(code, chunk, ...rest) {
    return chunk.name.startsWith(folder) ? renderChunk.call(this, code, chunk, ...rest) : null;
  },
});

/** A module for Espruino's Storage. */
const espruino = (input, name) => ({
  input,
  output: { file: `dist/espruino/${name}.js`, format: 'cjs', esModule: false, strict: false },
  plugins: [
    compile('espruino'),
    released(),
    transform([withoutAssertions, withoutSummaries, ...LOWERING], ASSUMPTIONS),
    // Terser may not bring back what Babel has lowered, nor declare a variable behind its use: Espruino would take it for a
    // global. A second pass drops the `return` at a function's end that the first one leaves.
    minify({ ecma: 5, module: false, compress: { arrows: false, inline: 1, passes: 2 }, mangle: { properties: shortNames } }),
    espruinoLint(),
    reportSize(),
  ],
});

/** What an entry of the package takes from another one, in the place of holding it itself. */
const CORE = [/[/\\]((identity|platform|settings|store)-)?toolkit\.js$/, 'cellnode'];
const PLATFORM = [/[/\\]parts[/\\][^/\\]+\.js$/, 'cellnode/platform'];

/** Modules for Moddable, of which those in the folder are preloaded. `others`: what comes from other entries. */
const moddable = (input, others = []) => ({
  input,
  external: [...MODDABLE, ...others.map(([pattern]) => pattern)],
  makeAbsoluteExternalsRelative: false,
  output: { dir: 'dist', entryFileNames: '[name].js', format: 'es', paths: (id) => others.find(([pattern]) => pattern.test(id))?.[1] ?? id },
  plugins: [
    compile('moddable'),
    released(),
    // A pattern takes XS a temporary slot and a conversion that the properties do without, and a class with fields a function
    // more, which makes them.
    transform(
      [
        withoutAssertions,
        withoutSummaries,
        privateNames,
        assignedFields,
        '@babel/plugin-transform-class-properties',
        '@babel/plugin-transform-destructuring',
      ],
      { iterableIsArray: true, objectRestNoSymbols: true, setPublicClassFields: true },
    ),
    // What is inlined must not cost RAM on XS: at module level a function with arguments leaves a variable, and one that is
    // too long to be inlined as it is becomes a closure, made in each call.
    bundlesIn('moddable/', minify({ compress: { inline: 1, reduce_funcs: false } })),
    // After minifying, which would put the strings back.
    bundlesIn(
      'moddable/',
      getBabelOutputPlugin({ configFile: false, compact: true, plugins: [hoistedStrings, tailCalls, plainConstants, frozenConstants] }),
    ),
    entriesOnly(),
    reportSize('moddable/'),
    typingsBeside('moddable/', 'types'),
  ],
});

export default [
  moddable({
    'moddable/cellnode': 'modules/moddable.ts',
    'moddable/main': 'modules/firmware/moddable-main.ts',
    'moddable/flash/partitions': 'modules/ports/moddable/flash/partitions.ts',
    'moddable/flash/none': 'modules/ports/moddable/flash/none.ts',
    'moddable/digest': 'modules/ports/moddable/digest.ts',
    'moddable/collect': 'modules/ports/moddable/collect.ts',
    'moddable/memory': 'modules/ports/moddable/memory.ts',
    'moddable/restart-reason/esp32': 'modules/ports/moddable/restart-reason/esp32.ts',
    'moddable/restart-reason/none': 'modules/ports/moddable/restart-reason/none.ts',
    'moddable/serial/esp32': 'modules/ports/moddable/hosts/esp32.ts',
    'moddable/serial/pico': 'modules/ports/moddable/hosts/pico.ts',
    'moddable/serial/linux': 'modules/ports/moddable/hosts/linux.ts',
    ...Object.fromEntries(EXAMPLES),
  }),
  // A bundle each, so that who does not import it does not hold it.
  moddable({ 'moddable/cbor': 'modules/cbor.ts' }, [CORE]),
  moddable({ 'moddable/senml': 'modules/senml.ts' }, [CORE]),
  moddable({ 'moddable/store': 'modules/store.ts' }, [CORE]),
  moddable({ 'moddable/settings': 'modules/settings.ts' }, [CORE]),
  moddable({ 'moddable/identity': 'modules/identity.ts' }, [CORE]),
  moddable({ 'moddable/platform': 'modules/platform.ts' }, [CORE]),
  ...PLATFORMS.map((name) => moddable({ [`moddable/platforms/${name}`]: `modules/platforms/${name}.ts` }, [CORE, PLATFORM])),
  espruino('modules/espruino.ts', 'cellnode'),
  espruino('modules/espruino-outbox.ts', 'cellnode-outbox'),
  espruino('modules/espruino-store.ts', 'cellnode-store'),
  espruino('modules/cbor.ts', 'cellnode-cbor'),
  espruino('modules/senml.ts', 'cellnode-senml'),
];
