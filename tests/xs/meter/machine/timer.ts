import { beginTurn, endTurn, enterDriver, leaveDriver } from './meter.js';

type Callback = (timer: VirtualTimer) => void;

const NEVER = -1;

class VirtualTimer {
  readonly callback: Callback;
  /** Whether its callback is the driver's, and metered. */
  readonly isDrivers: boolean;
  due = NEVER;
  /** Of timers that are due at one time the one that was armed first rings first. */
  arming = 0;

  constructor(callback: Callback, isDrivers: boolean) {
    this.callback = callback;
    this.isDrivers = isDrivers;
  }
}

const timers: VirtualTimer[] = [];
let now = 0;
let armings = 0;

/** `timer` as Moddable has it, as far as the driver uses it, in virtual time. A callback is a turn. Allocates only in `set`. */
export default {
  set(callback: Callback): VirtualTimer {
    const wasInside = leaveDriver();
    const timer = makeTimer(callback, true);
    enterDriver(wasInside);
    return timer;
  },

  schedule(timer: VirtualTimer, delay: number = NEVER): void {
    const wasInside = leaveDriver();
    arm(timer, delay);
    enterDriver(wasInside);
  },
};

/** A timer of the other end of the line. */
export function peerTimer(callback: () => void): VirtualTimer {
  return makeTimer(callback, false);
}

export function arm(timer: VirtualTimer, delay: number): void {
  timer.due = delay === NEVER ? NEVER : now + delay;
  timer.arming = armings;
  armings += 1;
}

export function isArmed(timer: VirtualTimer): boolean {
  return timer.due !== NEVER;
}

/** Milliseconds of virtual time. */
export function milliseconds(): number {
  return now;
}

/** Lets time pass until the next timer is due, and rings it. */
export function takeTurn(): void {
  const timer = nextTimer();
  if (timer === undefined) throw new Error('nothing happens any more');
  ring(timer);
}

/** Lets so many milliseconds pass, and rings what is due meanwhile. */
export function letPass(duration: number): void {
  const end = now + duration;
  for (let timer = nextTimer(); timer !== undefined && timer.due <= end; timer = nextTimer()) ring(timer);
  now = end;
}

function ring(timer: VirtualTimer): void {
  now = timer.due;
  timer.due = NEVER;
  if (timer.isDrivers) beginTurn();
  timer.callback(timer);
  if (timer.isDrivers) endTurn();
}

function makeTimer(callback: Callback, isDrivers: boolean): VirtualTimer {
  const timer = new VirtualTimer(callback, isDrivers);
  timers.push(timer);
  return timer;
}

function nextTimer(): VirtualTimer | undefined {
  let next: VirtualTimer | undefined = undefined;
  for (let index = 0; index < timers.length; index += 1) {
    const timer = timers[index];
    if (isArmed(timer) && (next === undefined || isBefore(timer, next))) next = timer;
  }
  return next;
}

function isBefore(timer: VirtualTimer, other: VirtualTimer): boolean {
  return timer.due < other.due || (timer.due === other.due && timer.arming < other.arming);
}
