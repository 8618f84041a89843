import type { SimulatedModule } from '../../host-sim/module/simulated-module.js';
import { powerKeyInput } from '../../host-sim/pins/power-key-input.js';
import { resetInput } from '../../host-sim/pins/reset-input.js';
import { PowerKey } from '../../modules/modem/pins/power-key.js';
import { ResetPin } from '../../modules/modem/pins/reset-pin.js';
import type { Time } from '../../modules/ports/time.js';

/** Both pins by which a host restarts its module, wired to it. */
export function modulePins(time: Time, module: SimulatedModule): { readonly resetPin: ResetPin; readonly powerKey: PowerKey } {
  return {
    resetPin: new ResetPin({ time, pin: { io: resetInput({ time, module }) } }),
    powerKey: new PowerKey({ time, pin: { io: powerKeyInput({ time, module }) } }),
  };
}
