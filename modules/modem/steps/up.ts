import type { Step } from '../step.js';
import { tlsProblem } from '../tls-problem.js';
import { provisionTls } from '../tls-provisioning.js';
import { mendClock } from './clock.js';
import { checkCall } from './dialling.js';
import { refreshSignal } from './signal.js';
import { checkBoot } from './waking.js';

/**
 * One look at a connected module: what it would not tell by itself (an unannounced restart, an address that is gone) is found
 * here, and what failed on the way up is tried again.
 */
export function check(step: Step): void {
  checkBoot(step, () => {
    checkCall(step, () => {
      refreshSignal(step, () => {
        step.slots.keep();
        mendClock(step, () => {
          mendTls(step, () => {
            const { tls } = step.settings;
            step.facts.setError(tls === undefined ? undefined : tlsProblem(tls, step.boot));
            step.poll();
          });
        });
      });
    });
  });
}

function mendTls(step: Step, then: () => void): void {
  const { tls } = step.settings;
  const { boot } = step;
  if (tls === undefined || boot.appliedTls === tls || step.now() < boot.tlsDue) return then();
  provisionTls(step, tls, then);
}
