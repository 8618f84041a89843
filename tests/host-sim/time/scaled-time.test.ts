import test from 'ava';
import fc from 'fast-check';
import { RealTime } from '../../../host-sim/time/real-time.js';
import { ScaledTime } from '../../../host-sim/time/scaled-time.js';
import { VirtualTime } from '../../../host-sim/time/virtual-time.js';
import { check } from '../../property.js';

test('an alarm rings after its delay in scaled time, however the pace changes while it is armed', (t) => {
  const scale = fc.double({ min: 0.01, max: 100, noNaN: true });
  const changes = fc.array(fc.record({ after: fc.integer({ min: 0, max: 1000 }), scale }), { maxLength: 5 });
  check(
    t,
    fc.property(scale, changes, fc.integer({ min: 0, max: 10_000 }), (first, later, delay) => {
      const base = new VirtualTime();
      const time = new ScaledTime(base);
      time.scale = first;
      const start = time.now();
      let rangAt: number | undefined;
      time.alarm(() => (rangAt = time.now() - start)).arm(delay);
      for (const change of later) {
        const before = time.now();
        base.advance(change.after);
        if (time.now() < before) throw new Error('the time has gone back');
        time.scale = change.scale;
      }
      base.advance(2 * delay / time.scale + 1);
      if (rangAt === undefined) throw new Error('no alarm');
      if (rangAt < delay || rangAt > delay + 1e-6 * (delay + 1)) throw new Error(`rang at ${rangAt}`);
    }),
  );
});

test('a disarmed alarm stays silent through a change of pace', (t) => {
  const base = new VirtualTime();
  const time = new ScaledTime(base);
  const alarm = time.alarm(() => t.fail());
  alarm.arm(10);
  alarm.disarm();
  time.scale = 10;
  base.advance(1000);
  t.pass();
});

test('an alarm can be armed again from its own callback', (t) => {
  const base = new VirtualTime();
  const time = new ScaledTime(base);
  time.scale = 10;
  const rings: number[] = [];
  const alarm = time.alarm(() => {
    rings.push(Math.round(time.now()));
    if (rings.length < 3) alarm.arm(100);
  });
  alarm.arm(100);
  base.advance(30);
  t.deepEqual(rings, [100, 200, 300]);
});

test('without a change of pace it is the time beneath', (t) => {
  const base = new VirtualTime();
  const time = new ScaledTime(base);
  base.advance(1234.5);
  t.is(time.now(), base.now());
});

test('refuses a pace that is none', (t) => {
  const time = new ScaledTime(new RealTime());
  for (const scale of [0, -1, NaN, 0.001, 1000, Infinity]) {
    t.throws(() => (time.scale = scale), { instanceOf: RangeError, message: /a time scale is a number from 0.01 to 100/ });
  }
  t.is(time.scale, 1);
});
