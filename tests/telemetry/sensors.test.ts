import test from 'ava';
import { VirtualTime } from '../../host-sim/time/virtual-time.js';
import { sensorError } from '../../modules/telemetry/sensors/sensor-error.js';
import type { SensorClassOptions, SensorFunctionOptions } from '../../modules/telemetry/sensors/sensor-options.js';
import { Sensors } from '../../modules/telemetry/sensors/sensors.js';

/** A sensor by the pattern, which throws what a test puts into `trouble`. */
class FakeSensor {
  isClosed = false;
  readonly options: FakeOptions;

  constructor(options: FakeOptions) {
    if (options.state.trouble === 'construct') throw new Error('no answer on the bus');
    this.options = options;
    options.state.made.push(this);
  }

  sample(): unknown {
    const { state } = this.options;
    if (this.isClosed) throw new Error('sample after close');
    if (state.trouble === 'sample') throw new Error('checksum');
    if (state.trouble === 'oddly') throw 'a string';
    if (state.trouble === 'not yet') return undefined;
    return state.value;
  }

  close(): void {
    this.isClosed = true;
    if (this.options.state.trouble === 'close') throw new Error('cannot close');
  }
}

interface SensorState {
  trouble: '' | 'construct' | 'sample' | 'oddly' | 'close' | 'not yet';
  value: unknown;
  made: FakeSensor[];
}

interface FakeOptions {
  readonly state: SensorState;
  readonly address: number;
  readonly name?: unknown;
  readonly interval?: unknown;
  onError(error?: unknown): void;
  onAlert(): void;
  onSample(): void;
}

type Taken = readonly [at: number, sensor: string, sample: unknown, isAlarm?: true];

function bench(sensors: readonly (SensorClassOptions | SensorFunctionOptions)[], time = new VirtualTime()) {
  const taken: Taken[] = [];
  const failures: string[] = [];
  const all = new Sensors({
    time,
    sensors,
    onSample(sample, name, isAlarm) {
      if (sample === 'not to be kept') throw new Error('too long');
      const sensor = new TextDecoder().decode(name);
      // A copy: a sensor may give the same object again.
      const copy: unknown = JSON.parse(JSON.stringify(sample));
      taken.push(isAlarm ? [time.now(), sensor, copy, true] : [time.now(), sensor, copy]);
    },
    onFailure: (sensor, cause) => failures.push(sensorError(sensor, cause).message),
  });
  return { time, taken, failures, sensors: all, at: () => taken.map(([at]) => at) };
}

/** One sensor by the pattern. */
function one(interval = 60_000, options: Partial<SensorClassOptions> = {}, time?: VirtualTime) {
  const state: SensorState = { trouble: '', value: { temperature: 20 }, made: [] };
  return { state, ...bench([{ name: 'air', io: FakeSensor, interval, state, address: 0x40, ...options }], time) };
}

test('samples come at each interval from the start on', (t) => {
  const { time, taken, sensors } = one();
  time.advance(500);
  sensors.start();
  t.deepEqual(taken, []);
  time.advance(180_000);
  const sample = { temperature: 20 };
  t.deepEqual(taken, [[500, 'air', sample], [60_500, 'air', sample], [120_500, 'air', sample], [180_500, 'air', sample]]);
});

test('what a class is made with is its own, and none of what is said of every sensor', (t) => {
  const { time, state, sensors } = one(1000, { change: 0, isAlarm: () => false });
  sensors.start();
  time.advance(0);
  t.deepEqual(Object.keys(state.made[0].options).sort(), ['address', 'io', 'onAlert', 'onError', 'onSample', 'state']);
});

test('a late turn does not move the ones after it', (t) => {
  const time = new VirtualTime();
  let lateness = 0;
  // A clock that runs on while a turn takes long.
  const slow = { now: () => time.now() + lateness, alarm: (callback: () => void) => time.alarm(callback) };
  const taken: number[] = [];
  const sample = (): number => {
    taken.push(slow.now());
    if (taken.length === 3) lateness = 300;
    if (taken.length === 5) lateness = 2800;
    return 1;
  };
  const sensors = new Sensors({ time: slow, sensors: [{ name: 'x', interval: 1000, sample }], onSample: () => undefined, onFailure: () => t.fail() });
  sensors.start();
  time.advance(5200);
  // The turn of 5000 came late; 6000 had passed by then, and is not made up for.
  t.deepEqual(taken, [0, 1000, 2000, 3000, 4000, 6500, 7000, 8000]);
});

