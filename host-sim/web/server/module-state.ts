import type { ModuleState } from '../protocol.js';
import type { WatchedSimulator } from './watched-simulator.js';

/** How the module is now; `start` is the simulator's time from which the page counts. */
export function moduleState({ module, faults, time }: WatchedSimulator, start: number): ModuleState {
  const { clock, dataCall, profile } = module;
  return {
    power: module.power,
    isCardInserted: module.sim.isInserted,
    sim: module.simState,
    signal: module.radio.signal,
    registration: module.registration,
    operator: module.radio.operator,
    dataCall: dataCall.state,
    address: dataCall.address,
    slots: Array.from({ length: profile.slots }, (_, index) => module.slots.state(index + 1)),
    trustFiles: module.trustFiles,
    // To the millisecond: parts of one would make a change of nothing.
    clockOffset: clock === undefined ? undefined : Math.round(clock - time.now() + start),
    activeFaults: faults.active,
    timeScale: time.scale,
  };
}
