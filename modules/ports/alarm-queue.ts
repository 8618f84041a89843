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

/**
 * {@link Time} from one timer of the host, however many alarms there are. Armed alarms are linked in the order in which they
 * are due, so arming allocates nothing; one that is not armed is known to its owner alone, and goes with it.
 *
 * Most alarms are for the next turn. Those have a list of their own, in which the order is that of their arming: they cost no
 * look at the clock.
 */
export class AlarmQueue implements Time {
  readonly #timer: HostTimer;
  readonly #soon = new AlarmList();
  readonly #later = new AlarmList();
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

  insert(alarm: QueuedAlarm, delay: number): void {
    if (delay === 0 && alarm.list === this.#soon && alarm.next === undefined) {
      // The last of the next turn stays the last: what happens again and again in one turn arms the same alarm each time.
      alarm.arming = this.#armings += 1;
      return;
    }
    if (alarm.list !== undefined) alarm.list.remove(alarm);
    const list = delay === 0 ? this.#soon : this.#later;
    alarm.due = delay === 0 ? 0 : this.#timer.now() + delay;
    alarm.arming = this.#armings += 1;
    list.insert(alarm);
    if (this.#isRinging || list.first !== alarm || (delay > 0 && this.#soon.first !== undefined)) return;
    this.#schedule(delay);
  }

  /** Calls back all that is due by now; what is armed meanwhile waits for a later turn, even with no delay. */
  ring(): void {
    const armings = this.#armings;
    this.#isRinging = true;
    try {
      this.#soon.ring(0, armings);
      if (this.#later.first !== undefined) this.#later.ring(this.#timer.now(), armings);
    } finally {
      this.#isRinging = false;
      this.#wakeForFirst();
    }
  }

  #wakeForFirst(): void {
    const { first } = this.#later;
    if (this.#soon.first !== undefined) this.#timer.schedule(SHORTEST);
    else if (first !== undefined) this.#schedule(first.due - this.#timer.now());
  }

  /** Rounded up: a host that counts whole milliseconds drops the fraction, and would ring once more for each alarm. */
  #schedule(delay: number): void {
    this.#timer.schedule(Math.max(Math.ceil(delay), SHORTEST));
  }
}

/** Armed alarms, in the order in which they are due, and of one time in that of their arming. */
class AlarmList {
  first: QueuedAlarm | undefined = undefined;

  insert(alarm: QueuedAlarm): void {
    const { due } = alarm;
    let before: QueuedAlarm | undefined = undefined;
    let walker = this.first;
    while (walker !== undefined && walker.due <= due) {
      before = walker;
      walker = walker.next;
    }
    alarm.list = this;
    alarm.next = walker;
    if (before === undefined) this.first = alarm;
    else before.next = alarm;
  }

  /** The host's timer is left as it is: to come for nothing costs less than to be set again for every command. */
  remove(alarm: QueuedAlarm): void {
    let before: QueuedAlarm | undefined = undefined;
    let walker = this.first;
    while (walker !== undefined && walker !== alarm) {
      before = walker;
      walker = walker.next;
    }
    if (before === undefined) this.first = alarm.next;
    else before.next = alarm.next;
    alarm.list = undefined;
    alarm.next = undefined;
  }

  /** Calls back what is due by `now` and was armed before the turn. */
  ring(now: number, armings: number): void {
    for (let first = this.first; first !== undefined && first.due <= now && first.arming <= armings; first = this.first) {
      this.first = first.next;
      first.list = undefined;
      first.next = undefined;
      first.callback();
    }
  }
}

class QueuedAlarm implements Alarm {
  /** Where it is while it is armed. */
  list: AlarmList | undefined = undefined;
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
    this.queue.insert(this, delay);
  }

  disarm(): void {
    if (this.list !== undefined) this.list.remove(this);
  }
}
