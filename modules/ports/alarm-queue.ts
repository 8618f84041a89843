import type { Alarm, Time } from './time.js';

/** The shortest time for which the host's timer is set. */
const SHORTEST = 1;

/** The clock of a host and its one timer. */
export interface HostTimer {
  /** As {@link Time.now}. */
  now(): number;
  /**
   * Has {@link AlarmQueue.ring} called after `delay` milliseconds, a whole number of at least 1, and forgets an earlier setting.
   * A call that comes early or for nothing does no harm.
   */
  schedule(delay: number): void;
}

/** In the place of an alarm's time in the queue: it is not armed, or for the next turn. */
const UNARMED = -2;
const NEXT_TURN = -1;

/**
 * {@link Time} from one timer of the host, however many alarms there are. Armed alarms are linked, so arming allocates nothing; one
 * that is not armed is known to its owner alone, and goes with it.
 *
 * Most alarms are for the next turn. Those have a list of their own, in the order of their arming: they cost no look at the clock.
 * Each has a turn to itself, so that the host can read its port between two of them.
 *
 * The others are in the order in which they are due. Most of these are deadlines, which are armed anew for later with each command
 * and hardly ever ring: such an alarm keeps its place, and is put where it belongs only when its turn there has come.
 */
export class AlarmQueue implements Time {
  readonly #timer: HostTimer;
  #next: QueuedAlarm | undefined = undefined;
  #lastOfNext: QueuedAlarm | undefined = undefined;
  #later: QueuedAlarm | undefined = undefined;
  #armings = 0;
  #isRinging = false;

  constructor(timer: HostTimer) {
    this.#timer = timer;
  }

  now(): number {
    return this.#timer.now();
  }

  alarm(callback: () => void): Alarm {
    return new QueuedAlarm(this, callback);
  }

  /** For the next turn. One that is armed for it already keeps its place. */
  armForNextTurn(alarm: QueuedAlarm): void {
    if (alarm.time === NEXT_TURN) return;
    if (alarm.time !== UNARMED) this.remove(alarm);
    alarm.time = NEXT_TURN;
    const last = this.#lastOfNext;
    this.#lastOfNext = alarm;
    if (last !== undefined) {
      last.next = alarm;
      return;
    }
    this.#next = alarm;
    if (!this.#isRinging) this.#timer.schedule(SHORTEST);
  }

  /** `delay` is more than 0. */
  armForLater(alarm: QueuedAlarm, delay: number): void {
    const due = this.#timer.now() + delay;
    alarm.due = due;
    alarm.arming = this.#armings += 1;
    const { time } = alarm;
    if (time >= 0 && time < due) return;
    if (time !== UNARMED) this.remove(alarm);
    this.#insert(alarm);
    if (this.#later === alarm && !this.#isRinging && this.#next === undefined) this.#schedule(delay);
  }

  /** The host's timer is left as it is: to come for nothing costs less than to be set again for every command. */
  remove(alarm: QueuedAlarm): void {
    let before: QueuedAlarm | undefined = undefined;
    let walker = alarm.time === NEXT_TURN ? this.#next : this.#later;
    while (walker !== undefined && walker !== alarm) {
      before = walker;
      walker = walker.next;
    }
    const { next } = alarm;
    if (before !== undefined) before.next = next;
    else if (alarm.time === NEXT_TURN) this.#next = next;
    else this.#later = next;
    if (this.#lastOfNext === alarm) this.#lastOfNext = before;
    alarm.time = UNARMED;
    alarm.next = undefined;
  }

  /**
   * Calls back the first of those for the next turn, and all that are due. What is armed meanwhile waits for a later turn, even with
   * no delay.
   */
  ring(): void {
    this.#isRinging = true;
    try {
      // Asked before the callbacks, so that nothing which they arm is due by it.
      const now = this.#later === undefined ? 0 : this.#timer.now();
      const first = this.#next;
      if (first !== undefined) {
        this.#next = first.next;
        if (first.next === undefined) this.#lastOfNext = undefined;
        call(first);
      }
      const due = this.#later;
      if (due !== undefined && due.time <= now) this.#ringDue(now);
    } finally {
      this.#isRinging = false;
      const first = this.#later;
      if (this.#next !== undefined) this.#timer.schedule(SHORTEST);
      else if (first !== undefined) this.#schedule(first.time - this.#timer.now());
    }
  }

  #ringDue(now: number): void {
    for (let first = this.#later; first !== undefined && first.time <= now; first = this.#later) {
      this.#later = first.next;
      if (first.due === first.time) call(first);
      else this.#insert(first);
    }
  }

  /** Where it is due, and of one time in the order of arming. */
  #insert(alarm: QueuedAlarm): void {
    const { due, arming } = alarm;
    let before: QueuedAlarm | undefined = undefined;
    let walker = this.#later;
    while (walker !== undefined && (walker.time < due || (walker.time === due && walker.arming < arming))) {
      before = walker;
      walker = walker.next;
    }
    alarm.time = due;
    alarm.next = walker;
    if (before === undefined) this.#later = alarm;
    else before.next = alarm;
  }

  /** Rounded up: a host that counts whole milliseconds drops the fraction, and would ring once more for each alarm. */
  #schedule(delay: number): void {
    const whole = Math.ceil(delay);
    this.#timer.schedule(whole > SHORTEST ? whole : SHORTEST);
  }
}

/** It is out of its list. */
function call(alarm: QueuedAlarm): void {
  alarm.time = UNARMED;
  alarm.next = undefined;
  alarm.callback();
}

class QueuedAlarm implements Alarm {
  /** The time at which it is in the queue: when it is due, or before that where it was armed anew; or why it has none. */
  time = UNARMED;
  /** When it is due. */
  due = 0;
  /** Its number among all armings. */
  arming = 0;
  next: QueuedAlarm | undefined = undefined;
  readonly callback: () => void;
  /** Not private: that takes 16 bytes more of each alarm. */
  readonly queue: AlarmQueue;

  constructor(queue: AlarmQueue, callback: () => void) {
    this.queue = queue;
    this.callback = callback;
  }

  arm(delay: number): void {
    if (delay > 0) this.queue.armForLater(this, delay);
    else this.queue.armForNextTurn(this);
  }

  disarm(): void {
    if (this.time !== UNARMED) this.queue.remove(this);
  }
}
