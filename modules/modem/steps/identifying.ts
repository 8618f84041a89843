import type { Command } from '../../at/command.js';
import { model, revision, serialNumber } from '../../cellular/device.js';
import type { Step } from '../step.js';
import { settleSlots } from './settling.js';

/** Before the names, whether the module is as a former program has left it: a restart costs least here. */
export function identify(step: Step): void {
  settleSlots(step, () => askNames(step));
}

/** What the module is called. It works as well for a driver that does not know, so nothing here is an error. */
function askNames(step: Step): void {
  const { facts } = step;
  askName(step, model, (text) => {
    facts.set('model', text);
    askName(step, revision, (revisionText) => {
      facts.set('revision', revisionText);
      askName(step, serialNumber, (imei) => {
        facts.set('imei', imei);
        step.done();
      });
    });
  });
}

/** Asks for a name of one line; `undefined` where the module does not tell. */
export function askName(step: Step, command: Command, then: (text: string | undefined) => void): void {
  let text: string | undefined = undefined;
  step.ask({
    command,
    values: [],
    onReply: (fields) => {
      text = fields.textAt(0);
    },
    onEnd: (error) => then(error === undefined ? text : undefined),
  });
}
