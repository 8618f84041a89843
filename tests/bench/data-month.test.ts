import { readFile } from 'node:fs/promises';
import test from 'ava';
import { dataMonth } from '../../bench/data/data-month.js';
import { dataTable } from '../../bench/data/data-table.js';
import { markdown } from '../../bench/table.js';

const MINUTE = 60_000;

test('the table of docs/hardware.md is what npm run data prints', async (t) => {
  const page = await readFile('docs/hardware.md', 'utf8');
  t.true(page.includes(`<!-- data: made by npm run data -->\n\n${markdown(dataTable())}\n\n<!-- end of data -->`), markdown(dataTable()));
});

test('the readings of a month are as many as the interval makes them', (t) => {
  const { readings, connections } = dataMonth({ interval: 10 * MINUTE });
  t.true(Math.abs(readings - 30 * 24 * 6) <= 30);
  t.is(connections, 30);
});

test('an interval beyond the keep-alive costs pings, and batches save headers', (t) => {
  const seldom = dataMonth({ interval: 15 * MINUTE });
  t.true(seldom.bytes > seldom.readings * 500);
  const alone = dataMonth({ interval: MINUTE });
  const batched = dataMonth({ interval: MINUTE, backlog: {}, dutyCycle: { period: 60 * MINUTE } });
  t.true(batched.bytes < 0.7 * alone.bytes);
  t.true(batched.tlsBytes < 0.3 * alone.tlsBytes);
});
