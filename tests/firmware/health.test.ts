import test from 'ava';
import { cbor } from '../../modules/encodings/cbor.js';
import { json } from '../../modules/encodings/json.js';
import { senml } from '../../modules/encodings/senml.js';
import { healthSettings, type HealthOptions } from '../../modules/firmware/health/health-options.js';
import { onEveryProfile, MINUTE, ScenarioBench, SECOND, START } from '../scenarios/scenario-bench.js';

type Health = Readonly<Record<string, unknown>>;

const HOUR = 60 * MINUTE;

function records(bench: ScenarioBench): Health[] {
  return bench.texts('health').map((line) => JSON.parse(line) as Health);
}

onEveryProfile('a record comes with the first connection and each interval, with what is known', (t, profile) => {
  const health: HealthOptions = { version: '1.2.0', restartReason: () => 'brown-out', memory: () => 12345 };
  const bench = ScenarioBench.online(profile, { node: { health, encoding: json } });
  bench.until(() => records(bench).length === 1, 'the first record', MINUTE);
  bench.time.advance(2 * HOUR);
  const [first, second] = records(bench);
  t.is(records(bench).length, 3);
  t.like(first, { wire: 2, version: '1.2.0', restart: 'brown-out', memory: 12345, losses: {}, rungs: {}, dropped: 0, refused: 0, failedSamples: 0 });
  const { time, start, uptime, rssi, rsrp, rsrq, operator, registration, sent } = first as Record<string, number>;
  t.true(time > START && start > 0 && uptime > 0 && rssi < 0 && registration > 0 && sent > 0);
  t.deepEqual([rsrp, rsrq], [rssi - 28, -10]);
  t.is(typeof operator, 'string');
  t.regex(String(first.cell), /^[0-9A-F]+$/i);
  t.is(first.technology, 7);
  t.is(first.supply, profile === 'mc66x' ? undefined : 3800);
  t.like(second, { start });
  t.true(Math.abs(Number(second.uptime) - uptime - 3600) <= 1);
  t.log(`${bench.texts('health')[0].length} bytes: ${bench.texts('health')[0]}`);
});

test('without the option nothing is published, and status tells it all the same', (t) => {
  const bench = ScenarioBench.online('l610');
  bench.time.advance(3 * HOUR);
  t.deepEqual(records(bench), []);
  bench.command('{"status":true}');
  bench.until(() => bench.texts('response').length > 0, 'the answer');
  t.like((JSON.parse(bench.texts('response')[0]) as { status: Health }).status, { supply: 3800, dropped: 0, waiting: 0 });
});

for (const encoding of [json, cbor, senml]) {
  test(`status is answered in ${encoding.name}, and what does not fit gives way and can be asked for`, (t) => {
    const bench = ScenarioBench.online('l610', { node: { encoding } });
    bench.time.advance(3 * HOUR);
    for (const command of ['{"status":true,"id":1}', '{"status":["supply","signal"],"id":2}', '{"status":["temperature"],"id":3}']) bench.command(command);
    const answers = (): Record<string, unknown>[] => bench.answers();
    bench.until(() => answers().length === 3, 'the answers', MINUTE);
    // In SenML the names are the way to them.
    const flat = answers().map((answer): Record<string, unknown> => ({ ...answer, ...(answer.status as object | undefined) }));
    const [refused, all, some] = flat;
    const told = (status: Record<string, unknown>, name: string): unknown => status[name] ?? status[`status/${name}`];
    t.deepEqual([refused.id, all.id, some.id], [3, 1, 2]);
    t.is(told(all, 'cut'), encoding === senml ? 3 : undefined);
    t.deepEqual([told(all, 'dropped'), told(all, 'supply')], [0, 3800]);
    t.true(Number(told(all, 'delivered')) > 1000);
    t.deepEqual([told(some, 'supply'), told(some, 'dropped'), told(some, 'cut')], [3800, undefined, undefined]);
    t.is(typeof told(some, 'rsrp'), 'number');
  });
}

