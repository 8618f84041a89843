import { type CellularError, cellularError, RETRYABLE } from '../../base/errors.js';
import { operatorQuery } from '../../cellular/network.js';
import { DOMAINS } from '../registration.js';
import type { Step } from '../step.js';
import { refreshSignal } from './signal.js';

/**
 * Waits until a network that carries data has taken the module in. URCs tell of it; questions find out where one was lost on the
 * line, or the module has none. Each network is asked: modules differ in which they know.
 */
export function register(step: Step): void {
  if (step.boot.isReporting) return query(step, 0);
  switchReportsOn(step, 0, 2);
}

/** With 2 a report names the cell too; modules that refuse it may take 1, and those that refuse both are polled all the same. */
function switchReportsOn(step: Step, domain: number, mode: number): void {
  if (domain === DOMAINS.length) {
    step.boot.isReporting = true;
    return query(step, 0);
  }
  step.ask({
    command: DOMAINS[domain].reports,
    values: [mode],
    onEnd: (error) => {
      if (error === undefined) step.boot.registration.isReported = true;
      if (error !== undefined && mode > 1) switchReportsOn(step, domain, 1);
      else switchReportsOn(step, domain + 1, 2);
    },
  });
}

function query(step: Step, domain: number): void {
  if (domain === DOMAINS.length) return judge(step);
  const { registration } = step.boot;
  step.ask({
    command: DOMAINS[domain].query,
    values: [],
    onReply: (fields) => registration.note(domain, fields.integer('status')),
    onEnd: (error) => {
      if (error?.code === 'refused') registration.noteUnsupported(domain);
      query(step, domain + 1);
    },
  });
}

function judge(step: Step): void {
  const { registration } = step.boot;
  const { word } = registration;
  step.facts.set('registration', word);
  if (registration.isUsable(step.settings.isRoamingAllowed)) {
    registration.forgetPauses();
    return nameOperator(step);
  }
  // A denial is told at once, but networks change their mind: the limit alone ends the attempt.
  if (word === 'denied') step.facts.setError(denied());
  if (word === 'roaming') step.facts.setError(visited());
  refreshSignal(step, () => step.poll(registration.pause()));
}

function nameOperator(step: Step): void {
  step.ask({
    command: operatorQuery,
    values: [],
    onReply: (fields) => step.facts.set('operator', fields.has('operator') ? fields.text('operator') : undefined),
    onEnd: () => step.done(),
  });
}

function denied(): CellularError {
  return cellularError('registration-denied', 'the network denies registration', RETRYABLE);
}

function visited(): CellularError {
  return cellularError('not-registered', 'there is only a visited network, and roaming is not allowed');
}
