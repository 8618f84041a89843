import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { VirtualTime } from '../../host-sim/time/virtual-time.js';
import { SimulatedSensor } from '../../host-sim/sensors/simulated-sensor.js';
import { check } from '../property.js';

const HOUR = 3600000;

test('the day is warm in the afternoon, cold before dawn, and dry when warm', (t) => {
  const time = new VirtualTime();
  const sensor = new SimulatedSensor({ time, seed: 1 });
  time.run(3 * HOUR);
  const night = sensor.sample();
  time.run(15 * HOUR);
  const afternoon = sensor.sample();
  t.true(afternoon.thermometer.temperature > night.thermometer.temperature + 8);
  t.true(afternoon.hygrometer.humidity < night.hygrometer.humidity - 20);
  t.not(sensor.sample(), sensor.sample());
});

test('what it shows depends on time and seed alone, is plausible, and changes slowly', (t) => {
  const run = fc.property(fc.integer(), fc.nat({ max: 400 * 24 * HOUR }), (seed, at) => {
    const time = new VirtualTime();
    time.run(at);
    const sensor = new SimulatedSensor({ time, seed });
    const sample = sensor.sample();
    assert.deepEqual(new SimulatedSensor({ time, seed }).sample(), sample);
    const { temperature } = sample.thermometer;
    const { humidity } = sample.hygrometer;
    assert.ok(temperature >= 11 && temperature <= 25, `${temperature} °C`);
    assert.ok(humidity >= 41 && humidity <= 79, `${humidity} %`);
    time.advance(60000);
    assert.ok(Math.abs(sensor.sample().thermometer.temperature - temperature) < 0.5);
  });
  check(t, run, { runs: 300 });
});

test('seeds differ', (t) => {
  const time = new VirtualTime();
  t.notDeepEqual(new SimulatedSensor({ time, seed: 1 }).sample(), new SimulatedSensor({ time, seed: 2 }).sample());
});

test('an offset moves the temperature', (t) => {
  const time = new VirtualTime();
  const sensor = new SimulatedSensor({ time });
  const before = sensor.sample().thermometer.temperature;
  sensor.configure({ offset: 10 });
  sensor.configure({});
  t.is(Math.round((sensor.sample().thermometer.temperature - before) * 100), 1000);
  t.like(t.throws(() => sensor.configure({ offset: NaN })), { code: 'invalid-argument' });
});

test('it keeps to the pattern: closed twice is legal, used after is not', (t) => {
  const sensor = new SimulatedSensor({ time: new VirtualTime() });
  sensor.close();
  sensor.close();
  t.like(t.throws(() => sensor.sample()), { code: 'closed' });
  t.like(t.throws(() => sensor.configure({})), { code: 'closed' });
  t.like(t.throws(() => new SimulatedSensor({ time: new VirtualTime(), seed: 0.5 })), { code: 'invalid-argument' });
});
