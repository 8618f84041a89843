import { type CellularError, cellularError, type ErrorCode } from '../../base/errors.js';
import { enterPin, pinTries, simState } from '../../cellular/sim.js';
import type { SimWord } from '../facts.js';
import { cmeCause } from '../../cellular/result-cause.js';
import type { Step } from '../step.js';
import { askName } from './identifying.js';

interface Problem {
  readonly sim: SimWord;
  readonly code: ErrorCode;
  readonly message: string;
}

const ABSENT: Problem = { sim: 'absent', code: 'sim-absent', message: 'there is no SIM card' };
const FAILURE: Problem = { sim: 'failure', code: 'sim-absent', message: 'the module cannot use the SIM card' };
const PIN_MISSING: Problem = { sim: 'pin', code: 'sim-pin', message: 'the SIM card wants its PIN, and none was given' };
const PIN_REFUSED: Problem = { sim: 'pin', code: 'sim-pin', message: 'the SIM card refused the PIN; it is not entered again' };
const PIN_SPARED: Problem = {
  sim: 'pin',
  code: 'sim-pin',
  message: 'the SIM card takes one more wrong PIN only: it is left to be entered by hand',
};
const PUK: Problem = { sim: 'puk', code: 'sim-puk', message: 'the SIM card is locked until its PUK is entered by hand' };
const LOCKED: Problem = { sim: 'locked', code: 'sim-pin', message: 'the SIM card has a lock that only a hand can open' };

/** 3GPP TS 27.007 §9.2: 10 not inserted, 11 PIN required, 12 PUK required, 13 failure, 14 busy, 15 wrong. */
const CME_PIN_REQUIRED = 11;
const CME_BUSY = 14;
/** Attempts that are never used. */
const SPARED = 1;

/** Polls until the SIM card is ready; whatever it waits for is reported by name. */
export function checkSim(step: Step): void {
  let state = '';
  step.ask({
    command: simState,
    values: [],
    onReply: (fields) => {
      state = fields.text('state');
    },
    onEnd: (error) => (error === undefined ? judge(step, state) : judgeRefusal(step, error)),
  });
}

/**
 * `AT+CPIN?` names what the card waits for (3GPP TS 27.007 §8.3), and on many modules what is wrong with it. Only what says PIN or
 * PUK is a lock; any other word is one of a card that is not ready, whatever it is called.
 */
function judge(step: Step, state: string): void {
  const word = state.toUpperCase();
  if (word === 'READY') return welcome(step);
  if (word === 'SIM PIN') return unlock(step);
  if (word === 'SIM PUK') return stop(step, PUK, state);
  if (word.indexOf('PIN') >= 0 || word.indexOf('PUK') >= 0) return stop(step, LOCKED, state);
  if (isAbsent(word)) return stop(step, ABSENT, state);
  if (isFailure(word)) return stop(step, FAILURE, state);
  if (word.length > 0) step.facts.set('sim', 'busy');
  step.poll();
}

/** `NOT INSERTED` (docs/facts.md#sim-reports), `SIM NOT INSERTED`, `SIM REMOVED`, `ABSENT`. */
function isAbsent(word: string): boolean {
  return word.indexOf('NOT INSERT') >= 0 || word.indexOf('REMOVED') >= 0 || word.indexOf('ABSENT') >= 0 || word.indexOf('NO SIM') === 0;
}

function isFailure(word: string): boolean {
  return word.indexOf('FAIL') >= 0 || word.indexOf('WRONG') >= 0 || word.indexOf('ERROR') >= 0;
}

function judgeRefusal(step: Step, error: CellularError): void {
  switch (cmeCause(error)) {
    case 10:
      return stop(step, ABSENT, error.result);
    case CME_PIN_REQUIRED:
      return unlock(step);
    case 12:
      return stop(step, PUK, error.result);
    case 13:
    case 15:
      return stop(step, FAILURE, error.result);
    case CME_BUSY:
      step.facts.set('sim', 'busy');
      return step.poll();
    default:
      // Right after power-on a plain ERROR says no more than that the card has not been looked at yet.
      return step.poll();
  }
}

/** Enters the PIN once. Until the card says that it is ready, the PIN counts as refused: nobody knows that it was right. */
function unlock(step: Step): void {
  const { pin } = step.settings;
  if (pin === undefined) return stop(step, PIN_MISSING, undefined);
  if (pin === step.refusedPin) return stop(step, PIN_REFUSED, undefined);
  countTries(step, (left) => {
    if (left <= SPARED) stop(step, PIN_SPARED, undefined);
    else tryPin(step, pin);
  });
}

/** A host that restarts again and again with a wrong PIN must not use up all attempts. Where it is not told, there are plenty. */
function countTries(step: Step, then: (left: number) => void): void {
  let left = Infinity;
  step.ask({
    command: pinTries,
    values: [],
    onReply: (fields) => {
      if (fields.text('code').toUpperCase() === 'SIM PIN') left = fields.integer('left');
    },
    onEnd: () => then(left),
  });
}

function tryPin(step: Step, pin: string): void {
  step.facts.set('sim', 'pin');
  step.refusedPin = pin;
  step.ask({
    command: enterPin,
    values: [pin],
    onEnd: (error) => {
      if (error === undefined) step.poll();
      else stop(step, PIN_REFUSED, error.result);
    },
  });
}

function welcome(step: Step): void {
  step.refusedPin = undefined;
  step.facts.set('sim', 'ready');
  askName(step, step.modem.dialect.simIdentity, (iccid) => {
    step.facts.set('iccid', iccid);
    step.done();
  });
}

function stop(step: Step, { sim, code, message }: Problem, result: string | undefined): void {
  step.facts.set('sim', sim);
  step.fail(cellularError(code, message, { command: 'AT+CPIN?', result, isRetryable: code === 'sim-absent' }));
}
