import { integer, optional, quoted, secret, word } from '../../../modules/at/field.js';
import type { Arguments } from '../line/arguments.js';
import { answer, handle, type Handler, ok, type Outcome, refuse } from '../line/handler.js';
import { CME } from '../line/result-codes.js';
import { actionRow, setRow, testRow } from '../line/rows.js';
import type { Sim } from './sim.js';

const LOCK = { summary: 'Locks a facility, unlocks it, or tells which it is.', source: '3GPP TS 27.007 §7.4' };
const CHANGE = { summary: "Changes a facility's password.", source: '3GPP TS 27.007 §7.5' };
const TRIES = { summary: 'Tells how often a PIN or PUK may still be wrong.', source: '3GPP TS 27.007 §8.65' };

/** The card's PIN, fixed dialling, and the locks to a network or a provider: only the first can be changed here. */
const FACILITIES = ['SC', 'FD', 'PN', 'PU', 'PP', 'PC'];
const QUERY = 2;
const PIN_TRIES = 3;
const PUK_TRIES = 10;

const lock = setRow(
  '+CLCK',
  LOCK,
  [quoted('facility', 2, 2), integer('mode', 0, 2), optional(secret('password', 4, 8)), optional(integer('class', 1, 255))],
  [integer('status', 0, 1)],
);
const change = setRow('+CPWD', CHANGE, [quoted('facility', 2, 2), secret('password', 4, 8), secret('newPassword', 4, 8)]);
const tries = actionRow('+CPINR', TRIES, [word('code'), integer('left', 0, 10), integer('full', 0, 10)]);

export function pinHandlers(sim: Sim): readonly Handler[] {
  const { card } = sim;

  function setLock(fields: Arguments): Outcome {
    const facility = fields.text('facility');
    if (!FACILITIES.includes(facility)) return refuse(CME.notSupported);
    if (sim.fault !== undefined) return refuse(sim.fault);
    if (fields.integer('mode') === QUERY) return answer([facility === 'SC' && card.asksForPin ? 1 : 0]);
    if (facility !== 'SC') return refuse(CME.notAllowed);
    if (!fields.has('password')) return refuse(CME.incorrectPassword);
    return judged(card.setPinLock(fields.integer('mode') === 1, fields.text('password')));
  }

  /** The third wrong PIN in a row leaves the card to its PUK. */
  function judged(isRight: boolean): Outcome {
    if (!isRight) sim.notePinFailure();
    return isRight ? ok() : refuse(card.isBlocked ? CME.simPukRequired : CME.incorrectPassword);
  }

  return [
    handle(lock, setLock),
    handle(testRow('+CLCK', LOCK), () => answer([`(${FACILITIES.map((name) => `"${name}"`).join(',')})`])),
    handle(change, (fields) => {
      if (sim.fault !== undefined) return refuse(sim.fault);
      // 3GPP TS 31.101: a PIN can be changed only while it is asked for.
      if (fields.text('facility') !== 'SC' || !card.asksForPin) return refuse(CME.notAllowed);
      return judged(card.changePin(fields.text('password'), fields.text('newPassword')));
    }),
    handle(testRow('+CPWD', CHANGE), () => answer(['("SC",8)'])),
    handle(tries, () =>
      sim.state === 'absent' || sim.state === 'busy'
        ? refuse(sim.fault ?? CME.simFailure)
        : answer(['SIM PIN', card.pinTries, PIN_TRIES], ['SIM PUK', card.pukTries, PUK_TRIES]),
    ),
  ];
}
