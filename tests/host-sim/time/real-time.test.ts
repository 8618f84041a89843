import { stat } from 'node:fs';
import test from 'ava';
import { RealTime } from '../../../host-sim/time/real-time.js';

/** Arms an alarm and gives the time that passed until it rang. */
function wait(time: RealTime, delay: number): Promise<number> {
  const start = time.now();
  return new Promise((resolve) => time.alarm(() => resolve(time.now() - start)).arm(delay));
}

test('an alarm rings from a turn of its own, never early', async (t) => {
  const time = new RealTime();
  for (const delay of [0, 0.4, 1.7, 3]) t.true((await wait(time, delay)) >= delay);
});

test('an alarm armed in the middle of a millisecond is not early either', async (t) => {
  const time = new RealTime();
  // Timers count whole milliseconds from the start of one.
  for (let phase = 0; phase < 1; phase += 0.05) {
    const start = time.now();
    while (time.now() < start + 1 + phase);
    t.true((await wait(time, 2)) >= 2);
  }
});

test('an alarm armed with 0 rings before a timer can', async (t) => {
  const time = new RealTime();
  const rung: string[] = [];
  await new Promise<void>((resolve) => {
    // Behind input and output come immediates and then timers, however long the host is held up in between.
    stat('.', () => {
      time
        .alarm(() => {
          rung.push('timer');
          resolve();
        })
        .arm(1);
      time.alarm(() => rung.push('turn')).arm(0);
      rung.push('call');
    });
  });
  t.deepEqual(rung, ['call', 'turn', 'timer']);
});

test('an alarm that is armed again or disarmed forgets the earlier arming', async (t) => {
  const time = new RealTime();
  let rings = 0;
  const alarm = time.alarm(() => (rings += 1));
  alarm.arm(0);
  alarm.arm(1);
  const silent = time.alarm(() => t.fail());
  silent.arm(0);
  silent.disarm();
  silent.disarm();
  await wait(time, 3);
  t.is(rings, 1);
});

test('a delay longer than what setTimeout takes does not ring at once', async (t) => {
  const time = new RealTime();
  const alarm = time.alarm(() => t.fail());
  alarm.arm(40 * 24 * 3600 * 1000);
  await wait(time, 3);
  alarm.disarm();
  t.throws(() => alarm.arm(NaN), { instanceOf: RangeError });
  t.throws(() => alarm.arm(Infinity), { instanceOf: RangeError });
});
