import test from 'ava';
import { VirtualTime } from '../../host-sim/time/virtual-time.js';
import { Sampler } from '../../modules/telemetry/sampler.js';

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
    return { thermometer: { temperature: 20 } };
  }

  close(): void {
    this.isClosed = true;
    if (this.options.state.trouble === 'close') throw new Error('cannot close');
  }
}

interface SensorState {
  trouble: '' | 'construct' | 'sample' | 'oddly' | 'close';
  made: FakeSensor[];
}

interface FakeOptions {
  state: SensorState;
  address: number;
  onError(error?: unknown): void;
}

function bench(interval = 60000) {
  const time = new VirtualTime();
  const state: SensorState = { trouble: '', made: [] };
  const samples: number[] = [];
  const failures: string[] = [];
  const sampler = new Sampler({
    time,
    sensor: { io: FakeSensor, state, address: 0x40 },
    interval,
    onSample: () => samples.push(time.now()),
    onFailure: (error) => failures.push(error.message),
  });
  return { time, state, samples, failures, sampler };
}

test('samples come at each interval from the start on', (t) => {
  const { time, samples, sampler } = bench();
  time.advance(500);
  sampler.start();
  t.deepEqual(samples, []);
  time.advance(180000);
  t.deepEqual(samples, [500, 60500, 120500, 180500]);
});

test('a late turn does not move the ones after it', (t) => {
  const time = new VirtualTime();
  let lateness = 0;
  // A clock that runs on while a turn takes long.
  const slow = { now: () => time.now() + lateness, alarm: (callback: () => void) => time.alarm(callback) };
  const taken: number[] = [];
  const state: SensorState = { trouble: '', made: [] };
  const sampler = new Sampler({
    time: slow,
    sensor: { io: FakeSensor, state },
    interval: 1000,
    onSample: () => {
      taken.push(slow.now());
      if (taken.length === 3) lateness = 300;
      if (taken.length === 5) lateness = 2800;
    },
    onFailure: () => t.fail(),
  });
  sampler.start();
  time.advance(5200);
  // The turns of 3000 and 5000 came late; 6000 and 7000 had passed by then, and are not made up for.
  t.deepEqual(taken, [0, 1000, 2000, 3300, 4000, 7500, 8000]);
});

test('a sensor that throws is told of, and asked again', (t) => {
  const { time, state, samples, failures, sampler } = bench(1000);
  state.trouble = 'sample';
  sampler.start();
  time.advance(1500);
  state.trouble = 'oddly';
  time.advance(1000);
  state.trouble = '';
  time.advance(1000);
  t.deepEqual(failures, ['checksum', 'checksum', 'the sensor has failed']);
  t.deepEqual(samples, [3000]);
  t.is(state.made.length, 1);
});

test('a sensor that cannot be made is made later', (t) => {
  const { time, state, samples, failures, sampler } = bench(1000);
  state.trouble = 'construct';
  sampler.start();
  time.advance(500);
  state.trouble = '';
  time.advance(1000);
  t.deepEqual(failures, ['no answer on the bus']);
  t.deepEqual(samples, [1000]);
  t.is(state.made[0].options.address, 0x40);
});

test('a sensor that has failed for good is closed and made anew', (t) => {
  const { time, state, samples, failures, sampler } = bench(1000);
  sampler.start();
  time.advance(500);
  state.made[0].options.onError(new Error('bus lost'));
  state.trouble = 'close';
  time.advance(1000);
  t.deepEqual(failures, ['bus lost', 'cannot close']);
  t.true(state.made[0].isClosed);
  t.is(state.made.length, 2);
  t.deepEqual(samples, [0, 1000]);
});

test('a new interval counts from the last sample', (t) => {
  const { time, samples, sampler } = bench(60000);
  sampler.start();
  time.advance(70000);
  sampler.setInterval(30000);
  time.advance(25000);
  t.deepEqual(samples, [0, 60000, 90000]);
  sampler.setInterval(1000);
  t.is(sampler.interval, 1000);
  time.advance(1000);
  t.deepEqual(samples, [0, 60000, 90000, 95000, 96000]);
});

test('an interval set before the start holds from the start', (t) => {
  const { time, samples, sampler } = bench(60000);
  sampler.setInterval(1000);
  t.is(time.armed, 0);
  sampler.start();
  time.advance(1000);
  t.deepEqual(samples, [0, 1000]);
});

test('after close nothing comes, and nothing is armed', (t) => {
  const { time, state, samples, sampler } = bench(1000);
  sampler.start();
  time.advance(0);
  sampler.close();
  sampler.setInterval(10);
  time.advance(5000);
  t.deepEqual(samples, [0]);
  t.true(state.made[0].isClosed);
  t.is(time.armed, 0);
});
