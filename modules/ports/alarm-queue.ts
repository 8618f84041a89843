import type { Alarm, Time } from './time.js';

/** The shortest time for which the host's timer is set. */
const SHORTEST = 1;

/**
 * {@link Time} from one timer of the host, however many alarms there are. Armed alarms are linked in the order in which they
 * are due, so arming allocates nothing; one that is not armed is known to its owner alone, and goes with it.
 */
export class AlarmQueue implements Time {
  readonly #now: () => number;
  readonly #schedule: (delay: number) => void;
  #first: QueuedAlarm | undefined = undefined;
  #armings = 0;
  #isRinging = false;

  /**
   * `now` is {@link Time.now}. `schedule` sets the host's timer, which then calls {@link ring} once after `delay` milliseconds,
   * at least 1, and forgets an earlier setting. A call that comes early or for nothing does no harm.
   */
  constructor(now: () => number, schedule: (delay: number) => void) {
    this.#now = now;
    this.#schedule = schedule;
  }

  now(): number {
    return this.#now();
  }

  alarm(callback: () => void): Alarm {
    return new QueuedAlarm(this, callback);
  }

  insert(alarm: QueuedAlarm, delay: number): void {
    this.remove(alarm);
    alarm.due = this.#now() + delay;
    alarm.arming = this.#armings += 1;
    const first = this.#first;
    if (first !== undefined && first.due <= alarm.due) return insertBehind(first, alarm);
    alarm.next = first;
    this.#first = alarm;
    if (!this.#isRinging) this.#wakeForFirst();
  }

  /** The host's timer is left as it is: to come for nothing costs less than to be set again for every command. */
  remove(alarm: QueuedAlarm): void {
    let before: QueuedAlarm | undefined = undefined;
    let walker = this.#first;
    while (walker !== undefined && walker !== alarm) {
      before = walker;
      walker = walker.next;
    }
    if (walker === undefined) return;
    if (before === undefined) this.#first = alarm.next;
    else before.next = alarm.next;
    alarm.next = undefined;
  }

  /** Calls back all that is due by now; what is armed meanwhile waits for a later turn, even with no delay. */
  ring(): void {
    const now = this.#now();
    const armings = this.#armings;
    this.#isRinging = true;
    try {
      for (let first = this.#first; first !== undefined && first.due <= now && first.arming <= armings; first = this.#first) {
        this.#first = first.next;
        first.next = undefined;
        first.callback();
      }
    } finally {
      this.#isRinging = false;
      this.#wakeForFirst();
    }
  }

  #wakeForFirst(): void {
    if (this.#first !== undefined) this.#schedule(Math.max(this.#first.due - this.#now(), SHORTEST));
  }
}

/** Alarms that are due at the same time ring in the order in which they were armed. */
function insertBehind(first: QueuedAlarm, alarm: QueuedAlarm): void {
  let before = first;
  while (before.next !== undefined && before.next.due <= alarm.due) before = before.next;
  alarm.next = before.next;
  before.next = alarm;
}

class QueuedAlarm implements Alarm {
  due = 0;
  /** Its number among all armings. */
  arming = 0;
  next: QueuedAlarm | undefined = undefined;
  readonly callback: () => void;
  readonly #queue: AlarmQueue;

  constructor(queue: AlarmQueue, callback: () => void) {
    this.#queue = queue;
    this.callback = callback;
  }

  arm(delay: number): void {
    this.#queue.insert(this, delay);
  }

  disarm(): void {
    this.#queue.remove(this);
  }
}
