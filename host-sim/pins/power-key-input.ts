import type { OutputPinClass } from '../../modules/ports/pin.js';
import type { Time } from '../../modules/ports/time.js';
import type { SimulatedModule } from '../module/simulated-module.js';
import { wiredTo } from './module-input.js';

export interface PowerKeyInputOptions {
  readonly time: Time;
  readonly module: Pick<SimulatedModule, 'power' | 'powerOn' | 'powerOff'>;
  readonly activeLevel?: 0 | 1;
  /** Milliseconds that switch a module on: an L610 takes 2,000. */
  readonly on?: number;
  /** Milliseconds that switch one off: an L610 takes 3,100. */
  readonly off?: number;
}

/** PWRKEY: switches on what is off, and off what is on when it is held for longer. */
export function powerKeyInput({ time, module, activeLevel, on = 2000, off = 3100 }: PowerKeyInputOptions): OutputPinClass {
  return wiredTo({
    time,
    activeLevel,
    onReleased: (duration) => {
      if (module.power === 'off') {
        if (duration >= on) module.powerOn();
      } else if (duration >= off) {
        module.powerOff();
      }
    },
  });
}
