import type { PowerState, RegistrationStatus, SimState, SlotState } from './state.js';

/** What a display or a log can show of a simulated module. Commands are named without their arguments: those hold secrets. */
export type ModuleEvent =
  | { readonly type: 'power'; readonly state: PowerState }
  | { readonly type: 'command'; readonly command: string }
  | { readonly type: 'result'; readonly result: string }
  | { readonly type: 'urc'; readonly name: string }
  /** A URC that was lost because too many were held. */
  | { readonly type: 'urc-dropped' }
  | { readonly type: 'sim'; readonly state: SimState }
  | { readonly type: 'registration'; readonly status: RegistrationStatus }
  | { readonly type: 'data-call'; readonly address: string | undefined }
  | { readonly type: 'slot'; readonly slot: number; readonly state: SlotState };

/** Is told of each event. */
export type ModuleEventHandler = (event: ModuleEvent) => void;
