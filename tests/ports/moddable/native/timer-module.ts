import type { Time } from '../../../../modules/ports/time.js';

/** What Moddable's module `timer` exports, as far as the ports use it. An id is what `set` has given. */
export interface NativeTimer {
  set(callback: (id: object) => void, delay?: number, repeat?: number): object;
  /** Without a delay: unschedules. */
  schedule(id: object, delay?: number, repeat?: number): void;
  clear(id: object): void;
}

export interface TimerHost {
  readonly Timer: NativeTimer;
  /** Timers that are kept alive. */
  readonly count: number;
}

/** Makes a host's timers in a virtual time. */
export type TimerHostMaker = (time: Time) => TimerHost;

/** Moddable's module `time`, as far as the ports use it. */
export interface NativeTicks {
  /** Milliseconds in 32 bits, from wherever the host begins. */
  readonly ticks: number;
  delta(from: number, to: number): number;
  /** Sets what `Date` shows. */
  set(seconds: number): void;
}

export function ticksModule(time: Time, start: number, set: (seconds: number) => void): NativeTicks {
  return {
    set,
    get ticks() {
      return (start + Math.floor(time.now())) | 0;
    },
    delta: (from, to) => (to - from) | 0,
  };
}
