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
  /** The clock of module and faults. */
  readonly time: Time;
  /** From 0 up to, not including, 1; the same for the same seed. */
  readonly random: () => number;
  /** The module that goes wrong. */
  readonly module: SimulatedModule;
  /** The UART's bytes, both ways. */
  readonly line: FaultyLine;
  /** What stands between a command and its answer. */
  readonly commands: FaultyCommands;
  /** The way to the broker. */
  readonly uplink: FaultyUplink;
  /** What the module tells of itself. */
  readonly events: Broadcast<ModuleEvent>;
  /** The signal as `AT+CSQ` tells it: 0 to 31, or 99. */
  readonly signal: Override<number>;
  /** What the network answers when the module registers. */
  readonly registration: Override<RegistrationStatus>;
  /** Whether the carrier gives addresses. */
  readonly dataService: Override<boolean>;
  /** Milliseconds by which the time servers are ahead of UTC. */
  readonly serverOffset: Override<number>;
}
