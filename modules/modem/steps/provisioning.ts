import { mqttReceiveMode } from '../../fibocom/mqtt.js';
import type { Step } from '../step.js';
import { keepTextsOff } from './messages.js';
import { askForPowerSaving } from './power-saving.js';
import { provisionTls } from '../tls-provisioning.js';

const READ = 1;

/** What the module must be told once for each of its starts, before the first connection. */
export function provision(step: Step): void {
  chooseReceiveMode(step, () => {
    keepTextsOff(step, () => {
      askForPowerSaving(step, () => {
        const { tls } = step.settings;
        if (tls === undefined) step.done();
        else provisionTls(step, tls, () => step.done());
      });
    });
  });
}

/** Fetched messages have exact lengths; a module that does not know the setting pushes them, as guide §4.1.3 has it. */
function chooseReceiveMode(step: Step, then: () => void): void {
  const { boot } = step;
  step.ask({
    command: mqttReceiveMode,
    values: [READ],
    onEnd: (error) => {
      if (error !== undefined && error.code !== 'refused') return step.fail(error);
      boot.receiveMode = error === undefined ? 'read' : 'push';
      then();
    },
  });
}