test('sensors that are due together are asked in turns of their own, and none is moved by that', (t) => {
  const time = new VirtualTime();
  let turn = 0;
  const counted = {
    now: () => time.now(),
    alarm: (callback: () => void) =>
      time.alarm(() => {
        turn += 1;
        callback();
      }),
  };
  const asked: [turn: number, name: string, at: number][] = [];
  const sensor = (name: string) => ({ name, interval: 1000, sample: () => asked.push([turn, name, time.now()]) });
  const sensors = new Sensors({ time: counted, sensors: ['a', 'b', 'c'].map(sensor), onSample: () => undefined, onFailure: () => t.fail() });
  sensors.start();
  time.advance(10_500);
  t.is(new Set(asked.map(([number]) => number)).size, asked.length);
  t.deepEqual(asked.map(([, name, at]) => [name, at]), Array.from({ length: 33 }, (_, index) => ['abc'[index % 3], Math.floor(index / 3) * 1000]));
});

test('each sensor has its own interval', (t) => {
  const { time, taken, sensors } = bench([
    { name: 'quick', interval: 1000, sample: () => 1 },
    { name: 'slow', interval: 2500, sample: () => 2 },
  ]);
  sensors.start();
  time.advance(5000);
  t.deepEqual(taken.filter(([, name]) => name === 'quick').map(([at]) => at), [0, 1000, 2000, 3000, 4000, 5000]);
  t.deepEqual(taken.filter(([, name]) => name === 'slow').map(([at]) => at), [0, 2500, 5000]);
  t.deepEqual([sensors.names, sensors.intervalOf('slow')], [['quick', 'slow'], 2500]);
});

test('a sensor that throws is told of by name and asked again, and costs no other anything', (t) => {
  const state: SensorState = { trouble: 'sample', value: 1, made: [] };
  const { time, taken, failures, sensors } = bench([
    { name: 'bad', io: FakeSensor, interval: 1000, state },
    { name: 'good', interval: 1000, sample: () => 1 },
  ]);
  sensors.start();
  time.advance(1500);
  state.trouble = 'oddly';
  time.advance(1000);
  state.trouble = '';
  time.advance(1000);
  t.deepEqual(failures, ['bad: checksum', 'bad: checksum', 'bad: a string']);
  t.deepEqual(taken.filter(([, name]) => name === 'bad').map(([at]) => at), [3000]);
  t.deepEqual(taken.filter(([, name]) => name === 'good').map(([at]) => at), [0, 1000, 2000, 3000]);
  t.is(state.made.length, 1);
});

test('a sensor that cannot be made is made later', (t) => {
  const { time, state, at, failures, sensors } = one(1000);
  state.trouble = 'construct';
  sensors.start();
  time.advance(500);
  state.trouble = '';
  time.advance(1000);
  t.deepEqual(failures, ['air: no answer on the bus']);
  t.deepEqual(at(), [1000]);
  t.is(state.made[0].options.address, 0x40);
});

test('a sensor that has failed for good is closed and made anew', (t) => {
  const { time, state, at, failures, sensors } = one(1000);
  sensors.start();
  time.advance(500);
  state.made[0].options.onError(new Error('bus lost'));
  state.trouble = 'close';
  time.advance(1000);
  // A driver of the SDK reports a text.
  state.made[1].options.onError('unexpected sensor');
  t.deepEqual(failures, ['air: bus lost', 'air: cannot close', 'air: unexpected sensor']);
  t.true(state.made[0].isClosed);
  t.is(state.made.length, 2);
  t.deepEqual(at(), [0, 1000]);
});

test('one that announces itself is asked when it does, in a turn of its own', (t) => {
  const { time, state, at, failures, sensors } = one(10_000);
  state.trouble = 'not yet';
  sensors.start();
  time.advance(2000);
  state.trouble = '';
  state.made[0].options.onSample();
  t.deepEqual(at(), [], 'not within the sensor\'s callback');
  time.advance(0);
  t.deepEqual(at(), [2000]);
  time.advance(8000);
  t.deepEqual(at(), [2000, 10_000]);
  t.deepEqual(failures, []);
});

