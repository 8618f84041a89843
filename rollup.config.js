import { babel } from '@rollup/plugin-babel';
import terser from '@rollup/plugin-terser';
import typescript from '@rollup/plugin-typescript';
import privateNames from './build-tools/private-names.js';
import reportSize from './build-tools/report-size.js';

/** What the Moddable SDK provides. */
const MODDABLE = [/^embedded:/, 'timer', 'time', 'mc/config', 'cellnode'];

/** Syntax that Espruino 2v29 lacks. */
const LOWERED_FOR_ESPRUINO = [
  privateNames,
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
].map((plugin) => (typeof plugin === 'string' ? `@babel/plugin-transform-${plugin}` : plugin));

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

const compile = () => typescript({ tsconfig: 'tsconfig.bundle.json' });
const minify = (options) => terser({ ecma: 2020, module: true, ...options });

export default [
  {
    input: 'modules/moddable.ts',
    external: MODDABLE,
    output: { file: 'dist/moddable/cellnode.js', format: 'es' },
    plugins: [compile(), minify(), reportSize()],
  },
  {
    input: 'modules/firmware/moddable-main.ts',
    external: MODDABLE,
    output: { file: 'dist/moddable/main.js', format: 'es' },
    plugins: [compile(), minify(), reportSize()],
  },
  {
    input: 'modules/espruino.ts',
    output: { file: 'dist/espruino/cellnode.js', format: 'cjs', esModule: false, strict: false },
    plugins: [
      compile(),
      babel({
        babelHelpers: 'bundled',
        extensions: ['.ts'],
        configFile: false,
        plugins: LOWERED_FOR_ESPRUINO,
        assumptions: ESPRUINO_ASSUMPTIONS,
      }),
      // Terser may not bring back what Babel has lowered.
      minify({ ecma: 5, module: false, compress: { arrows: false } }),
      reportSize(),
    ],
  },
];
