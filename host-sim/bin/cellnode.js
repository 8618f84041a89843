#!/usr/bin/env node
/** The command line. In the package it is compiled; in the project's own tree what it consists of is compiled first. */
import { existsSync } from 'node:fs';

const isOwnTree = existsSync(new URL('../tsconfig.json', import.meta.url));
if (isOwnTree) {
  const { compile } = await import('./compile.js');
  await compile();
  await import('../../build/host-sim/cli/main.js');
} else {
  await import('../dist/cli/main.js');
}
