import { fileURLToPath } from 'node:url';
import type { PartialStrykerOptions } from '@stryker-mutator/api/core';

/** All that mutation testing writes. */
const FOLDER = 'build/mutation';

/** What the copy of the project needs; the rest is not copied. */
const COPIED = ['!/modules', '!/build', '!/package.json', '!/tsconfig.base.json'];
const COPIED_FROM_BUILD = ['!/build/host-sim', '!/build/tests'];

const config: PartialStrykerOptions = {
  plugins: ['./test-runner.js', './assertions.js'].map((name) => fileURLToPath(new URL(name, import.meta.url))),
  testRunner: 'in-process',
  ignorers: ['assertions'],
  // Mutants are in the sources, so that reports show them; the suites come compiled, as they are.
  buildCommand: 'tsc --build --noCheck modules',
  disableTypeChecks: false,
  ignorePatterns: ['/*', ...COPIED, '/build/*', ...COPIED_FROM_BUILD],
  // The copy is inside the project, where Node finds the packages.
  symlinkNodeModules: false,
  tempDirName: `${FOLDER}/sandbox`,
  coverageAnalysis: 'perTest',
  concurrency: 2,
  timeoutFactor: 3,
  reporters: ['clear-text', 'html'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  htmlReporter: { fileName: `${FOLDER}/report.html` },
  thresholds: { high: 95, low: 85, break: null },
};

export default config;
