import type { Step } from '../step.js';
import { keepTextsOff } from './messages.js';
import { askForPowerSaving } from './power-saving.js';
import { provisionTls } from '../tls-provisioning.js';

/** What the module must be told once for each of its starts, before the first connection. */
export function provision(step: Step): void {
  chooseMqtt(step, 0, () => {
    keepTextsOff(step, () => {
      askForPowerSaving(step, () => {
        const { tls } = step.settings;
        if (tls === undefined) step.done();
        else provisionTls(step, tls, () => step.done());
      });
    });
  });
}

/** In the preferred of the ways that the dialect has, or in the next where the module refuses what that needs. */
function chooseMqtt(step: Step, index: number, then: () => void): void {
  const { mqtt } = step.modem.dialect;
  const { setting } = mqtt[index];
  step.boot.mqtt = mqtt[index];
  if (setting === undefined) return then();
  step.ask({
    ...setting,
    onEnd: (error) => {
      if (error === undefined) then();
      else if (error.code === 'refused' && index + 1 < mqtt.length) chooseMqtt(step, index + 1, then);
      else step.fail(error);
    },
  });
}
