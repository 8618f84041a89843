import { clock } from './clock.js';

/** `time` as Moddable has it on its microcontrollers (modules/base/time/esp/modTime.c): ticks are signed, and so is what wraps. */
const Time = {
  get ticks(): number {
    return clock.ticks | 0;
  },

  delta(start: number, end: number): number {
    return (end - start) | 0;
  },
};

export default Time;
