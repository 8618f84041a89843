import test from 'ava';
import { ThingsBoardGate } from '../../host-sim/platforms/thingsboard-gate.js';
import { thingsBoard, type ThingsBoardOptions } from '../../modules/platforms/thingsboard.js';
import { HOUR, livesThroughADay, PlatformBench } from './platform-bench.js';

const TOKEN = 'A1_TEST_TOKEN_OF_20C';

function bench(options: ThingsBoardOptions = { token: TOKEN }, device = TOKEN): PlatformBench<ThingsBoardGate> {
  return new PlatformBench<ThingsBoardGate>({
    platform: () => thingsBoard(options),
    gate: (gate) => new ThingsBoardGate({ token: device }, gate),
  });
}

test('a day behind ThingsBoard', (t) => {
  livesThroughADay(t, bench());
});

test('a reading is telemetry with its date, flat, and without what is null', (t) => {
  const { gate, bench: node, samples } = bench({ token: TOKEN, attributes: { version: '1.2.0' } }).start();
  node.until(() => gate.arrivals.length >= 3, 'a reading');
  t.deepEqual(gate.arrivals.slice(0, 3).map(({ name, value }) => [name, value]), [
    ['room_count', 1],
    ['room_temperature', 20.5],
    ['room_isOpen', false],
  ]);
  t.true(Math.abs((gate.arrivals[0].time ?? 0) - samples[0].utc) < 3000);
  node.until(() => 'version' in gate.attributes, 'the attributes');
  t.deepEqual(gate.attributes, { version: '1.2.0' });
});

test('a method is a command, and what is refused is told by the answer', (t) => {
  const platform = bench().start();
  t.deepEqual(platform.ask('valve', true), { valve: { isOpen: true } });
  t.deepEqual(platform.ask('valve', 'up'), { error: 'bad-value', reason: 'must be true or false' });
  t.deepEqual(platform.ask('nonsense', 1), { error: 'unknown-command', reason: 'nonsense' });
  t.deepEqual(platform.ask('interval', 60), { interval: 60 });
});

test('a shared attribute is obeyed once, and what is in force is a client attribute', (t) => {
  const platform = bench().start();
  platform.gate.desire('valve', true);
  platform.gate.desire('of somebody else', 1);
  platform.bench.until(() => 'valve' in platform.gate.attributes, 'the attribute');
  platform.bench.broker.goAway(1000);
  platform.bench.time.advance(HOUR);
  t.deepEqual(platform.valves, [true]);
  t.deepEqual(platform.gate.attributes, { valve: { isOpen: true } });
});

test('readings in batches', (t) => {
  const platform = new PlatformBench<ThingsBoardGate>({
    platform: () => thingsBoard({ token: TOKEN }),
    gate: (gate) => new ThingsBoardGate({ token: TOKEN }, gate),
    configuration: { backlog: { limit: 2048 } },
  });
  platform.start();
  platform.bench.broker.goAway(3 * HOUR);
  platform.bench.time.advance(5 * HOUR);
  platform.hasEverything(t);
  t.deepEqual(platform.complaints, []);
});

test('what is wrong is refused by name, without the token', (t) => {
  t.throws(() => thingsBoard({ token: '' }), { message: /^token: must be text of 1 to 32 characters/ });
  t.throws(() => thingsBoard({ token: 'a secret' }), { message: /^token: may have printable ASCII/ });
  t.throws(() => thingsBoard({ toke: TOKEN } as never), { message: /^thingsBoard\.toke: is no option/ });
  const wrong = bench({ token: 'another' });
  wrong.bench.node.start();
  wrong.bench.until(() => wrong.complaints.length > 0, 'a refusal');
  t.regex(wrong.complaints[0], /no device has this access token/);
  t.false(JSON.stringify([...wrong.complaints, wrong.bench.progress]).includes('another'));
});
