import { dataCallQuery, dial, hangUp } from '../../../modules/fibocom/network.js';
import { answer, handle, type Handler, ok, type Outcome, refuse } from '../line/handler.js';
import { CME } from '../line/result-codes.js';
import type { Profile } from '../profile.js';
import type { DataCall } from './data-call.js';
import type { Sim } from './sim.js';

export function dataCallHandlers(call: DataCall, sim: Sim, profile: Profile): readonly Handler[] {
  return [
    handle(dataCallQuery, () => answer(call.description)),
    handle(dial, () => {
      if (sim.fault !== undefined) return refuse(sim.fault);
      if (call.state === 'dialling') return refuse(CME.notAllowed);
      return call.state === 'up' ? dialAgain(call, profile) : dialFirst(call, profile);
    }),
    handle(hangUp, () => ok(() => call.hangUp())),
  ];
}

function dialFirst(call: DataCall, profile: Profile): Outcome {
  if (!call.canDial && profile.dialFailure === 'final') return refuse(CME.noNetworkService);
  return ok(() => call.dial());
}

/** A stale address counts as an address: that is what makes it stale. */
function dialAgain(call: DataCall, profile: Profile): Outcome {
  return profile.dialWhileUp === 'refused' ? refuse(CME.notAllowed) : ok(() => call.repeatAddress());
}
