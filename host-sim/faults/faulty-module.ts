import { Broadcast } from '../module/broadcast.js';
import type { ModuleEvent } from '../module/module-event.js';
import { seededRandom } from '../module/random.js';
import { SimulatedModule, type SimulatedModuleOptions } from '../module/simulated-module.js';
import { FaultInjector } from './fault-injector.js';
import type { FaultSite } from './fault-site.js';
import { FaultyCommands } from './faulty-commands.js';
import { FaultyLine } from './faulty-line.js';
import { heldOverride, Override } from './override.js';
import { FaultyUplink } from './uplink/faulty-uplink.js';

/** Keeps what the faults draw apart from what the module draws: a fault changes no duration of the same seed. */
const FAULT_STREAM = 0x5eed;

/** A simulated module, and what makes it go wrong. */
export interface FaultyModule {
  /** The module, with its faults around it. */
  readonly module: SimulatedModule;
  /** What lets them happen. */
  readonly faults: FaultInjector;
  /** What happens to the module, for schedules that wait for it. */
  readonly events: Broadcast<ModuleEvent>;
}

/** What a simulated module with faults is made of. */
export interface FaultyModuleOptions extends Omit<SimulatedModuleOptions, 'hook'> {
  /** Told of each URC that the module has to say while a fault is on what it says; gives who is told when it says it. */
  readonly onUrc?: (bytes: Uint8Array) => () => void;
}

/**
 * A simulated module with a line, an uplink and a network around it that can fail. Takes what {@link SimulatedModule} takes,
 * and works in virtual and in real time, on a virtual UART as on a pseudo-terminal, with a real broker as with the model.
 */
export function createFaultyModule(options: FaultyModuleOptions): FaultyModule {
  const { time, seed = 1 } = options;
  const random = seededRandom(seed ^ FAULT_STREAM);
  const line = new FaultyLine(time, options.line);
  const uplink = new FaultyUplink(time, options.uplink, random);
  const commands = new FaultyCommands();
  commands.onUrc = options.onUrc;
  const events = new Broadcast<ModuleEvent>();
  const serverOffset = heldOverride(0);
  const utcNow = options.utcNow ?? (() => Date.now());
  const module = new SimulatedModule({
    ...options,
    line,
    uplink,
    hook: commands,
    utcNow: () => utcNow() + serverOffset.get(),
    onEvent: (event) => {
      options.onEvent?.(event);
      events.send(event);
    },
  });
  const { radio } = module;
  const site: FaultSite = {
    time,
    random,
    module,
    line,
    commands,
    uplink,
    events,
    signal: new Override(() => radio.signal, (signal) => radio.setSignal(signal)),
    registration: new Override(() => radio.registration, (status) => radio.setRegistration(status)),
    dataService: new Override(() => radio.hasDataService, (hasService) => radio.setDataService(hasService)),
    serverOffset: serverOffset.override,
  };
  return { module, faults: new FaultInjector(site), events };
}
