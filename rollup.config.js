import { babel } from '@rollup/plugin-babel';
import terser from '@rollup/plugin-terser';
import typescript from '@rollup/plugin-typescript';
import privateNames from './build-tools/private-names.js';
import reportSize from './build-tools/report-size.js';
import withoutSummaries from './build-tools/without-summaries.js';

/** What the Moddable SDK provides. */
const MODDABLE = [/^embedded:/, 'timer', 'time', 'mc/config', 'cellnode'];

/** Syntax that Espruino 2v29 lacks. */
const LOWERED_FOR_ESPRUINO = [
  'class-properties',
  'class-static-block',
  'parameters',
  'destructuring',
  'spread',
  'object-rest-spread',
  'optional-chaining',
  'nullish-coalescing-operator',
  'logical-assignment-operators',
  'exponentiation-operator',
  'computed-properties',
  'for-of',
].map((name) => `@babel/plugin-transform-${name}`);

const ESPRUINO_ASSUMPTIONS = {
  setPublicClassFields: true,
  iterableIsArray: true,
  ignoreFunctionLength: true,
  noDocumentAll: true,
  objectRestNoSymbols: true,
  constantSuper: true,
  setSpreadProperties: true,
  setComputedProperties: true,
};

/** Each platform's own settings: which globals and modules there are. */
const compile = (platform) =>
  typescript({
    tsconfig: `modules/ports/${platform}/tsconfig.json`,
    compilerOptions: { noEmit: false, declaration: false, sourceMap: false, outDir: `dist/${platform}` },
  });
const transform = (plugins, assumptions = {}) =>
  babel({ babelHelpers: 'bundled', extensions: ['.ts'], configFile: false, plugins, assumptions });
const minify = (options) => terser({ ecma: 2020, module: true, ...options });

export default [
  {
    input: 'modules/moddable.ts',
    external: MODDABLE,
    output: { file: 'dist/moddable/cellnode.js', format: 'es' },
    plugins: [compile('moddable'), transform([withoutSummaries]), minify(), reportSize()],
  },
  {
    input: 'modules/firmware/moddable-main.ts',
    external: MODDABLE,
    output: { file: 'dist/moddable/main.js', format: 'es' },
    plugins: [compile('moddable'), transform([withoutSummaries]), minify(), reportSize()],
  },
  {
    input: 'modules/espruino.ts',
    output: { file: 'dist/espruino/cellnode.js', format: 'cjs', esModule: false, strict: false },
    plugins: [
      compile('espruino'),
      transform([withoutSummaries, privateNames, ...LOWERED_FOR_ESPRUINO], ESPRUINO_ASSUMPTIONS),
      // Terser may not bring back what Babel has lowered.
      minify({ ecma: 5, module: false, compress: { arrows: false } }),
      reportSize(),
    ],
  },
];
