import ava from 'ava';
import { cellnode } from './cellnode-process.js';

// One after the other: each starts programs.
const test = ava.serial;

test('a fleet is run as asked, one line for each size, and what is found is told to machines too', async (t) => {
  t.timeout(110_000);
  const options = ['--ramp', '1', '--interval', '1', '--duration', '1', '--outage', '0', '--threads', '1', '--json'];
  const { status, output } = await cellnode(t, 'fleet', '--nodes', '1', '2', ...options);
  t.is(status, 0);
  const results = output.trim().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
  t.like(results, [
    { nodes: 1, ramp: 1000, dropped: 0 },
    { nodes: 2, ramp: 1000, dropped: 0 },
  ]);
});

test('more nodes than a machine can connect are refused before anything starts', async (t) => {
  const { status, output, complaints } = await cellnode(t, 'fleet', '--nodes', '1', '100000');
  t.is(status, 1);
  t.is(output, '');
  t.regex(complaints, /^error: 100000 nodes need \d+ |^error: 100000 nodes need as many ports /);
});

test('options out of their bounds are refused', async (t) => {
  for (const option of ['--ramp', '--nodes', '--interval', '--duration', '--outage', '--threads']) {
    const { status, complaints } = await cellnode(t, 'fleet', option, '-1');
    t.is(status, 1);
    t.true(complaints.includes(`option '${option}`), complaints);
    t.regex(complaints, /It must be a whole number from [01] to \d+\./);
  }
});
