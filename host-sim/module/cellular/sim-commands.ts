import { command } from '../../../modules/at/command.js';
import { secret, word } from '../../../modules/at/field.js';
import { enterPin, simIdentity, simState } from '../../../modules/fibocom/sim.js';
import { answer, handle, type Handler, ok, refuse } from '../line/handler.js';
import { CME } from '../line/result-codes.js';
import type { Sim } from './sim.js';

const enterPuk = command({
  name: '+CPIN',
  form: 'set',
  arguments: [secret('puk', 8, 8), secret('newPin', 4, 8)],
  responseDeadline: 10000,
  repeatable: false,
  summary: 'Unblocks the SIM card with its PUK and gives it a new PIN.',
  source: '3GPP TS 27.007 §8.3',
});

const subscriber = command({
  name: '+CIMI',
  form: 'action',
  arguments: [],
  reply: { fields: [word('imsi')] },
  responseDeadline: 5000,
  repeatable: true,
  summary: 'Tells the IMSI.',
  source: '3GPP TS 27.007 §5.6',
});

export function simHandlers(sim: Sim): readonly Handler[] {
  return [
    handle(simState, () => {
      switch (sim.state) {
        case 'absent':
          return refuse(CME.simNotInserted);
        case 'busy':
          return refuse(CME.simBusy);
        case 'pin':
          return answer(['SIM PIN']);
        case 'puk':
          return answer(['SIM PUK']);
        case 'ready':
          return answer(['READY']);
      }
    }),
    handle(enterPin, (fields) => {
      if (sim.state === 'ready') return refuse(CME.notAllowed);
      if (sim.state !== 'pin') return refuse(sim.fault ?? CME.notAllowed);
      return sim.enterPin(fields.text('pin')) ? ok() : refuse(CME.incorrectPassword);
    }),
    handle(enterPuk, (fields) => {
      if (sim.state !== 'puk') return refuse(CME.notAllowed);
      return sim.unblock(fields.text('puk'), fields.text('newPin')) ? ok() : refuse(CME.incorrectPassword);
    }),
    handle(simIdentity, () => {
      const isReadable = sim.state !== 'absent' && sim.state !== 'busy';
      return isReadable ? answer([sim.card.iccid]) : refuse(sim.fault ?? CME.simFailure);
    }),
    handle(subscriber, () => (sim.fault === undefined ? answer([sim.card.imsi]) : refuse(sim.fault))),
  ];
}
