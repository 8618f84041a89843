import { secret, word } from '../../../modules/at/field.js';
import { enterPin, simState } from '../../../modules/cellular/sim.js';
import { simIdentity } from '../../../modules/fibocom/device.js';
import { answer, answerAs, handle, type Handler, ok, type Outcome, refuse } from '../line/handler.js';
import { CME } from '../line/result-codes.js';
import { actionRow, asRead, setRow, withBareReply } from '../line/rows.js';
import { ownWord, type Voice } from '../voice.js';
import type { Sim } from './sim.js';

const enterPuk = setRow(
  '+CPIN',
  { summary: 'Unblocks the SIM card with its PUK and gives it a new PIN.', source: '3GPP TS 27.007 §8.3' },
  [secret('puk', 8, 8), secret('newPin', 4, 8)],
);

const subscriber = withBareReply(actionRow('+CIMI', { summary: 'Tells the IMSI.', source: '3GPP TS 27.007 §5.6' }));

const cardNumber = actionRow('+ICCID', { summary: "Tells the SIM card's ICCID.", source: 'vendors' }, [word('iccid')]);

const SUBSCRIBER_READ = asRead(subscriber);
const CARD_IDENTITY_READ = asRead(simIdentity);

const CARD_NUMBER = [word('iccid')];

/** The `voice` is looked at with each answer. */
export function simHandlers(sim: Sim, voice: Voice): readonly Handler[] {
  const state = (word: string): Outcome => answer([ownWord(word, voice)]);
  const prefixOf = (ownName: string): string | undefined => {
    const { cardNumberPrefix } = voice;
    if (cardNumberPrefix === 'none') return undefined;
    return cardNumberPrefix === '+CCID' ? ownName : cardNumberPrefix;
  };
  const tellIccid = (ownName: string): Outcome => {
    const isReadable = sim.state !== 'absent' && sim.state !== 'busy';
    if (!isReadable) return refuse(sim.fault ?? CME.simFailure);
    return answerAs({ prefix: prefixOf(ownName), fields: CARD_NUMBER }, [sim.card.iccid]);
  };
  return [
    handle(simState, () => {
      switch (sim.state) {
        case 'absent':
          return refuse(CME.simNotInserted);
        case 'busy':
          return refuse(CME.simBusy);
        case 'pin':
          return state('SIM PIN');
        case 'puk':
          return state('SIM PUK');
        case 'ready':
          return state('READY');
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
    ...[simIdentity, CARD_IDENTITY_READ].map((row) => handle(row, () => tellIccid('+CCID'))),
    handle(cardNumber, () => tellIccid('+ICCID')),
    ...[subscriber, SUBSCRIBER_READ].map((row) =>
      handle(row, () => (sim.fault === undefined ? answer([sim.card.imsi]) : refuse(sim.fault))),
    ),
  ];
}
