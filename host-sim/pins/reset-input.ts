import type { OutputPinClass } from '../../modules/ports/pin.js';
import type { Time } from '../../modules/ports/time.js';
import type { SimulatedModule } from '../module/simulated-module.js';
import { wiredTo } from './module-input.js';

export interface ResetInputOptions {
  readonly time: Time;
  readonly module: Pick<SimulatedModule, 'power' | 'reset'>;
  readonly activeLevel?: 0 | 1;
  /** Milliseconds that it takes notice of. */
  readonly shortest?: number;
}

/** The reset input: restarts a module that has power, and does not switch one on. */
export function resetInput({ time, module, activeLevel, shortest = 100 }: ResetInputOptions): OutputPinClass {
  return wiredTo({
    time,
    activeLevel,
    onReleased: (duration) => {
      if (duration >= shortest && module.power !== 'off') module.reset();
    },
  });
}
