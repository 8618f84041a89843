import { readdirSync } from 'node:fs';
import { register } from 'node:module';
import { resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { beginSuite, type Registered, tests } from '../engines/stand-ins/ava.js';

/**
 * Beginnings of the titles of tests that repeat one thing for seconds. A mutant that gets into an endless loop there would take
 * minutes to be noticed, for Stryker allows it a hundred times what the tests need.
 */
const LEFT_OUT = [
  // A life of erased blocks.
  'telemetry/journal/journal-outbox › wear is spread evenly',
  // A journal for each of its bits.
  'telemetry/journal/damage › a bit that rots anywhere',
  // The whole workload once for every way in which power can fail in it; journal-model lets power fail at random.
  'telemetry/journal/power-cut › ',
];

/** Beginnings of the titles of tests that judge only what all the quicker ones have let pass. */
const LAST = ['at/cuts › ', 'telemetry/journal/journal-model › '];

const ENDING = '.test.js';

/** Random cases are the same in each run, so that a score is; a counterexample need not be small to kill a mutant. */
const PROPERTIES: fc.GlobalParameters = { seed: 1, endOnFailure: true };

/**
 * Loads the compiled suites below `folder` whose names begin like one of these into this process, once, with a stand-in for ava, and
 * gives their tests, the slow ones last.
 */
export async function loadSuites(folder: string, beginnings: readonly string[]): Promise<readonly Registered[]> {
  register('./ava-hook.js', import.meta.url);
  fc.configureGlobal(PROPERTIES);
  for (const name of suiteNames(folder, beginnings)) {
    beginSuite(name);
    await import(pathToFileURL(resolve(folder, `${name}.test.js`)).href);
  }
  const chosen = tests().filter(({ title }) => placeIn(LEFT_OUT, title) < 0);
  return chosen.sort((one, other) => placeIn(LAST, one.title) - placeIn(LAST, other.title));
}

function placeIn(beginnings: readonly string[], title: string): number {
  return beginnings.findIndex((beginning) => title.startsWith(beginning));
}

function suiteNames(folder: string, beginnings: readonly string[]): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(ENDING))
    .map((path) => path.slice(0, -ENDING.length).replaceAll(sep, '/'))
    .filter((name) => placeIn(beginnings, name) >= 0)
    .sort();
}
