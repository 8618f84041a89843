import type { Step } from '../../step.js';

export function cyclePower(step: Step): void {
  step.act((tools, onEnd) => tools.powerKey?.cycle(onEnd), () => {
    step.forgetModule(true);
    step.done();
  });
}
