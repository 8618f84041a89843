/** What the bundle for Moddable exports, on a desktop: its ports are made of the desk's time. */
import type { RealTimeClock } from '../../../../../modules/ports/real-time-clock.js';
import type { Alarm, Time } from '../../../../../modules/ports/time.js';
import { desk } from '../desk.js';

export * from '../../../../../modules/index.js';

export class ModdableTime implements Time {
  now(): number {
    return desk().time.now();
  }

  alarm(callback: () => void): Alarm {
    return desk().time.alarm(callback);
  }
}

/** The computer's, which stays as it is. */
export class SystemClock implements RealTimeClock {
  get time(): number {
    return Date.now();
  }

  set time(_: number) {
    desk().tell('clock', "the program has set the clock; the computer's stays as it is");
  }
}

export function restartHost(): void {
  desk().tell('host', 'the program has restarted its device; on a desktop it goes on');
}
