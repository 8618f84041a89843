import test from 'ava';
import { SharedTime } from '../../../host-sim/time/shared-time.js';
import type { Alarm, Time } from '../../../modules/ports/time.js';

interface Timer {
  at: number;
  readonly callback: () => void;
}

/** A host whose time also passes while it works: timers that come due meanwhile are late. */
class Host implements Time {
  readonly #timers: Timer[] = [];
  #now = 0;

  now(): number {
    return this.#now;
  }

  alarm(callback: () => void): Alarm {
    const timer: Timer = { at: Infinity, callback };
    this.#timers.push(timer);
    return {
      arm: (delay) => {
        timer.at = this.#now + delay;
      },
      disarm: () => {
        timer.at = Infinity;
      },
    };
  }

  get armed(): number {
    return this.#timers.filter(({ at }) => at < Infinity).length;
  }

  /** The thread is at work. */
  work(milliseconds: number): void {
    this.#now += milliseconds;
  }

  /** Nothing to do but timers. */
  idle(milliseconds: number): void {
    const until = this.#now + milliseconds;
    for (;;) {
      const [first] = [...this.#timers].sort((a, b) => a.at - b.at);
      if (!(first.at <= until)) break;
      this.#now = Math.max(this.#now, first.at);
      first.at = Infinity;
      first.callback();
    }
    this.#now = Math.max(this.#now, until);
  }
}

function setup() {
  const host = new Host();
  const time = new SharedTime(host);
  const rung: [string, number][] = [];
  const note = (name: string) => (): void => {
    rung.push([name, time.now()]);
  };
  return { host, time, rung, note };
}

test('where the host keeps up, alarms ring in order at their times, and the clock is the host’s', (t) => {
  const { host, time, rung, note } = setup();
  time.alarm(note('late')).arm(20);
  time.alarm(note('early')).arm(10);
  time.alarm(note('never')).arm(31);
  host.idle(30);
  t.deepEqual(rung, [
    ['early', 10],
    ['late', 20],
  ]);
  t.is(time.now(), host.now());
  t.is(time.held, 0);
});

test('an answer that was due before its deadline comes before it, however late the host is', (t) => {
  const { host, time, rung, note } = setup();
  const deadline = time.alarm(note('deadline'));
  const final = time.alarm(() => {
    note('final result')();
    deadline.disarm();
  });
  const echo = time.alarm(() => {
    note('echo')();
    final.arm(50);
  });
  deadline.arm(300);
  echo.arm(100);
  host.work(5000);
  host.idle(1000);
  t.deepEqual(rung, [
    ['echo', 100],
    ['final result', 150],
  ]);
});

test('what the host is late by beyond a slack is not made up for: the clock stands still meanwhile', (t) => {
  const { host, time, rung, note } = setup();
  time.alarm(note('first')).arm(100);
  time.alarm(note('second')).arm(1000);
  host.work(5000);
  t.is(time.now(), 100);
  host.idle(0);
  t.is(time.held, 4800);
  host.idle(799);
  t.deepEqual(rung, [['first', 100]]);
  host.idle(1);
  t.deepEqual(rung, [
    ['first', 100],
    ['second', 1000],
  ]);
});

test('the host is not woken for each of many alarms, which have their own times all the same', (t) => {
  const { host, time, rung, note } = setup();
  for (const delay of [0.25, 0.5, 1, 2, 4]) time.alarm(note(`${delay}`)).arm(delay);
  host.idle(4.5);
  t.deepEqual(rung, []);
  host.idle(0.5);
  t.deepEqual(
    rung.map(([, at]) => at),
    [0.25, 0.5, 1, 2, 4],
  );
});

test('a small delay is made up for', (t) => {
  const { host, time, rung, note } = setup();
  time.alarm(note('first')).arm(10);
  time.alarm(note('second')).arm(80);
  host.work(60);
  host.idle(19.9);
  t.deepEqual(rung, [['first', 10]]);
  host.idle(0.1);
  t.deepEqual(rung[1], ['second', 80]);
  t.is(time.held, 0);
});

test('the clock never goes back, nor beyond an alarm that has not rung', (t) => {
  const { host, time } = setup();
  const seen: number[] = [];
  const look = (): void => {
    seen.push(time.now());
  };
  const alarm = time.alarm(look);
  for (const work of [0, 40, 500, 3, 2000]) {
    alarm.arm(30);
    host.work(work);
    look();
    host.idle(10);
    look();
    host.idle(30);
    look();
  }
  t.deepEqual(seen, [...seen].sort((a, b) => a - b));
});

test('alarms that take long and lead to others leave turns to the rest of the host', (t) => {
  const { host, time } = setup();
  let rings = 0;
  const busy = time.alarm(() => {
    rings += 1;
    host.work(1);
    if (rings < 100) busy.arm(0);
  });
  busy.arm(0);
  const seen: number[] = [];
  host.alarm(() => seen.push(rings)).arm(0);
  host.idle(100);
  t.deepEqual(seen, [10]);
  t.is(rings, 100);
});

test('without an alarm of its own it has none of the host’s, which would keep the process alive', (t) => {
  const { host, time, note } = setup();
  const [one, other] = [time.alarm(note('one')), time.alarm(note('other'))];
  one.arm(100);
  other.arm(200);
  one.disarm();
  other.disarm();
  other.disarm();
  t.is(host.armed, 0);
});

test('an alarm armed again rings once, at its last time, also where that is earlier', (t) => {
  const { host, time, rung, note } = setup();
  const alarm = time.alarm(note('alarm'));
  alarm.arm(100);
  alarm.arm(20);
  host.idle(20);
  t.deepEqual(rung, [['alarm', 20]]);
  host.idle(200);
  t.is(rung.length, 1);
});

test('an alarm cannot be armed with what is no number', (t) => {
  const { time, note } = setup();
  t.throws(() => time.alarm(note('never')).arm(NaN), { instanceOf: RangeError });
});

test('an alarm that throws silences no other', (t) => {
  const { host, time, rung, note } = setup();
  const failing = time.alarm(() => {
    throw new Error('failed');
  });
  failing.arm(10);
  time.alarm(note('other')).arm(20);
  t.throws(() => host.idle(30), { message: 'failed' });
  host.idle(30);
  t.deepEqual(rung, [['other', 20]]);
});
