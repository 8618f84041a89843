import { lineRate } from '../../../cellular/device.js';
import type { Step } from '../../step.js';

/** Milliseconds at the rate that is wanted: enough line ends to fill the longest data phase that a module takes, 8 kB. */
const WANTED_LIMIT = 28_000;
/** Milliseconds at each other rate: two probes. */
const OTHER_LIMIT = 2200;
/** Milliseconds from the answer to `AT+IPR` until the module listens at the new rate. */
const SETTLING = 100;

/** Rates at which a module may have been left, the likeliest first: its factory setting, then what firmware sets. */
export const LINE_RATES: readonly number[] = [115200, 921600, 460800, 230400, 57600, 38400, 19200, 9600];

/**
 * Finds the module: first at the rate that is wanted, where it may wait for data; then at all others, as after a restart of
 * the host that had set another rate, or of a module that has forgotten the one it was set to.
 */
export function resynchronise(step: Step): void {
  step.setLineRate(step.modem.lineRate);
  step.synchronise(WANTED_LIMIT, (error) => {
    if (error === undefined) step.done();
    else tryRate(step, 0);
  });
}

function tryRate(step: Step, index: number): void {
  if (index === LINE_RATES.length) return giveUp(step);
  const rate = LINE_RATES[index];
  if (rate === step.modem.lineRate) return tryRate(step, index + 1);
  step.setLineRate(rate);
  step.synchronise(OTHER_LIMIT, (error) => {
    if (error === undefined) restoreRate(step, rate);
    else tryRate(step, index + 1);
  });
}

/** A module that keeps its rate is used at that rate. */
function restoreRate(step: Step, found: number): void {
  const wanted = step.modem.lineRate;
  step.ask({
    command: lineRate,
    values: [wanted],
    onEnd: (error) => {
      if (error !== undefined) return step.done();
      step.rest(SETTLING, () => {
        step.setLineRate(wanted);
        step.synchronise(OTHER_LIMIT, (problem) => (problem === undefined ? step.done() : goBack(step, found)));
      });
    },
  });
}

function goBack(step: Step, found: number): void {
  step.setLineRate(found);
  step.synchronise(OTHER_LIMIT, (error) => (error === undefined ? step.done() : step.fail(error)));
}

function giveUp(step: Step): void {
  step.setLineRate(step.modem.lineRate);
  step.synchronise(OTHER_LIMIT, (error) => (error === undefined ? step.done() : step.fail(error)));
}
