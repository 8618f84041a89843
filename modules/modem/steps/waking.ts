import {
  attention,
  echo,
  errorFormat,
  errorFormatQuery,
  flowControl,
  functionality,
  functionalityQuery,
} from '../../cellular/device.js';
import type { Step } from '../step.js';
import { keepTextsOff } from './messages.js';

/** Milliseconds until a module that does not answer is reported; longer than any was seen to take to start. */
const WAKING_LIMIT = 60_000;
const NUMBERED_ERRORS = 1;
const FULL = 1;
/** `AT+IFC`: both directions by RTS and CTS. */
const RTS_CTS = 2;

/** Polls until the module answers; boot lines may never come, so nothing waits for them. What it takes else is the ladder's. */
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

/**
 * Where it had been told to number its errors and does not, or repeats command lines again, it has restarted without a word:
 * everything volatile is gone.
 */
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
      else if (step.boot.isConfigured && (mode !== NUMBERED_ERRORS || hasEchoed(step))) step.raise('rebooted');
      else numberErrors(step, mode !== NUMBERED_ERRORS && hasEchoed(step));
    },
  });
}

function numberErrors(step: Step, isAsAfterPowerUp: boolean): void {
  step.ask({
    command: errorFormat,
    values: [NUMBERED_ERRORS],
    onEnd: (error) => {
      if (error !== undefined) return step.fail(error);
      step.boot.isConfigured = true;
      step.boot.isAsAfterPowerUp = isAsAfterPowerUp;
      step.boot.echoes = step.echoes;
      controlFlow(step);
    },
  });
}

/** A module that does not know the setting is as its board has wired it. */
function controlFlow(step: Step): void {
  const then = (): void => keepTextsOff(step, () => switchRadioOn(step));
  if (step.modem.hasFlowControl) step.ask({ command: flowControl, values: [RTS_CTS, RTS_CTS], onEnd: then });
  else then();
}

/** A host that was restarted while the radio was off, to save power or on a rung of the ladder, would search for ever. */
function switchRadioOn(step: Step): void {
  let level = FULL;
  step.ask({
    command: functionalityQuery,
    values: [],
    onReply: (fields) => {
      level = fields.integer('level');
    },
    onEnd: () => {
      if (level === FULL) step.done();
      else step.ask({ command: functionality, values: [FULL], onEnd: () => step.done() });
    },
  });
}

function hasEchoed(step: Step): boolean {
  return step.echoes !== step.boot.echoes;
}

/**
 * Tells an unannounced restart by what the module has forgotten. The format of errors is asked for; but there are modules that
 * start with the one that is wanted, so the echo counts too, which comes unasked. A query that fails proves nothing.
 */
export function checkBoot(step: Step, then: () => void): void {
  let hasForgotten = false;
  step.ask({
    command: errorFormatQuery,
    values: [],
    onReply: (fields) => {
      hasForgotten = fields.integer('mode') !== NUMBERED_ERRORS;
    },
    onEnd: () => (hasForgotten || hasEchoed(step) ? step.raise('rebooted') : then()),
  });
}
