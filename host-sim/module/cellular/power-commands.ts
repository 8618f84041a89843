import { integer } from '../../../modules/at/field.js';
import { functionality, functionalityQuery } from '../../../modules/cellular/device.js';
import { answer, handle, type Handler, ok, type Outcome, refuse } from '../line/handler.js';
import { CME } from '../line/result-codes.js';
import { actionRow, setRow, testRow } from '../line/rows.js';
import type { Runtime } from '../runtime.js';
import type { Radio } from './radio.js';

const MINIMUM = 0;
const FULL = 1;
const RADIO_OFF = 4;
const RESET = 15;

const PURPOSE = {
  summary: 'Sets the level of functionality, by way of a reset where the second argument is 1.',
  source: '3GPP TS 27.007 §8.2',
};
const functionalityWithReset = setRow('+CFUN', PURPOSE, [integer('level', 0, 15), integer('reset', 0, 1)]);

const switchOff = actionRow('+CPWROFF', { summary: 'Switches the module off, as its power key does.', source: 'vendors' });

/** What ends this run of the module; everything volatile is lost. */
export interface PowerControl {
  /** Power off and on again. */
  readonly reset: () => void;
  /** Only the power key gives it back. */
  readonly powerOff: () => void;
}

export function powerHandlers(runtime: Runtime, radio: Radio, { reset, powerOff }: PowerControl): readonly Handler[] {
  const { schedule, profile, draw } = runtime;
  let level = FULL;

  function restart(): Outcome {
    return ok(() => schedule.after(draw(profile.timing.reset), reset));
  }

  function setLevel(wanted: number): Outcome {
    switch (wanted) {
      case RESET:
        return restart();
      case MINIMUM:
      case FULL:
      case RADIO_OFF:
        level = wanted;
        return ok(() => radio.switch(wanted === FULL));
      default:
        return refuse(CME.incorrectParameters);
    }
  }

  return [
    handle(functionalityQuery, () => answer([level])),
    handle(functionality, (fields) => setLevel(fields.integer('level'))),
    handle(functionalityWithReset, (fields) => (fields.integer('reset') === 1 ? restart() : setLevel(fields.integer('level')))),
    handle(switchOff, () => ok(() => schedule.after(draw(profile.timing.reset), powerOff))),
    handle(testRow('+CFUN', PURPOSE), () => answer(['(0,1,4,15),(0,1)'])),
  ];
}
