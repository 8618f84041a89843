import { delimiter, sep } from 'node:path';

/** Suites that need programs which are not there: build-tools/test.js names them. */
const leftOut = (process.env.SUITES_LEFT_OUT ?? '').split(delimiter).filter((path) => path !== '');

export default {
  files: ['build/tests/**/*.test.js', ...leftOut.map((path) => `!${path.split(sep).join('/')}`)],
  require: ['./build/tests/support/invariants.js'],
  nodeArguments: ['--enable-source-maps'],
  timeout: '2m',
};
