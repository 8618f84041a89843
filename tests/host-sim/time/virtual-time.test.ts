import test from 'ava';
import { VirtualTime } from '../../../host-sim/time/virtual-time.js';

test('alarms ring at their time, in order, and the time reaches its end', (t) => {
  const time = new VirtualTime();
  const rung: [string, number][] = [];
  const note = (name: string) => () => rung.push([name, time.now()]);
  time.alarm(note('late')).arm(20);
  time.alarm(note('early')).arm(10);
  time.alarm(note('never')).arm(30.5);
  time.run(30);
  t.deepEqual(rung, [
    ['early', 10],
    ['late', 20],
  ]);
  t.is(time.now(), 30);
  t.is(time.armed, 1);
});

test('alarms due at the same time ring in the order in which they were armed last', (t) => {
  const time = new VirtualTime();
  const rung: string[] = [];
  const first = time.alarm(() => rung.push('first'));
  const second = time.alarm(() => rung.push('second'));
  const third = time.alarm(() => rung.push('third'));
  first.arm(5);
  second.arm(5);
  third.arm(5);
  first.arm(5);
  time.run(5);
  t.deepEqual(rung, ['second', 'third', 'first']);
});

test('0 is the next turn, never this one', (t) => {
  const time = new VirtualTime();
  const rung: string[] = [];
  const next = time.alarm(() => rung.push('next'));
  next.arm(0);
  t.deepEqual(rung, []);
  time
    .alarm(() => {
      next.arm(0);
      rung.push('this');
    })
    .arm(0);
  time.run(0);
  t.deepEqual(rung, ['next', 'this', 'next']);
  t.is(time.now(), 0);
});

test('an alarm that is armed again forgets the earlier arming, and one that is disarmed does not ring', (t) => {
  const time = new VirtualTime();
  const rung: number[] = [];
  const alarm = time.alarm(() => rung.push(time.now()));
  alarm.arm(5);
  alarm.arm(15);
  time.run(10);
  t.deepEqual(rung, []);
  time.run(15);
  t.deepEqual(rung, [15]);
  alarm.arm(1);
  alarm.disarm();
  alarm.disarm();
  time.run(100);
  t.deepEqual(rung, [15]);
});

test('a delay that has passed is due now, and one that is no finite number is refused', (t) => {
  const time = new VirtualTime();
  let rings = 0;
  const alarm = time.alarm(() => (rings += 1));
  alarm.arm(-3);
  time.run(0);
  t.is(rings, 1);
  t.throws(() => alarm.arm(NaN), { instanceOf: RangeError });
  t.throws(() => alarm.arm(Infinity), { instanceOf: RangeError });
});

test('runUntil stops at the alarm that makes the condition true', (t) => {
  const time = new VirtualTime();
  let count = 0;
  const alarm = time.alarm(() => {
    count += 1;
    alarm.arm(10);
  });
  alarm.arm(10);
  t.true(time.runUntil(() => count === 3, 1000));
  t.is(time.now(), 30);
  t.true(time.runUntil(() => count === 3, 1000));
  t.is(time.now(), 30);
});

test('runUntil gives up after its limit of virtual time', (t) => {
  const time = new VirtualTime();
  time.advance(5);
  let count = 0;
  const alarm = time.alarm(() => {
    count += 1;
    alarm.arm(10);
  });
  alarm.arm(10);
  t.false(time.runUntil(() => count === 5, 45));
  t.is(count, 4);
  t.is(time.now(), 50);
});

test('runUntilIdle stays at the last alarm, and tells when there is no end of them', (t) => {
  const time = new VirtualTime();
  const chain = time.alarm(() => {
    if (time.now() < 30) chain.arm(10);
  });
  chain.arm(10);
  t.true(time.runUntilIdle(Infinity));
  t.is(time.now(), 30);
  const endless = time.alarm(() => endless.arm(10));
  endless.arm(10);
  t.false(time.runUntilIdle(100));
  t.is(time.now(), 130);
});

test('without an end, the time stays at the last alarm', (t) => {
  const time = new VirtualTime();
  time.alarm(() => undefined).arm(7);
  time.run(Infinity);
  t.is(time.now(), 7);
  t.false(time.runUntil(() => false, Infinity));
  t.is(time.now(), 7);
});

test('an exception of a callback comes out of the run, which can be taken up again', (t) => {
  const time = new VirtualTime();
  let hasRung = false;
  time
    .alarm(() => {
      throw new Error('from the callback');
    })
    .arm(10);
  time.alarm(() => (hasRung = true)).arm(10);
  t.throws(() => time.run(100), { message: 'from the callback' });
  t.is(time.now(), 10);
  t.false(hasRung);
  time.run(100);
  t.true(hasRung);
});

test('a callback cannot run the time', (t) => {
  const time = new VirtualTime();
  time.alarm(() => time.run(100)).arm(10);
  t.throws(() => time.run(50), { message: /cannot run it/ });
});

test('a year of deadlines that are armed and disarmed leaves nothing behind', (t) => {
  const time = new VirtualTime();
  const deadline = time.alarm(() => t.fail());
  let turns = 0;
  const turn = time.alarm(() => {
    turns += 1;
    deadline.arm(75_000);
    turn.arm(60_000);
  });
  turn.arm(60_000);
  time.run(365 * 24 * 3600 * 1000);
  t.is(turns, 365 * 24 * 60);
  t.is(time.armed, 2);
});
