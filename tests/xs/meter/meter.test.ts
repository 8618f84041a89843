import { readFile } from 'node:fs/promises';
import test from 'ava';
import { PAGE, readBaseline, withTables } from './documents.js';
import { driverBytes, figuresOf, pathName, risesFrom } from './figures.js';
import { ROUNDS } from './machine/rounds.js';
import { AFTER_MESSAGES, BEFORE_MESSAGES, CONTROL, OBJECT, type Report, UNBOUNDED } from './report.js';
import { meter } from './run.js';
import { TURN_LIMIT } from './turn-budget.js';

/** The built bundle on XS, measured by the program that `npm run meter` runs. Its counts are exact. */

const PATIENCE = 300_000;
/** Bytes; without a connection. */
const DRIVER_LIMIT = 24 * 1024;

/** SenML makes the names of its records anew. */
const IN_SENML = 'a number sampled, recorded and published in SenML';

let report: Report;

test.before(async (t) => {
  t.timeout(PATIENCE);
  report = await meter();
});

test('no path allocates anything', (t) => {
  const paths = report.paths.filter(({ name }) => name !== CONTROL && !name.startsWith(OBJECT) && name !== IN_SENML);
  t.true(paths.length > 0);
  for (const path of paths) {
    const { slots, chunkBytes, collections } = path;
    t.deepEqual({ slots, chunkBytes, collections }, { slots: [0, 0], chunkBytes: [0, 0], collections: 0 }, pathName(path));
  }
});

test('a sample that is an object takes the arrays of its names in JSON and CBOR, and nothing besides', (t) => {
  const paths = report.paths.filter(({ name }) => name.startsWith(OBJECT) && !name.endsWith('SenML'));
  t.is(paths.length, 2);
  for (const { name, slots, chunkBytes } of paths) {
    const rounds = [ROUNDS, 2 * ROUNDS];
    t.deepEqual(slots.map((taken, index) => taken / rounds[index]), [10, 10], name);
    t.deepEqual(chunkBytes.map((taken, index) => taken / rounds[index]), [88, 88], name);
  }
});

test('what allocates one slot a line is seen to', (t) => {
  const [control] = report.paths.filter(({ name }) => name === CONTROL);
  t.is(control.slots[1] - control.slots[0], control.slots[0]);
  t.true(control.slots[0] > 0);
});

test('ten thousand messages leave nothing behind', (t) => {
  const [before, after] = [BEFORE_MESSAGES, AFTER_MESSAGES].map((moment) => report.heaps.find(({ when }) => when === moment));
  t.is(after?.slots, before?.slots);
  t.is(after?.chunkBytes, before?.chunkBytes);
});

test('no turn is longer than the longest was', (t) => {
  const turns = Object.entries(figuresOf(report).longestTurns).filter(([name]) => !UNBOUNDED.includes(name));
  t.deepEqual(turns.filter(([, computrons]) => computrons > TURN_LIMIT), []);
});

test('the driver keeps within its memory', (t) => {
  t.true(driverBytes(figuresOf(report)) < DRIVER_LIMIT);
});

test('nothing costs more than the baseline says; npm run meter -- --accept takes a rise that is meant', async (t) => {
  t.deepEqual(risesFrom(await readBaseline(), figuresOf(report)), []);
});

test('docs/xs.md shows the baseline', async (t) => {
  const page = await readFile(PAGE, 'utf8');
  t.is(withTables(page, await readBaseline()), page);
});
