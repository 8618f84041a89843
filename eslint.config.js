import { readdirSync } from 'node:fs';
import js from '@eslint/js';
import tseslint from 'typescript-eslint';
import importCircles from './build-tools/lint/import-circles.js';
import style from './build-tools/lint/style.js';
import wholeSentences from './build-tools/lint/whole-sentences.js';

/** The floors of modules/ on either stair, lowest first: an import points down its stair or stays on its floor. */
const SHARED_FLOORS = ['base', 'ports', 'at', 'cellular', 'fibocom', 'modem', 'mqtt'];
/** Knows neither line nor module: what is in front of it is below it, and nothing else. */
const ENCODINGS = ['base', 'encodings'];
const STAIRS = [ENCODINGS, [...SHARED_FLOORS, 'encodings', 'telemetry', 'firmware', 'store', 'identity', 'settings', 'platforms'], [...SHARED_FLOORS, 'espruino']];
const FLOORS = [...new Set(STAIRS.flat())];
for (const { name } of readdirSync('modules', { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
  if (!FLOORS.includes(name)) throw new Error(`modules/${name} has no floor: which floors may it import from?`);
}

/** What nothing on the device may import: a package. A platform's own modules are for the platform's files. */
const PACKAGES = { regex: '^[^.]', message: 'device code has no dependency' };
const PLATFORM_FILES = ['modules/ports/moddable/**/*.ts', 'modules/ports/espruino/**/*.ts', 'modules/firmware/moddable-*.ts'];

/** A vendor's folder is nobody's floor: it is asked through its dialect, and one file says whose that is by default. */
const VENDORS = ['fibocom'];
const DEFAULT_DIALECT = 'modules/modem/default-dialect.ts';

/** What a floor must not import: every floor that is not below it on its stair, a vendor's, and the host. */
function floorsAbove(floor, vendors = []) {
  const stair = STAIRS.find((floors) => floors.includes(floor));
  const isAllowed = (other) => other === floor || !VENDORS.includes(other) || vendors.includes(other);
  const below = stair.slice(0, stair.indexOf(floor) + 1).filter(isAllowed);
  const others = FLOORS.filter((other) => !below.includes(other));
  const regex = `/(${[...others, 'host-sim'].join('|')})/`;
  return { regex, message: `modules/${floor} imports from its own floor and below only, and from no vendor` };
}

function importsPointDown(floor) {
  const restricted = (...patterns) => ({ 'no-restricted-imports': ['error', { patterns }] });
  const files = [`modules/${floor}/**/*.ts`];
  return [
    { files, ignores: [...PLATFORM_FILES, DEFAULT_DIALECT], rules: restricted(floorsAbove(floor), PACKAGES) },
    { files: [DEFAULT_DIALECT].filter((path) => path.startsWith(`modules/${floor}/`)), rules: restricted(floorsAbove(floor, VENDORS), PACKAGES) },
    { files: PLATFORM_FILES.filter((path) => path.startsWith(`modules/${floor}/`)), rules: restricted(floorsAbove(floor)) },
  ].filter((config) => config.files.length > 0);
}

/** What the simulated module and all around it may know of modules/: the table and the types, never the driver. */
const TABLE_FLOORS = ['base', 'ports', 'at', 'cellular', 'fibocom'];
/** The folders of host-sim/, and of the others those that each may import. */
const HOST_FLOORS = {
  broker: [],
  flash: [],
  storage: ['flash'],
  time: [],
  module: ['broker'],
  pins: ['module'],
  platforms: ['broker'],
  uart: ['module'],
  sensors: [],
  serial: ['uart'],
  trace: ['module', 'uart'],
  faults: ['broker', 'module', 'uart'],
  web: ['faults', 'module', 'time', 'trace', 'uart'],
  fleet: ['broker', 'module', 'sensors', 'time', 'uart'],
  soak: ['broker', 'faults', 'flash', 'module', 'pins', 'sensors', 'time', 'trace', 'uart'],
  cli: ['broker', 'faults', 'flash', 'fleet', 'module', 'platforms', 'sensors', 'serial', 'soak', 'storage', 'time', 'trace', 'uart', 'web'],
};
/** These wire driver and simulator together, so they may import all of modules/. */
const WIRING = ['fleet', 'soak', 'cli'];
for (const { name } of readdirSync('host-sim', { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
  const isSource = name !== 'dist' && readdirSync(`host-sim/${name}`, { recursive: true }).some((path) => path.endsWith('.ts'));
  if (isSource && !(name in HOST_FLOORS)) throw new Error(`host-sim/${name} has no floor: what may it import?`);
}

const KNOWS_THE_TABLE = {
  regex: `/modules/(${FLOORS.filter((floor) => !TABLE_FLOORS.includes(floor)).join('|')})/`,
  message: 'the simulated module knows the table, not the driver',
};

function importsWithinHostSim(folder) {
  const others = Object.keys(HOST_FLOORS).filter((other) => other !== folder && !HOST_FLOORS[folder].includes(other));
  const message = `host-sim/${folder} imports from ${['itself', ...HOST_FLOORS[folder]].join(', ')} only`;
  const patterns = [{ regex: `^(\\.\\./)+(${others.join('|')})/`, message }, ...(WIRING.includes(folder) ? [] : [KNOWS_THE_TABLE])];
  return { files: [`host-sim/${folder}/**/*.ts`], rules: { 'no-restricted-imports': ['error', { patterns }] } };
}

/** What XS cannot preload or Espruino's lowering cannot mend (a TypeScript program would compile all of it). */
const REFUSED_ON_DEVICES = [
  { selector: 'Literal[regex]', message: 'a RegExp in a preloaded module crashes XS' },
  { selector: ":matches(NewExpression, CallExpression)[callee.name='RegExp']", message: 'a RegExp in a preloaded module crashes XS' },
  { selector: ':function[async=true]', message: 'Espruino has no async functions' },
  { selector: ':function[generator=true]', message: 'Espruino has no generators' },
  { selector: 'NewExpression[callee.name=/^(Map|Set|WeakMap|WeakSet|Proxy)$/]', message: 'Espruino has no Map, Set or Proxy' },
  { selector: 'ClassDeclaration[superClass.name=/Error$/]', message: 'Espruino cannot extend Error: use cellularError()' },
  { selector: 'LabeledStatement', message: 'Espruino has no labels' },
  { selector: "CallExpression[callee.object.name='Object'][callee.property.name='freeze']", message: 'Espruino has no Object.freeze; preload freezes on XS' },
  { selector: 'SwitchStatement > SwitchCase[test=null]:not(:last-child)', message: 'default must be the last case on Espruino' },
  { selector: 'Program > VariableDeclaration[kind!="const"]', message: 'a preloaded module has no state' },
  { selector: 'Program > ExportNamedDeclaration > VariableDeclaration[kind!="const"]', message: 'a preloaded module has no state' },
  { selector: 'PropertyDefinition[static=true][readonly!=true]', message: 'a static field of a preloaded class is read-only' },
  { selector: "AssignmentExpression[left.property.name='length'][right.value=0]", message: 'Espruino throws on a.length = 0' },
];

export default tseslint.config(
  { ignores: ['build/', 'dist/', 'host-sim/dist/', 'node_modules/', 'tests/releases/*/'] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  style,
  { plugins: { house: { rules: { 'import-circles': importCircles, 'whole-sentences': wholeSentences } } } },
  {
    rules: {
      'house/whole-sentences': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      eqeqeq: 'error',
    },
  },
  { files: ['modules/**/*.ts'], rules: { 'no-restricted-syntax': ['error', ...REFUSED_ON_DEVICES] } },
  ...FLOORS.flatMap(importsPointDown),
  { files: ['modules/**/*.ts', 'host-sim/**/*.ts'], rules: { 'house/import-circles': 'error' } },
  { files: ['host-sim/*.ts'], rules: { 'no-restricted-imports': ['error', { patterns: [KNOWS_THE_TABLE] }] } },
  ...Object.keys(HOST_FLOORS).map(importsWithinHostSim),
  { files: ['**/*.js'], languageOptions: { globals: { Buffer: 'readonly', clearTimeout: 'readonly', console: 'readonly', process: 'readonly', setTimeout: 'readonly', URL: 'readonly' } } },
  // A driver of the SDK without typings gets them beside the example, so that it type-checks wherever it is copied to.
  { files: ['examples/**/*.ts'], rules: { '@typescript-eslint/triple-slash-reference': ['error', { path: 'always' }] } },
);
