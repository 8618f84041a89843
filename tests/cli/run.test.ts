import test from 'ava';
import { Mosquitto } from '../host-sim/broker/mosquitto.js';
import { CellnodeProcess } from './cellnode-process.js';

test('a broker that goes away and comes back is no end: the subscriber is back before the node, and nothing is missing', async (t) => {
  t.timeout(120_000);
  const broker = await Mosquitto.start(t);
  const run = new CellnodeProcess(t, ['run', '--broker', broker.url, '--interval', '1', '--readings', '12', '--limit', '100']);
  await run.until(() => run.output.includes('reading   #2 '), 'readings arrive');
  await broker.stop();
  await run.until(() => run.output.includes('its connection to the broker is lost'), 'the subscriber has noticed');
  await run.until(() => run.output.includes('connection-lost'), 'the node has noticed');
  await broker.startAgain();
  const { status, output, complaints } = await run.ended();
  t.deepEqual([status, complaints], [0, ''], output);
  t.regex(output, /subscriber connected again/);
  t.regex(output, /end +12 readings have arrived/);
  t.regex(output, /received +1[2-9], duplicates \d+, missing 0/);
});

test('a broker that stays away is the reason why, and readings that nobody saw are none that are missing', async (t) => {
  t.timeout(120_000);
  const broker = await Mosquitto.start(t);
  const run = new CellnodeProcess(t, ['run', '--broker', broker.url, '--interval', '1', '--readings', '100', '--limit', '16']);
  await run.until(() => run.output.includes('reading   #1 '), 'readings arrive');
  await broker.stop();
  const { status, output } = await run.ended();
  t.is(status, 1);
  t.regex(output, /end +not 100 readings within 16 s: the subscriber has lost its connection to the broker/);
});
