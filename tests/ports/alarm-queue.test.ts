import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { VirtualTime } from '../../host-sim/time/virtual-time.js';
import { AlarmQueue } from '../../modules/ports/alarm-queue.js';
import type { Alarm, Time } from '../../modules/ports/time.js';
import { check } from '../property.js';

/** The queue on one alarm of virtual time, its host's timer. */
function queueIn(time: Time): { queue: AlarmQueue; delays: number[] } {
  const delays: number[] = [];
  const timer = time.alarm(() => queue.ring());
  const queue = new AlarmQueue({
    now: () => time.now(),
    schedule(delay) {
      delays.push(delay);
      timer.arm(delay);
    },
  });
  return { queue, delays };
}

/** What would go on for ever within one turn fails, and does not hang the suite. */
const MOST_TURNS = 1000;

function countedTurns(): () => number {
  let turns = 0;
  return () => {
    turns += 1;
    if (turns > MOST_TURNS) throw new Error('what is armed again and again rings in one turn, and lets nothing else come');
    return turns;
  };
}

test('alarms ring when they are due, and those of the same time in the order of their arming', (t) => {
  const time = new VirtualTime();
  const { queue } = queueIn(time);
  const rung: string[] = [];
  const alarm = (name: string): Alarm => queue.alarm(() => rung.push(`${name} ${time.now()}`));
  const [first, second, third, fourth] = ['first', 'second', 'third', 'fourth'].map(alarm);
  third.arm(20);
  first.arm(10);
  second.arm(10);
  fourth.arm(5);
  fourth.disarm();
  fourth.disarm();
  time.advance(100);
  t.deepEqual(rung, ['first 10', 'second 10', 'third 20']);
});

test('an alarm armed again rings once, for its last arming', (t) => {
  const time = new VirtualTime();
  const { queue } = queueIn(time);
  const rung: number[] = [];
  const alarm = queue.alarm(() => rung.push(time.now()));
  alarm.arm(10);
  alarm.arm(30);
  time.advance(20);
  alarm.arm(5);
  time.advance(100);
  t.deepEqual(rung, [25]);
});

test('what is armed while alarms ring waits for a later turn, even with no delay', (t) => {
  const time = new VirtualTime();
  const { queue, delays } = queueIn(time);
  const count = countedTurns();
  let turns = 0;
  const again = queue.alarm(() => {
    turns = count();
    again.arm(0);
  });
  again.arm(0);
  time.advance(3);
  t.is(turns, 3);
  t.true(delays.every((delay) => delay >= 1), 'a host takes a timer without a delay for one that does not repeat');
});

test('what is armed for the next turn again and again keeps nothing else waiting', (t) => {
  const time = new VirtualTime();
  const { queue } = queueIn(time);
  const rung: number[] = [];
  const count = countedTurns();
  const busy = queue.alarm(() => {
    count();
    busy.arm(0);
  });
  queue.alarm(() => rung.push(time.now())).arm(10);
  busy.arm(0);
  time.advance(20);
  t.deepEqual(rung, [10]);
});

test('what waits for the next turn comes before what is due then', (t) => {
  const time = new VirtualTime();
  const { queue } = queueIn(time);
  const rung: string[] = [];
  queue.alarm(() => rung.push('due')).arm(1);
  const soon = queue.alarm(() => rung.push('gone'));
  soon.arm(0);
  queue.alarm(() => rung.push('soon')).arm(0);
  soon.disarm();
  time.advance(1);
  t.deepEqual(rung, ['soon', 'due']);
});

test('an exception comes out, and costs no other alarm', (t) => {
  const time = new VirtualTime();
  const { queue } = queueIn(time);
  const rung: number[] = [];
  queue
    .alarm(() => {
      throw new Error('of the callback');
    })
    .arm(10);
  queue.alarm(() => rung.push(time.now())).arm(10);
  t.throws(() => time.advance(10), { message: 'of the callback' });
  time.advance(10);
  t.deepEqual(rung, [11]);
});

test('the timer that comes for nothing is set for what is left', (t) => {
  const time = new VirtualTime();
  const { queue, delays } = queueIn(time);
  const rung: number[] = [];
  const soon = queue.alarm(() => rung.push(-1));
  queue.alarm(() => rung.push(time.now())).arm(50);
  soon.arm(10);
  soon.disarm();
  time.advance(100);
  t.deepEqual(rung, [50]);
  t.deepEqual(delays, [50, 10, 40]);
});

test('a fraction of a millisecond is waited for on a host that counts whole ones, and costs it no turn', (t) => {
  const time = new VirtualTime();
  let turns = 0;
  const timer = time.alarm(() => {
    turns += 1;
    queue.ring();
  });
  const queue = new AlarmQueue({ now: () => time.now(), schedule: (delay) => timer.arm(Math.trunc(delay)) });
  const rung: number[] = [];
  for (const delay of [10.2, 20.9]) queue.alarm(() => rung.push(time.now())).arm(delay);
  time.advance(100);
  t.deepEqual(rung, [11, 21]);
  t.is(turns, 2);
});

interface Action {
  readonly alarm: number;
  /** Disarms where absent. */
  readonly delay: number | undefined;
}

/** What is done with three alarms: from the outside, and by each that rings. */
interface Scenario {
  readonly outside: readonly { readonly after: number; readonly action: Action }[];
  readonly inside: readonly (Action | undefined)[];
}

const action: fc.Arbitrary<Action> = fc.record({
  alarm: fc.nat(2),
  delay: fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined }),
});
const scenario: fc.Arbitrary<Scenario> = fc.record({
  outside: fc.array(fc.record({ after: fc.nat(4), action }), { maxLength: 12 }),
  inside: fc.array(fc.option(action, { nil: undefined }), { maxLength: 12 }),
});

/** Runs the scenario, and tells what rang when. */
function run(time: VirtualTime, alarms: Time, { outside, inside }: Scenario): string[] {
  const rung: string[] = [];
  const reactions = [...inside];
  const apply = ({ alarm, delay }: Action): void => {
    if (delay === undefined) three[alarm].disarm();
    else three[alarm].arm(delay);
  };
  const three = [0, 1, 2].map((index) =>
    alarms.alarm(() => {
      rung.push(`${index} at ${time.now()}`);
      const reaction = reactions.shift();
      if (reaction !== undefined) apply(reaction);
    }),
  );
  for (const step of outside) {
    time.advance(step.after);
    apply(step.action);
  }
  time.advance(20);
  return rung;
}

test('whatever is armed, disarmed and armed again, from within callbacks too, it rings as alarms of their own would', (t) => {
  check(
    t,
    fc.property(scenario, (steps) => {
      const own = new VirtualTime();
      const shared = new VirtualTime();
      assert.deepEqual(run(shared, queueIn(shared).queue, steps), run(own, own, steps));
    }),
    { runs: 500 },
  );
});
