import { attention, echo, errorFormat, errorFormatQuery } from '../../fibocom/device.js';
import type { Step } from '../step.js';

/** Milliseconds until a module that does not answer is reported; longer than any was seen to take to start. */
const WAKING_LIMIT = 60_000;
const NUMBERED_ERRORS = 1;

/**
 * Polls until the module answers; boot lines may never come, so nothing waits for them. A recovery ladder (reset by command,
 * reset pin, power key) belongs where the failure is reported: between it and the next round.
 */
export function wakeModule(step: Step): void {
  step.synchronise(WAKING_LIMIT, (error) => {
    if (error === undefined) greet(step);
    else step.fail(error);
  });
}

function greet(step: Step): void {
  step.ask({
    command: attention,
    values: [],
    onEnd: (error) => (error === undefined ? switchEchoOff(step) : step.fail(error)),
  });
}

function switchEchoOff(step: Step): void {
  step.ask({
    command: echo,
    values: [0],
    onEnd: (error) => (error === undefined ? recogniseBoot(step) : step.fail(error)),
  });
}

/** Where it had been told to number its errors and does not, it has restarted without a word: everything volatile is gone. */
function recogniseBoot(step: Step): void {
  let mode = 0;
  step.ask({
    command: errorFormatQuery,
    values: [],
    onReply: (fields) => {
      mode = fields.integer('mode');
    },
    onEnd: (error) => {
      if (error !== undefined) step.fail(error);
      else if (mode !== NUMBERED_ERRORS && step.boot.isConfigured) step.raise('rebooted');
      else numberErrors(step);
    },
  });
}

function numberErrors(step: Step): void {
  step.ask({
    command: errorFormat,
    values: [NUMBERED_ERRORS],
    onEnd: (error) => {
      if (error !== undefined) return step.fail(error);
      step.boot.isConfigured = true;
      step.done();
    },
  });
}

/** Tells an unannounced restart by what the module has forgotten. A query that fails proves nothing. */
export function checkBoot(step: Step, then: () => void): void {
  let hasForgotten = false;
  step.ask({
    command: errorFormatQuery,
    values: [],
    onReply: (fields) => {
      hasForgotten = fields.integer('mode') !== NUMBERED_ERRORS;
    },
    onEnd: () => (hasForgotten ? step.raise('rebooted') : then()),
  });
}
