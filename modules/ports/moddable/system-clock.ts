import Ticks from 'time';
import type { RealTimeClock } from '../real-time-clock.js';

/**
 * The clock behind `Date` as a {@link RealTimeClock}. On an ESP32 it runs on through every reset but that of power (ESP-IDF, System
 * Time: the RTC timer; the time that was set is kept in registers of the RTC, esp_time_impl.c). `esp_restart()`, which
 * `restartHost` comes to, hands the exact time over before (esp_sync_timekeeping_timers, a shutdown handler); after the reset of a
 * watchdog the hours since the start are those of the RTC's own oscillator. On hosts on which it does not run on it begins anew in the
 * past, and measures nothing.
 */
export class SystemClock implements RealTimeClock {
  get time(): number {
    return Date.now();
  }

  /** To whole seconds. On Linux, macOS and Windows the computer's clock stays as it is. */
  set time(value: number) {
    Ticks.set(Math.round(value / 1000));
  }
}