test('one that hangs is told of, closed and made anew, at its own cost alone', (t) => {
  const state: SensorState = { trouble: 'not yet', value: 1, made: [] };
  const { time, taken, failures, sensors } = bench([
    { name: 'hung', io: FakeSensor, interval: 5000, state },
    { name: 'good', interval: 5000, sample: () => 1 },
  ]);
  sensors.start();
  time.advance(10_500);
  t.deepEqual(failures, ['hung: has announced nothing within 5 s', 'hung: has announced nothing within 5 s']);
  t.deepEqual(state.made.map(({ isClosed }) => isClosed), [true, true, false]);
  t.deepEqual(taken.map(([at, name]) => [at, name]), [[0, 'good'], [5000, 'good'], [10_000, 'good']]);
  state.made[0].options.onSample();
  state.trouble = '';
  state.made[2].options.onSample();
  time.advance(2000);
  t.is(taken.length, 4);
});

test('an announcement out of turn is heard where it is an alarm', (t) => {
  const isAlarm = (sample: unknown): boolean => (sample as { temperature: number }).temperature > 50;
  const { time, state, taken, sensors } = one(60_000, { isAlarm });
  sensors.start();
  time.advance(10_000);
  state.made[0].options.onAlert();
  time.advance(10_000);
  t.is(taken.length, 1);
  state.value = { temperature: 99 };
  state.made[0].options.onAlert();
  time.advance(0);
  t.deepEqual(taken[1], [20_000, 'air', { temperature: 99 }, true]);
  time.advance(40_000);
  t.deepEqual(taken[2], [60_000, 'air', { temperature: 99 }, true]);
});

test('with an interval of 0 it is asked only when it announces itself, once a second at most, and made anew when it has failed', (t) => {
  const { time, state, at, failures, sensors } = one(0);
  state.trouble = 'construct';
  sensors.start();
  time.advance(0);
  state.trouble = '';
  time.advance(60_000);
  t.deepEqual(failures, ['air: no answer on the bus']);
  t.deepEqual(at(), []);
  for (let count = 0; count < 50; count += 1) {
    state.made[0].options.onSample();
    time.advance(50);
  }
  t.deepEqual(at(), [60_000, 61_000, 62_000]);
  time.advance(500);
  state.made[0].options.onError(new Error('gone'));
  time.advance(60_000);
  t.is(state.made.length, 2);
});

test('what is no value is refused, be it a promise or nothing', (t) => {
  const { time, taken, failures, sensors } = bench([
    { name: 'later', interval: 1000, sample: () => Promise.resolve(1) },
    { name: 'nothing', interval: 1000, sample: () => undefined },
    { name: 'long', interval: 1000, sample: () => 'not to be kept' },
  ]);
  sensors.start();
  time.advance(500);
  t.deepEqual(taken, []);
  t.deepEqual(failures, ['later: sample: must be a value, is a Promise (Sensor)', 'nothing: gave nothing', 'long: too long']);
});

test('a change below the threshold is left out, and counts from what was sent', (t) => {
  const { time, state, taken, sensors } = one(1000, { change: 0.5 });
  sensors.start();
  const values = [20, 20.4, 20.5, 20.6, 20.2, 20.1, 20];
  for (const temperature of values) {
    state.value = { temperature };
    time.advance(0);
    time.advance(1000);
  }
  t.deepEqual(taken.map(([, , sample]) => (sample as { temperature: number }).temperature), [20, 20.6, 20]);
});

test('each property can have its own threshold; what is not named does not count, what is no number counts when it is another', (t) => {
  const { time, state, taken, sensors } = one(1000, { change: { temperature: 1, door: 0 } });
  const samples = [
    { temperature: 20, humidity: 40, door: 'closed' },
    { temperature: 21, humidity: 90, door: 'closed' },
    { temperature: 21, humidity: 90, door: 'open' },
    { temperature: 22.5, humidity: 90, door: 'open' },
    { temperature: 22.5, humidity: 90 },
  ];
  [state.value] = samples;
  sensors.start();
  for (const sample of samples) {
    state.value = sample;
    time.advance(1000);
  }
  t.deepEqual(taken.map(([, , sample]) => sample), [samples[0], samples[2], samples[3], samples[4]]);
});

test('a change that could not be kept is sent with the next sample', (t) => {
  const values: unknown[] = ['not to be kept', 'a', 'a', 'b'];
  const { time, taken, sensors } = bench([{ name: 'x', interval: 1000, change: 0, sample: () => values.shift() ?? 'b' }]);
  sensors.start();
  time.advance(5000);
  t.deepEqual(taken.map(([at, , sample]) => [at, sample]), [[1000, 'a'], [3000, 'b']]);
});

