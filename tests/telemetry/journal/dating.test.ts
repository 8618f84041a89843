import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { FULL_POLICIES } from '../../../modules/telemetry/journal/full-policy.js';
import type { RealTimeClock } from '../../../modules/ports/real-time-clock.js';
import { check } from '../../property.js';
import { BEGINNING, DatingWorld, type HostClock, type Published } from './dating-world.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const HOST_CLOCKS = ['none', 'without battery', 'with battery'] as const satisfies readonly HostClock[];

/** A start of the host: readings, in between or not at all UTC, which then lasts, and how it ends. */
interface Life {
  readonly readings: number;
  readonly interval: number;
  /** Reading before which UTC becomes known; behind the last one: never. */
  readonly online: number;
  readonly published: number;
  readonly pause: number;
  readonly isPowerLost: boolean;
}

const life: fc.Arbitrary<Life> = fc.record({
  readings: fc.nat({ max: 12 }),
  interval: fc.integer({ min: SECOND, max: 20 * MINUTE }),
  online: fc.oneof({ weight: 4, arbitrary: fc.constant(99) }, { weight: 1, arbitrary: fc.nat({ max: 12 }) }),
  published: fc.nat({ max: 12 }),
  pause: fc.oneof(fc.integer({ min: 300, max: 10 * SECOND }), fc.integer({ min: 0, max: 3 * DAY })),
  isPowerLost: fc.boolean(),
});

function live(world: DatingWorld, { readings, interval, online, published }: Life): void {
  for (let index = 0; index < readings; index += 1) {
    if (index === online) world.goOnline();
    world.take();
    world.time.advance(interval);
  }
  if (online <= readings) {
    world.goOnline();
    world.publish(published);
  }
}

/** Whether what is told of the time is so: rounded to milliseconds, and a host's clock, from which `after` may come, is set to seconds. */
function isTrue({ taken, time, uncertainty, after }: Published): boolean {
  if (time === null) return after === undefined || after <= taken + SECOND;
  return Math.abs(taken - time) <= uncertainty + 1;
}

/** The first start knows UTC, and so does the last. */
function afterwards(world: DatingWorld, lives: readonly Life[]): readonly Published[] {
  world.goOnline();
  world.take();
  for (const next of lives) {
    world.time.advance(MINUTE);
    world.restart(next.pause, next.isPowerLost);
    live(world, next);
  }
  world.goOnline();
  world.publish();
  return world.published;
}

for (const hostClock of HOST_CLOCKS) {
  test(`a host clock ${hostClock}: whenever it restarts, a reading was taken within the bounds that are told`, (t) => {
    const property = fc.property(fc.constantFrom(...FULL_POLICIES), fc.array(life, { maxLength: 40 }), (whenFull, lives) => {
      const published = afterwards(new DatingWorld(whenFull, hostClock, 4), lives);
      assert.deepEqual(published.filter((reading) => !isTrue(reading)), []);
      assert.deepEqual(published.filter(({ time }) => time === null), []);
    });
    check(t, property, { runs: 300 });
  });
}

test('whether UTC was ever known or not, nothing wrong is told', (t) => {
  const property = fc.property(fc.constantFrom(...HOST_CLOCKS), fc.array(life, { maxLength: 20 }), (hostClock, lives) => {
    const world = new DatingWorld('drop-oldest', hostClock, 4);
    for (const next of lives) {
      live(world, next);
      world.publish(next.published);
      world.restart(next.pause, next.isPowerLost);
    }
    // Without the clock they go when patience is over.
    world.publish();
    world.time.advance(3 * MINUTE);
    world.publish();
    assert.deepEqual(world.published.filter((reading) => !isTrue(reading)), []);
  });
  check(t, property, { runs: 300 });
});

/** Thirty days without a network, a reading every 15 minutes, a watchdog that restarts the host every hour. */
function longOutage(hostClock: HostClock, rate = 0, powerLostAt = -1): DatingWorld {
  const world = new DatingWorld('thin-out', hostClock, 16, rate);
  world.goOnline();
  world.take();
  world.publish();
  for (let hour = 0; hour < 30 * 24; hour += 1) {
    for (let quarter = 0; quarter < 4; quarter += 1) {
      world.take();
      world.time.advance(15 * MINUTE);
    }
    world.restart(hour === powerLostAt ? DAY : 5 * SECOND, hour === powerLostAt);
  }
  world.take();
  world.goOnline();
  world.publish();
  return world;
}

const undated = ({ published }: DatingWorld): number => published.filter(({ time }) => time === null).length;
const leastExact = ({ published }: DatingWorld): number => Math.max(...published.map(({ uncertainty }) => uncertainty));

for (const hostClock of HOST_CLOCKS) {
  test(`thirty days of outage with an hourly watchdog, host clock ${hostClock}: every reading arrives dated`, (t) => {
    const world = longOutage(hostClock);
    t.true(world.published.length > 1000, `${world.published.length}`);
    t.is(undated(world), 0);
    t.true(world.published.every(isTrue));
    t.log(`${world.published.length} readings, within ${leastExact(world) / SECOND} s`);
    // To a second, where a clock has run on; else the outage is all that is known, but for the hours of which a reading was kept.
    t.true(leastExact(world) <= (hostClock === 'none' ? 15 * DAY + SECOND : 2 * SECOND), `${leastExact(world)} ms`);
  });
}

test('a host clock that drifts: the bounds tell by how much', (t) => {
  for (const rate of [1e-5, -1e-5, 1e-3, -1e-3]) {
    const world = longOutage('without battery', rate);
    t.is(undated(world), 0);
    t.true(world.published.every(isTrue), `${rate}`);
    t.log(`a clock that is fast by ${rate}: within ${leastExact(world) / SECOND} s`);
    t.true(leastExact(world) <= 30 * DAY * Math.abs(rate) + 3 * SECOND, `${rate}: ${leastExact(world)} ms`);
  }
});

test('a day without power in the middle of it: the bounds are as wide as that', (t) => {
  const world = longOutage('without battery', 0, 360);
  t.is(undated(world), 0);
  t.true(world.published.every(isTrue));
  t.log(`within ${leastExact(world) / HOUR} h`);
  t.true(leastExact(world) > 12 * HOUR && leastExact(world) < 14 * HOUR, `${leastExact(world) / HOUR} h`);
});

const broken = (shown: () => number): RealTimeClock => ({
  get time() {
    return shown();
  },
  set time(_value) {
    throw new Error('no answer');
  },
});

for (const [what, shown] of [
  ['does not answer', () => assert.fail('no answer')],
  ['shows nothing', () => NaN],
  ['has stopped', () => BEGINNING],
  ['has been set to another century', () => BEGINNING + 36500 * DAY],
] as const) {
  test(`a host clock that ${what} does no harm`, (t) => {
    const world = new DatingWorld('drop-oldest', broken(shown), 4);
    world.goOnline();
    world.take();
    world.restart(MINUTE, false);
    world.take();
    world.goOnline();
    world.restart(HOUR, false);
    world.goOnline();
    world.publish();
    t.is(world.published.length, 2);
    t.true(world.published.every(isTrue));
    t.true(leastExact(world) <= HOUR);
  });
}
