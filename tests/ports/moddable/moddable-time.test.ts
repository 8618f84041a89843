import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { VirtualTime } from '../../../host-sim/time/virtual-time.js';
import type { Alarm, Time } from '../../../modules/ports/time.js';
import { check } from '../../property.js';
import { LinuxTimers } from './native/linux-timers.js';
import { MicrocontrollerTimers } from './native/microcontroller-timers.js';
import type { TimerHost, TimerHostMaker } from './native/timer-module.js';
import { ModdableDevice } from './preload/moddable-device.js';

const DAY = 86_400_000;

interface Clock {
  readonly virtual: VirtualTime;
  readonly time: Time;
  readonly timers: TimerHost;
}

function clock(timers: TimerHostMaker, ticks?: number): Clock {
  const device = new ModdableDevice({ timers, ticks });
  device.machine.start();
  const { ModdableTime } = device.machine.exports('cellnode') as { ModdableTime: new () => Time };
  return { virtual: device.time, time: new ModdableTime(), timers: device.timers };
}

const HOSTS: Readonly<Record<string, TimerHostMaker>> = {
  'a microcontroller': (time) => new MicrocontrollerTimers(time),
  Linux: (time) => new LinuxTimers(time),
};

test('a timer of a microcontroller that another schedules anew as both are due rings all the same', (t) => {
  const virtual = new VirtualTime();
  const { Timer } = new MicrocontrollerTimers(virtual);
  const rung: number[] = [];
  Timer.set(() => Timer.schedule(deadline, 5000, 5000), 10);
  const deadline = Timer.set(() => rung.push(virtual.now()), 10, 10);
  virtual.advance(100);
  t.deepEqual(rung, [10]);
});

test('a timer of Linux that schedules itself anew, with another repeat interval, cannot be stopped', (t) => {
  const virtual = new VirtualTime();
  const { Timer } = new LinuxTimers(virtual);
  const rung: number[] = [];
  const timer = Timer.set(() => {
    rung.push(virtual.now());
    if (rung.length === 1) Timer.schedule(timer, 10, DAY);
  }, 10, 10);
  virtual.advance(15);
  Timer.schedule(timer);
  virtual.advance(100);
  t.true(rung.length > 1);
});

for (const [name, timers] of Object.entries(HOSTS)) {
  test(`on ${name}: alarms ring once, when they are due`, (t) => {
    const { virtual, time } = clock(timers);
    const rung: string[] = [];
    const early = time.alarm(() => rung.push(`early ${virtual.now()}`));
    const late = time.alarm(() => rung.push(`late ${virtual.now()}`));
    const never = time.alarm(() => rung.push('never'));
    late.arm(30);
    early.arm(10);
    never.arm(20);
    virtual.advance(15);
    never.disarm();
    virtual.advance(DAY);
    t.deepEqual(rung, ['early 10', 'late 30']);
  });

  test(`on ${name}: an alarm that is armed again as others ring does not ring with them`, (t) => {
    const { virtual, time } = clock(timers);
    const rung: string[] = [];
    const deadline = time.alarm(() => rung.push(`deadline ${virtual.now()}`));
    const turn = time.alarm(() => {
      rung.push(`turn ${virtual.now()}`);
      deadline.arm(5000);
    });
    turn.arm(10);
    deadline.arm(10);
    virtual.advance(DAY);
    t.deepEqual(rung, ['turn 10', 'deadline 5010']);
  });

  test(`on ${name}: however many alarms there were, there is one native timer, and it rests`, (t) => {
    const { virtual, time, timers: host } = clock(timers);
    for (let round = 0; round < 100; round += 1) {
      const alarm: Alarm = time.alarm(() => {
        if (virtual.now() < 50) alarm.arm(round % 3);
      });
      alarm.arm(round % 7);
      virtual.advance(1);
    }
    virtual.advance(DAY);
    t.is(host.count, 1);
    t.true(virtual.armed <= 1);
    const before = virtual.armed;
    virtual.advance(40 * DAY);
    t.is(virtual.armed, before);
  });

  test(`on ${name}: time goes on when the native ticks wrap`, (t) => {
    const { virtual, time } = clock(timers, 0x7fffffff - 1000);
    const rung: number[] = [];
    const alarm = time.alarm(() => {
      rung.push(Math.round(virtual.now()));
      alarm.arm(DAY);
    });
    alarm.arm(DAY);
    virtual.advance(60 * DAY);
    t.is(rung.length, 60);
    t.is(rung.at(-1), 60 * DAY);
    t.is(time.now(), 60 * DAY);
  });

  test(`on ${name}: whatever is armed and disarmed rings as it should, at most a millisecond late, behind those of the next turn that were first`, (t) => {
    const action = fc.record({ alarm: fc.nat(2), delay: fc.option(fc.nat(6), { nil: undefined }) });
    const scenario = fc.array(fc.record({ after: fc.nat(4), action }), { maxLength: 12 });
    const reactions = fc.array(fc.option(action, { nil: undefined }), { maxLength: 12 });
    const { virtual, time } = clock(timers);
    check(
      t,
      fc.property(scenario, reactions, (steps, inside) => {
        const due: (number | undefined)[] = [undefined, undefined, undefined];
        // Of one that is armed for the next turn: how many are so already, each of which has a turn of its own, a millisecond, before it.
        const ahead: (number | undefined)[] = [undefined, undefined, undefined];
        const waiting = [...inside];
        const apply = ({ alarm, delay }: { alarm: number; delay: number | undefined }): void => {
          due[alarm] = delay === undefined ? undefined : virtual.now() + delay;
          if (delay !== 0) ahead[alarm] = undefined;
          else ahead[alarm] ??= ahead.filter((others) => others !== undefined).length;
          if (delay === undefined) alarms[alarm].disarm();
          else alarms[alarm].arm(delay);
        };
        const alarms = due.map((_none, index) =>
          time.alarm(() => {
            const expected = due[index];
            assert.ok(expected !== undefined, `alarm ${index} rings and is not armed`);
            const latest = expected + 1 + (ahead[index] ?? 0);
            assert.ok(virtual.now() >= expected && virtual.now() <= latest, `${expected} to ${latest} at ${virtual.now()}`);
            due[index] = undefined;
            ahead[index] = undefined;
            const reaction = waiting.shift();
            if (reaction !== undefined) apply(reaction);
          }),
        );
        for (const step of steps) {
          virtual.advance(step.after);
          apply(step.action);
        }
        virtual.advance(1000);
        assert.deepEqual(due, [undefined, undefined, undefined]);
      }),
      { runs: 300 },
    );
  });
}