test('a summary has mean, minimum and maximum of the samples of an interval, and the last of what is no number', (t) => {
  const samples = [
    { thermometer: { temperature: 20 }, place: 'a', list: [1] },
    { thermometer: { temperature: 23 }, place: 'b', list: [3] },
    { thermometer: { temperature: 20 }, place: 'c', list: [2] },
    { thermometer: { temperature: 30 }, place: 'd', list: [7] },
  ];
  const { time, taken, sensors } = bench([{ name: 'air', interval: 3000, summary: { every: 1000 }, sample: () => samples.shift() ?? { thermometer: { temperature: 40 } } }]);
  sensors.start();
  time.advance(5999);
  t.deepEqual(taken, [[3000, 'air', {
    thermometer: { temperature: { mean: 21, minimum: 20, maximum: 23 } },
    place: 'c',
    list: [{ mean: 2, minimum: 1, maximum: 3 }],
  }]]);
  time.advance(1);
  t.deepEqual((taken[1][2] as { thermometer: object }).thermometer, { temperature: { mean: 110 / 3, minimum: 30, maximum: 40 } });
});

test('a summary has what was asked for, goes without the samples that have failed, and an alarm does not wait for it', (t) => {
  const samples: unknown[] = [1, NaN, 100, 3, 5];
  const isAlarm = (sample: unknown): boolean => sample === 100;
  const { time, taken, failures, sensors } = bench([
    { name: 'x', interval: 4000, summary: { every: 1000, values: ['mean'] }, isAlarm, sample: () => samples.shift() },
  ]);
  sensors.start();
  time.advance(4000);
  t.deepEqual(taken, [[2000, 'x', 100, true], [4000, 'x', { mean: 104 / 3 }]]);
  t.deepEqual(failures, ['x: value: numbers must be finite (Encoding)']);
});

test('an interval without a sample has no summary', (t) => {
  const { time, state, taken, sensors } = one(2000, { summary: { every: 1000 } });
  state.trouble = 'sample';
  sensors.start();
  time.advance(10_000);
  t.deepEqual(taken, []);
});

test('a sample in a circle is refused, be it summed up or looked at for changes', (t) => {
  const circle: Record<string, unknown> = {};
  circle.self = circle;
  const { time, failures, sensors } = bench([
    { name: 'a', interval: 1000, change: 1, sample: () => circle },
    { name: 'b', interval: 1000, summary: { every: 1000 }, sample: () => circle },
  ]);
  sensors.start();
  time.advance(500);
  t.is(failures.filter((failure) => failure.includes('levels deep')).length, 2);
});

test('a new interval counts from the last reading', (t) => {
  const { time, at, sensors } = one(60_000);
  sensors.start();
  time.advance(70_000);
  sensors.setInterval('air', 30_000);
  time.advance(25_000);
  t.deepEqual(at(), [0, 60_000, 90_000]);
  sensors.setInterval('air', 1000);
  t.is(sensors.intervalOf('air'), 1000);
  time.advance(1000);
  t.deepEqual(at(), [0, 60_000, 90_000, 95_000, 96_000]);
});

test('an interval set before the start holds from the start; one that is none, and a sensor that is not there, are refused', (t) => {
  const { time, at, sensors } = one(60_000);
  sensors.setInterval('air', 1000);
  t.is(time.armed, 0);
  sensors.start();
  time.advance(1000);
  t.deepEqual(at(), [0, 1000]);
  t.like(t.throws(() => sensors.setInterval('air', 999)), { code: 'invalid-argument' });
  const error = t.throws(() => sensors.setInterval('water', 1000));
  t.like(error, { code: 'invalid-argument' });
  t.regex(error?.message ?? '', /none of air: water/);
});

test('a sensor that is asked for gives a reading besides, whatever is left out else', (t) => {
  const { time, taken, sensors } = one(60_000, { change: 5 });
  sensors.start();
  time.advance(10_000);
  sensors.ask('air');
  time.advance(0);
  t.deepEqual(taken.map(([at]) => at), [0, 10_000]);
  time.advance(110_000);
  t.deepEqual(taken.map(([at]) => at), [0, 10_000]);
});

test('after close nothing comes, and nothing is armed', (t) => {
  const { time, state, at, sensors } = one(1000);
  sensors.start();
  time.advance(0);
  sensors.close();
  sensors.setInterval('air', 1000);
  state.made[0].options.onSample();
  time.advance(5000);
  t.deepEqual(at(), [0]);
  t.true(state.made[0].isClosed);
  t.is(time.armed, 0);
});
