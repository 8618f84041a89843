import type { FaultInjector, FaultNews } from '../../faults/fault-injector.js';
import type { Broadcast } from '../../module/broadcast.js';
import type { ModuleEvent } from '../../module/module-event.js';
import type { SimulatedModule } from '../../module/simulated-module.js';
import type { ScaledTime } from '../../time/scaled-time.js';
import type { LineEnd } from '../../uart/ends/line-end.js';
import type { TrafficDirection } from '../../uart/virtual-uart.js';

/** What the page shows and works on. */
export interface WatchedSimulator {
  readonly profileName: string;
  readonly time: ScaledTime;
  readonly module: SimulatedModule;
  readonly faults: FaultInjector;
  readonly faultNews: Broadcast<FaultNews>;
  readonly events: Broadcast<ModuleEvent>;
  readonly traffic: Broadcast<{ readonly direction: TrafficDirection; readonly bytes: Uint8Array }>;
  readonly ends: readonly LineEnd[];
  /** The embedded broker; absent where it is the user's, whose messages are nobody else's business. */
  readonly embeddedBroker?: string;
}