test('only the fields that are wanted are there', (t) => {
  const bench = ScenarioBench.online('l610', { node: { health: { fields: ['uptime', 'outbox'], interval: MINUTE } } });
  bench.time.advance(10 * MINUTE);
  t.true(records(bench).length >= 10);
  for (const record of records(bench)) t.deepEqual(Object.keys(record), ['time', 'start', 'uptime', 'dropped', 'waiting']);
});

test('what went wrong is counted, by its reason', (t) => {
  const bench = ScenarioBench.online('mc66x', { node: { health: {} } });
  bench.module.reset();
  bench.until(() => bench.losses > 0, 'a loss');
  bench.until(() => bench.node.session === 'ready', 'ready again');
  bench.broker.stall();
  bench.time.advance(10 * MINUTE);
  bench.broker.resume();
  bench.time.advance(HOUR);
  const last = records(bench).at(-1) as { losses: Record<string, number>; rungs: Record<string, number> };
  const counted = Object.values(last.losses).reduce((sum, count) => sum + count, 0);
  t.is(counted, bench.losses);
  t.true(Object.keys(last.losses).every((code) => /^[a-z-]+$/.test(code)), JSON.stringify(last.losses));
  const begun = bench.node.modem.recovery.filter((rung) => rung.begun > 0).map(({ rung, begun: count }) => [rung, count]);
  t.deepEqual(last.rungs, Object.fromEntries(begun));
});

test('one that is due while the node is away comes with its next connection, once', (t) => {
  const bench = ScenarioBench.online('l610', { node: { health: { interval: 10 * MINUTE } } });
  const before = records(bench).length;
  bench.broker.goAway(HOUR);
  bench.time.advance(HOUR);
  bench.until(() => bench.node.session === 'ready', 'ready again');
  bench.time.advance(MINUTE);
  t.is(records(bench).length, before + 1);
});

test('with a duty cycle a record goes along', (t) => {
  const configuration = { dutyCycle: { period: 10 * MINUTE }, interval: MINUTE };
  const bench = ScenarioBench.online('mc66x', { configuration, node: { health: { interval: HOUR } } });
  bench.time.advance(6 * HOUR);
  t.true(records(bench).length >= 5 && records(bench).length <= 7, String(records(bench).length));
});

test('a broker that ends the connection on it costs two connections each time, and no reading', (t) => {
  const bench = ScenarioBench.online('l610', { node: { health: {} }, broker: { closesOn: ({ topic }) => topic.endsWith('/health') } });
  bench.time.advance(50 * MINUTE);
  t.is(bench.losses, 2);
  t.true(bench.progress.some(([event]) => event === 'health-refused'));
  bench.until(() => bench.node.statistics.waiting === 0, 'all is delivered');
  t.is(bench.node.statistics.dropped, 0);
});

test('what the application’s own functions throw is left out', (t) => {
  const thrown = (): never => {
    throw new Error('of the program');
  };
  const bench = ScenarioBench.online('l610', { node: { health: { memory: thrown, restartReason: thrown } } });
  bench.time.advance(10 * SECOND);
  const [first] = records(bench);
  t.false('memory' in first || 'restart' in first);
});

test('options are checked by name', (t) => {
  const refused: [string, object][] = [
    ['health.interval: must be 60000 to 604800000 milliseconds', { interval: 59999 }],
    ['health.fields: must be an array', { fields: 'signal' }],
    ['health.fields[1]: must be version, uptime', { fields: ['signal', 'temperature'] }],
    ['health.version: must be a text of at most 32 characters', { version: 'x'.repeat(33) }],
    ['health.memory: must be a function', { memory: 7 }],
    ['health.restartReason: must be a function', { restartReason: 'reset' }],
    ['health.period: is no option', { period: 60000 }],
  ];
  for (const [message, options] of refused) {
    const error = t.throws(() => healthSettings(options), { code: 'invalid-argument' }, message);
    t.true(error.message.startsWith(message), error.message);
  }
});
