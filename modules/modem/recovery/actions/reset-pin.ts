import type { Step } from '../../step.js';

export function resetByPin(step: Step): void {
  step.act((tools, onEnd) => tools.resetPin?.pulse(onEnd), () => {
    step.forgetModule(true);
    step.done();
  });
}
