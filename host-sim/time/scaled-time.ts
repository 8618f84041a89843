import type { Alarm, Time } from '../../modules/ports/time.js';
import { validDelay } from './delay.js';

/** Bounds of {@link ScaledTime.scale}. */
export const SLOWEST = 0.01;
export const FASTEST = 100;

/** Time that runs faster or slower than the one beneath it, at a pace that may change while alarms are armed. */
export class ScaledTime implements Time {
  readonly #base: Time;
  readonly #armed = new Set<ScaledAlarm>();
  #scale = 1;
  /** What is added to the scaled time beneath, so that a change of pace is no jump. */
  #offset = 0;
  #latest = -Infinity;

  constructor(base: Time) {
    this.#base = base;
  }

  now(): number {
    this.#latest = Math.max(this.#latest, this.#base.now() * this.#scale + this.#offset);
    return this.#latest;
  }

  /** Milliseconds that pass here in one of the time beneath. */
  get scale(): number {
    return this.#scale;
  }

  /** @throws RangeError outside 0.01 to 100. */
  set scale(scale: number) {
    if (!(scale >= SLOWEST && scale <= FASTEST)) {
      throw new RangeError(`a time scale is a number from ${SLOWEST} to ${FASTEST}, not ${scale}`);
    }
    const now = this.now();
    this.#scale = scale;
    this.#offset = now - this.#base.now() * scale;
    for (const alarm of this.#armed) alarm.follow();
  }

  alarm(callback: () => void): Alarm {
    const alarm = new ScaledAlarm(this, (ring) => this.#base.alarm(ring), {
      armed: () => this.#armed.add(alarm),
      disarmed: () => this.#armed.delete(alarm),
      due: (at) => {
        // Division and multiplication need not cancel out: a deadline that was waited for has been reached all the same.
        this.#latest = Math.max(this.now(), at);
        callback();
      },
    });
    return alarm;
  }
}

interface AlarmNews {
  armed(): void;
  disarmed(): void;
  due(at: number): void;
}

class ScaledAlarm implements Alarm {
  readonly #time: ScaledTime;
  readonly #alarm: Alarm;
  readonly #news: AlarmNews;
  #at = 0;

  constructor(time: ScaledTime, makeAlarm: (ring: () => void) => Alarm, news: AlarmNews) {
    this.#time = time;
    this.#news = news;
    this.#alarm = makeAlarm(() => {
      news.disarmed();
      news.due(this.#at);
    });
  }

  arm(delay: number): void {
    this.#at = this.#time.now() + validDelay(delay);
    this.#news.armed();
    this.#alarm.arm(delay / this.#time.scale);
  }

  disarm(): void {
    this.#news.disarmed();
    this.#alarm.disarm();
  }

  /** The pace has changed: what is left takes another time. */
  follow(): void {
    this.#alarm.arm((this.#at - this.#time.now()) / this.#time.scale);
  }
}
