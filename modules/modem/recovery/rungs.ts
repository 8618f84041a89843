import { cycleRadio } from './actions/cfun-cycle.js';
import { cyclePower } from './actions/power-cycle.js';
import { probe } from './actions/probe.js';
import { redial } from './actions/redial.js';
import { resetByCommand } from './actions/soft-reset.js';
import { resetByPin } from './actions/reset-pin.js';
import { restartByHost } from './actions/host-restart.js';
import { resynchronise } from './actions/resynchronise.js';
import type { Rung } from './rung.js';
import { POWER_CYCLE_LIMIT, RESET_LIMIT } from './tools.js';
import type { Trouble } from './troubles.js';

const MODULE: readonly Trouble[] = ['unresponsive', 'refusing', 'sim', 'registration', 'data-call', 'connection', 'slots'];
/** What the radio has to do with. */
const NETWORK: readonly Trouble[] = ['registration', 'data-call', 'connection'];

/**
 * The ladder, lowest rung first: each costs more time and more state than the one below. The pauses double with each pass
 * that has not helped: a broker that is away for a day costs the module two restarts an hour, and not one a minute.
 */
export const RUNGS: readonly Rung[] = [
  {
    name: 'probe',
    summary: 'Asks until the module answers: it may only have been busy.',
    cures: ['unresponsive'],
    attempts: 1,
    budget: 12_000,
    pause: 1000,
    longestPause: 60_000,
    takesAnswer: false,
    action: probe,
    next: 'waking',
  },
  {
    name: 'resynchronise',
    summary: 'Ends a data phase that nobody knows of, then looks for the module at other line rates and sets its rate right.',
    cures: ['unresponsive'],
    attempts: 1,
    budget: 75_000,
    pause: 1000,
    longestPause: 10_000,
    takesAnswer: false,
    action: resynchronise,
    next: 'waking',
  },
  {
    name: 'reopen-mqtt',
    summary: 'Closes the slot and opens the MQTT connection again, as the session does by itself after its own backoff.',
    cures: ['connection'],
    attempts: 4,
    budget: 180_000,
    pause: 0,
    longestPause: 0,
    takesAnswer: true,
    next: 'up',
  },
  {
    name: 'redial',
    summary: 'Hangs up and asks the network for a new address.',
    cures: ['data-call', 'connection'],
    attempts: 2,
    budget: 75_000,
    pause: 2000,
    longestPause: 300_000,
    takesAnswer: true,
    action: redial,
    next: 'waking',
  },
  {
    name: 'cfun-cycle',
    summary: 'Switches the radio off and on: the module registers anew and reads its SIM card again.',
    cures: ['sim', ...NETWORK],
    attempts: 1,
    budget: 60_000,
    pause: 5000,
    longestPause: 900_000,
    takesAnswer: true,
    action: cycleRadio,
    next: 'waking',
  },
  {
    name: 'soft-reset',
    summary: 'Restarts the module by a command; settings and TLS files are lost and made again.',
    cures: ['refusing', 'sim', ...NETWORK, 'slots'],
    attempts: 1,
    budget: 60_000,
    pause: 10_000,
    longestPause: 1_800_000,
    takesAnswer: true,
    forgetsTls: true,
    action: resetByCommand,
    next: 'waking',
  },
  {
    name: 'reset-pin',
    summary: 'Restarts the module by its reset input.',
    cures: MODULE,
    attempts: 2,
    budget: RESET_LIMIT + 5000,
    pause: 10_000,
    longestPause: 3_600_000,
    takesAnswer: false,
    tool: 'resetPin',
    forgetsTls: true,
    action: resetByPin,
    next: 'waking',
  },
  {
    name: 'power-cycle',
    summary: 'Switches the module off and on by its PWRKEY.',
    cures: MODULE,
    attempts: 2,
    budget: POWER_CYCLE_LIMIT + 5000,
    pause: 20_000,
    longestPause: 3_600_000,
    takesAnswer: false,
    tool: 'powerKey',
    forgetsTls: true,
    action: cyclePower,
    next: 'waking',
  },
  {
    name: 'host-restart',
    summary: 'Restarts the host: its port, its pins and this program start anew.',
    // A broker or a network that is away is none of the host's doing.
    cures: ['unresponsive', 'refusing'],
    attempts: 1,
    budget: 30_000,
    pause: 60_000,
    longestPause: 3_600_000,
    takesAnswer: false,
    tool: 'restartHost',
    action: restartByHost,
    next: 'waking',
  },
];
