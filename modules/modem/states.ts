import type { StateName } from './state-name.js';
import type { StateRow } from './state-row.js';
import { setNetworkClock } from './steps/clock.js';
import { finishClosing, giveAddressBack, waitUntilWanted } from './steps/disconnecting.js';
import { getAddress } from './steps/dialling.js';
import { identify } from './steps/identifying.js';
import { provision } from './steps/provisioning.js';
import { register } from './steps/registering.js';
import { checkSignal } from './steps/signal.js';
import { checkSim } from './steps/sim.js';
import { recover } from './steps/recovering.js';
import { check } from './steps/up.js';
import { wakeModule } from './steps/waking.js';

/** Events that lead away from every state which talks to the module. */
const TALKING = { rebooted: 'waking', unresponsive: 'recovering' } as const;
/** Events that lead away from states in which there is more to lose. */
const WITH_SIM = { ...TALKING, simRemoved: 'sim' } as const;
const REGISTERED = { ...WITH_SIM, registrationLost: 'registering' } as const;
const DIALLED = { ...REGISTERED, contextLost: 'dialling' } as const;

/** From power-on to an address and a clock. */
export const states: { readonly [S in StateName]: StateRow & { readonly name: S } } = {
  idle: { name: 'idle', connection: 0, enter: waitUntilWanted, next: 'waking', on: {} },
  waking: {
    name: 'waking',
    connection: 0,
    enter: wakeModule,
    next: 'identifying',
    // Longer than the 30 s that a module was seen to take from power-on to its first answer.
    deadline: 90_000,
    overdue: { code: 'unresponsive', message: 'the module does not come up' },
    pause: 5000,
    longestPause: 60_000,
    trouble: 'unresponsive',
    on: TALKING,
  },
  identifying: { name: 'identifying', connection: 100, enter: identify, next: 'sim', deadline: 20_000, on: TALKING },
  sim: {
    name: 'sim',
    connection: 100,
    enter: checkSim,
    next: 'signal',
    deadline: 30_000,
    overdue: { code: 'sim-absent', message: 'the SIM card does not become ready' },
    // The guide's delay for this query (§3.1).
    interval: 3000,
    pause: 5000,
    longestPause: 60_000,
    trouble: 'sim',
    on: WITH_SIM,
    wakesOn: ['simReturned'],
  },
  signal: { name: 'signal', connection: 200, enter: checkSignal, next: 'registering', deadline: 20_000, on: WITH_SIM },
  registering: {
    name: 'registering',
    connection: 300,
    enter: register,
    next: 'dialling',
    deadline: 'registrationLimit',
    overdue: { code: 'not-registered', message: 'no registration within the limit' },
    pause: 5000,
    longestPause: 60_000,
    trouble: 'registration',
    // The address may go while the radio is away: then the slots are told, and nothing else changes.
    on: WITH_SIM,
    wakesOn: ['registrationChanged', 'registrationLost', 'simReturned'],
  },
  dialling: {
    name: 'dialling',
    connection: 400,
    enter: getAddress,
    next: 'clock',
    // Longer than all its commands may take: the question, hanging up, and 180 s for the address.
    deadline: 300_000,
    overdue: { code: 'no-address', message: 'the network gives no address' },
    interval: 2000,
    pause: 2000,
    longestPause: 120_000,
    again: 'registering',
    trouble: 'data-call',
    on: REGISTERED,
  },
  clock: { name: 'clock', connection: 400, enter: setNetworkClock, next: 'provisioning', deadline: 180_000, on: DIALLED },
  provisioning: {
    name: 'provisioning',
    connection: 400,
    enter: provision,
    next: 'up',
    deadline: 180_000,
    overdue: { code: 'timeout', message: 'the module does not take its settings' },
    pause: 5000,
    longestPause: 60_000,
    trouble: 'refusing',
    on: DIALLED,
  },
  up: {
    name: 'up',
    connection: 500,
    enter: check,
    next: 'up',
    interval: 'checkInterval',
    on: { ...DIALLED, connectionStuck: 'recovering' },
    wakesOn: ['simReturned', 'connectionDoubted'],
  },
  // What happens meanwhile is noticed on the way up, which begins anew after each rung.
  recovering: {
    name: 'recovering',
    connection: 0,
    enter: recover,
    next: 'waking',
    deadline: 'budget',
    overdue: { code: 'timeout', message: 'a rung of the ladder has used up its budget' },
    on: {},
  },
  disconnecting: { name: 'disconnecting', connection: 200, enter: giveAddressBack, next: 'disconnected', on: {} },
  disconnected: { name: 'disconnected', connection: 200, enter: waitUntilWanted, next: 'waking', on: {} },
  closing: { name: 'closing', connection: 200, enter: giveAddressBack, next: 'closed', deadline: 10_000, on: {} },
  closed: { name: 'closed', connection: 0, enter: finishClosing, next: 'closed', on: {} },
};
