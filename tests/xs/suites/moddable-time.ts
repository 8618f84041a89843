import test from 'ava';
import { ModdableTime } from 'cellnode';
import { clock } from '../moddable/clock.js';
import Timer from '../moddable/timer.js';

const DAY = 86_400_000;

/** Runs the device's timers for so many milliseconds, one at a time. */
function advance(milliseconds: number): void {
  for (let elapsed = 0; elapsed < milliseconds; elapsed += 1) {
    clock.ticks = (clock.ticks + 1) >>> 0;
    Timer.execute();
  }
}

/** Runs without a look at each millisecond: as a device that has nothing to do for days. */
function leap(milliseconds: number): void {
  for (let rest = milliseconds; rest > 0;) {
    const step = Math.max(Math.min(rest, Timer.next()), 1);
    clock.ticks = (clock.ticks + step) >>> 0;
    Timer.execute();
    rest -= step;
  }
}

/** Times at which alarms rang, by name. */
function bench(start = 0) {
  clock.ticks = start >>> 0;
  const time = new ModdableTime();
  const rings: string[] = [];
  const alarm = (name: string, act: () => void = () => undefined) =>
    time.alarm(() => {
      rings.push(`${name} ${time.now()}`);
      act();
    });
  return { time, rings, alarm };
}

test('an alarm rings once, when it is due', (t) => {
  const { rings, alarm } = bench();
  const a = alarm('a');
  advance(100);
  a.arm(50);
  t.deepEqual(rings, []);
  advance(49);
  t.deepEqual(rings, []);
  advance(1000);
  t.deepEqual(rings, ['a 150']);
});

test('armed again, it forgets its earlier time, be the new one sooner or later', (t) => {
  const { rings, alarm } = bench();
  const a = alarm('a');
  a.arm(50);
  advance(40);
  a.arm(50);
  advance(200);
  a.arm(50);
  a.arm(10);
  advance(200);
  t.deepEqual(rings, ['a 90', 'a 250']);
});

test('disarmed, it does not ring, and can be armed again', (t) => {
  const { rings, alarm } = bench();
  const a = alarm('a');
  a.disarm();
  a.arm(50);
  advance(49);
  a.disarm();
  a.disarm();
  advance(200);
  a.arm(1);
  advance(200);
  t.deepEqual(rings, ['a 250']);
});

test('armed in its own callback, it rings again and again', (t) => {
  const { rings, alarm } = bench();
  const a = alarm('a', () => {
    if (rings.length < 3) a.arm(10);
  });
  a.arm(10);
  advance(100);
  t.deepEqual(rings, ['a 10', 'a 20', 'a 30']);
});

test('disarmed in its own callback, and armed and disarmed there, it rings no more', (t) => {
  const { rings, alarm } = bench();
  const a = alarm('a', () => a.disarm());
  const b = alarm('b', () => {
    b.arm(10);
    b.disarm();
  });
  a.arm(10);
  b.arm(10);
  advance(100);
  t.deepEqual(rings, ['a 10', 'b 10']);
});

test('a delay of 0 means the next turn, from a callback too, and each has a turn to itself', (t) => {
  const { time, rings, alarm } = bench();
  const b = alarm('b');
  const a = alarm('a', () => {
    b.arm(0);
    if (rings.length === 1) a.arm(0);
    t.is(rings.at(-1), `a ${time.now()}`);
  });
  a.arm(0);
  t.deepEqual(rings, []);
  advance(1);
  t.deepEqual(rings, ['a 1']);
  advance(1);
  t.deepEqual(rings, ['a 1', 'b 2']);
  advance(1);
  t.deepEqual(rings, ['a 1', 'b 2', 'a 3']);
  advance(100);
  t.is(rings.length, 4);
});

test('of two that are due at once, the first can put the second off, or disarm it', (t) => {
  const { rings, alarm } = bench();
  const first = alarm('first', () => {
    second.arm(30);
    third.disarm();
  });
  const second = alarm('second');
  const third = alarm('third');
  for (const each of [first, second, third]) each.arm(10);
  advance(100);
  t.deepEqual(rings, ['first 10', 'second 40']);
});

test('time goes on where the tick counter changes its sign, and where it wraps', (t) => {
  for (const edge of [2 ** 31, 2 ** 32]) {
    const { time, rings, alarm } = bench(edge - 100);
    const a = alarm('a');
    t.is(time.now(), 0);
    a.arm(150);
    advance(99);
    t.is(time.now(), 99);
    advance(2);
    t.is(time.now(), 101);
    advance(100);
    t.is(time.now(), 201);
    t.deepEqual(rings, ['a 150']);
  }
});

test('an alarm that has rung or was disarmed stays silent for a year, whatever the counter does', (t) => {
  const { time, rings, alarm } = bench();
  const daily = alarm('daily', () => daily.arm(DAY));
  const [rung, disarmed] = [alarm('rung'), alarm('disarmed')];
  daily.arm(DAY);
  rung.arm(5);
  disarmed.arm(5);
  disarmed.disarm();
  leap(365 * DAY);
  daily.disarm();
  t.is(time.now(), 365 * DAY);
  t.deepEqual(rings.filter((ring) => !ring.startsWith('daily')), ['rung 5']);
  t.deepEqual(rings.slice(-1), [`daily ${365 * DAY}`]);
});
