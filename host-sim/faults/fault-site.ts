import type { Time } from '../../modules/ports/time.js';
import type { Broadcast } from '../module/broadcast.js';
import type { RegistrationStatus } from '../module/state.js';
import type { ModuleEvent } from '../module/module-event.js';
import type { SimulatedModule } from '../module/simulated-module.js';
import type { FaultyCommands } from './faulty-commands.js';
import type { FaultyLine } from './faulty-line.js';
import type { FaultyUplink } from './uplink/faulty-uplink.js';
import type { Override } from './override.js';

/** Everything around one simulated module on which a fault can act. */
export interface FaultSite {
  readonly time: Time;
  /** From 0 up to, not including, 1; the same for the same seed. */
  readonly random: () => number;
  readonly module: SimulatedModule;
  readonly line: FaultyLine;
  readonly commands: FaultyCommands;
  readonly uplink: FaultyUplink;
  readonly events: Broadcast<ModuleEvent>;
  readonly signal: Override<number>;
  readonly registration: Override<RegistrationStatus>;
  readonly dataService: Override<boolean>;
  /** Milliseconds by which the time servers are ahead of UTC. */
  readonly serverOffset: Override<number>;
}
