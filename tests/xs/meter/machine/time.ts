import { milliseconds } from './timer.js';

/** `time` as Moddable has it, in the virtual time of the timers. */
export default {
  get ticks(): number {
    return milliseconds();
  },

  delta(start: number, end: number): number {
    return end - start;
  },
};
