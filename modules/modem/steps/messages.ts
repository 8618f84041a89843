import { messageFormat, messageFormatQuery, messageRouting, messageRoutingQuery, serviceTexts } from '../../cellular/messages.js';
import type { Step } from '../step.js';

const PDU = 0;
const OFF = 0;
/** In `AT+CNMI`: from this value on messages and broadcasts are handed over instead of told of. */
const HANDED_OVER = 2;
/** In `AT+CNMI`: at this value status reports are handed over. */
const REPORTED = 1;
/** Nothing is told of or handed over. Modules differ in the first value, how what there is would be buffered. */
const ROUTINGS = [
  [2, OFF, OFF, OFF, OFF],
  [1, OFF, OFF, OFF, OFF],
  [0, OFF, OFF, OFF, OFF],
] as const;

/**
 * Has the module write nothing on the line that others have written: whoever knows the number of the SIM card could send it
 * the end of its data call. Asks afterwards what it has made of it. What refuses works on as it is: modules without short messages do, and
 * those whose card is not ready yet, which are asked again later.
 */
export function keepTextsOff(step: Step, then: () => void): void {
  if (step.boot.areTextsOff) return then();
  step.ask({
    command: messageFormat,
    values: [PDU],
    onEnd: () => chooseRouting(step, 0, () => {
      step.ask({ command: serviceTexts, values: [OFF], onEnd: () => checkFormat(step, then) });
    }),
  });
}

function chooseRouting(step: Step, index: number, then: () => void): void {
  step.ask({
    command: messageRouting,
    values: ROUTINGS[index],
    onEnd: (error) => {
      if (error === undefined || index + 1 === ROUTINGS.length) then();
      else chooseRouting(step, index + 1, then);
    },
  });
}

function checkFormat(step: Step, then: () => void): void {
  let isPdu = false;
  step.ask({
    command: messageFormatQuery,
    values: [],
    onReply: (fields) => {
      isPdu = fields.integer('mode') === PDU;
    },
    onEnd: () => checkRouting(step, isPdu, then),
  });
}

function checkRouting(step: Step, isPdu: boolean, then: () => void): void {
  step.ask({
    command: messageRoutingQuery,
    values: [],
    onReply: (fields) => {
      const isHandedOver = fields.integer('arrival') >= HANDED_OVER || fields.integer('broadcast') >= HANDED_OVER;
      step.boot.areTextsOff = isPdu && !isHandedOver && fields.integer('report') !== REPORTED;
    },
    onEnd: then,
  });
}
