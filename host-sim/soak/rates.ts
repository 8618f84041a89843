import { badYear, faultRate, type FaultRate } from '../faults/fault-mix.js';
import type { Profile } from '../module/profile.js';
import type { Plan } from './plan.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What goes wrong with the microcontroller that the driver runs on. */
export type HostFault =
  /** Its supply fails between two operations of the flash. */
  | 'host-power-cut'
  /** Its supply fails inside a write or an erase, which stays half done. */
  | 'host-power-cut-in-flash'
  /** The program crashes and starts again at once; the module keeps its power. */
  | 'host-crash'
  /** Crash upon crash, a few seconds apart. */
  | 'host-crashes'
  /** Serial callbacks come late, as behind a collection of garbage. */
  | 'host-slow'
  /** Its own clock is set wrong. */
  | 'host-clock-stepped'
  /** A bit of the flash changes by itself. */
  | 'flash-bit-rots'
  /** A cell of the flash keeps its level for good. */
  | 'flash-cell-wears'
  /** A block of the flash cannot be erased any more. */
  | 'flash-block-dies';

export interface HostFaultRate {
  readonly name: HostFault;
  /** Times a day, on average. */
  readonly perDay: number;
  /** Shortest and longest, in milliseconds: without power, or slow. */
  readonly duration: readonly [shortest: number, longest: number];
}

/** Every day is a day of a bad year: what happens to module, line, network and broker. */
export const moduleRates: readonly FaultRate[] = [
  ...badYear,
  // Those of a bad year are over before the ladder of recovery has come to its upper rungs.
  faultRate('power-cut', 0.2, [HOUR, HOUR], { duration: 900 }),
  faultRate('hung', 0.03, [10 * MINUTE, 2 * HOUR]),
  faultRate('operation-in-progress', 0.05, [MINUTE, 30 * MINUTE]),
  faultRate('sim-removed', 0.05, [MINUTE, 20 * MINUTE]),
  faultRate('sim-busy', 0.05, [MINUTE, 20 * MINUTE]),
  faultRate('data-call-refused', 0.1, [MINUTE, 30 * MINUTE]),
  faultRate('roaming', 0.2, [10 * MINUTE, 2 * HOUR]),
  faultRate('registration-lost', 0.1, [2 * HOUR, 8 * HOUR]),
  faultRate('weak-signal', 0.5, [10 * MINUTE, 2 * HOUR]),
  faultRate('signal-follows', 0.2, [10 * MINUTE, HOUR]),
  faultRate('nat-timeout', 0.2, [10 * MINUTE, 2 * HOUR]),
  faultRate('throttling', 0.2, [MINUTE, 20 * MINUTE]),
  faultRate('messages-doubled', 0.1, [10 * MINUTE, HOUR]),
  faultRate('time-servers-silent', 0.2, [10 * MINUTE, 2 * HOUR]),
  // The broker says why.
  faultRate('broker-unreachable', 0.1, [MINUTE, 30 * MINUTE]),
  faultRate('refuses-version', 0.02, [MINUTE, 30 * MINUTE]),
  faultRate('refuses-identifier', 0.02, [MINUTE, 30 * MINUTE]),
  faultRate('refuses-as-unavailable', 0.05, [MINUTE, HOUR]),
  faultRate('refuses-login', 0.03, [MINUTE, HOUR]),
  faultRate('refuses-authorisation', 0.03, [MINUTE, HOUR]),
  faultRate('certificate-expired', 0.05, [MINUTE, HOUR]),
  faultRate('certificate-of-another', 0.05, [MINUTE, HOUR]),
  faultRate('certificate-unknown', 0.05, [MINUTE, HOUR]),
  faultRate('client-certificate-refused', 0.05, [MINUTE, HOUR]),
  faultRate('handshake-fails', 0.1, [MINUTE, HOUR]),
  faultRate('tls-memory-full', 0.05, [MINUTE, HOUR]),
  faultRate('tls-files-forgotten', 0.2),
  // Up to as late as the driver promises to bear, and at the worst moment.
  faultRate('answers-slow', 0.2, [MINUTE, 20 * MINUTE]),
  faultRate('answer-overtaken', 0.2),
  faultRate('command-ignored', 0.3),
  faultRate('answer-reordered', 0.2),
  faultRate('result-late', 0.2),
  faultRate('completion-late', 0.2, [HOUR, HOUR], { urc: '+MQTT', delay: 150 }),
  faultRate('completion-late', 0.2, [HOUR, HOUR], { urc: '+MQTT', delay: 600 }),
  faultRate('completion-crossing', 1, [HOUR, HOUR], { delay: 35 }),
  faultRate('completion-doubled', 0.1),
  faultRate('prompt-late', 0.2),
  faultRate('prompt-refused', 0.2),
  faultRate('other-voice', 0.1, [MINUTE, HOUR]),
  faultRate('bare-prompt', 0.1, [MINUTE, 30 * MINUTE]),
  // Forms of lines, and what stands between them.
  faultRate('echo-returns', 0.2),
  faultRate('echo-form', 0.1, [MINUTE, HOUR]),
  faultRate('blanks', 0.1, [MINUTE, HOUR]),
  faultRate('line-ends', 0.1, [MINUTE, HOUR]),
  faultRate('empty-lines', 0.1, [MINUTE, HOUR]),
  faultRate('invalid-bytes', 0.1, [MINUTE, 10 * MINUTE]),
  faultRate('bytes-repeated', 0.3, [10 * SECOND, MINUTE], { rate: 0.002, direction: 'to-host' }),
  faultRate('wake-up-loss', 0.1, [MINUTE, 30 * MINUTE]),
  faultRate('wrong-baud', 0.05, [MINUTE, 10 * MINUTE]),
  faultRate('garbage', 0.3),
  faultRate('stray-lines', 0.2, [MINUTE, 30 * MINUTE]),
  faultRate('words-before-answers', 0.1, [MINUTE, 10 * MINUTE]),
  faultRate('urc-before-answer', 0.1, [MINUTE, 10 * MINUTE]),
  faultRate('look-alike-urc', 0.1, [MINUTE, 30 * MINUTE]),
  faultRate('urc-for-prompt', 0.1),
  faultRate('message-arrives', 0.5),
];

/** Faults that clocks have, which make dates wrong. */
const clockRates: readonly FaultRate[] = [
  faultRate('clock-wrong', 0.1, [10 * MINUTE, 2 * HOUR]),
  faultRate('clock-stepped', 0.2),
  faultRate('clock-stepped', 0.1, [MINUTE, MINUTE], { step: 1800 }),
  faultRate('clock-forgotten', 0.2),
  faultRate('time-zone', 0.2, [10 * MINUTE, 2 * HOUR]),
];

/**
 * Only where messages are fetched: a module that pushes them puts their text on the line as it is, and what looks like a result
 * there cannot be told from one (F6). It costs a publish that is sent again, and can cost more.
 */
const fetchedMessageRates: readonly FaultRate[] = [faultRate('hostile-message', 0.2)];

/**
 * Only where one publish is under way at a time. Of several, the second word counts for the next one, which leaves the outbox before it
 * has arrived (docs/outbox.md).
 */
const SINGLE_ONLY = 'completion-doubled';

/** Faults of the catalogue that are in no mix, and why. */
export const UNMIXED: Readonly<Record<string, string>> = {
  'answer-doubled': 'a result that is said twice is the answer to the next command, as far as anybody can tell (F3)',
  'message-refused': 'a reading that is given up leaves without having arrived (F39), which is what the account of readings is there to find',
  'quoted-result': 'a line that says just what a result says is one (F26): nobody can tell',
  'deaf-after-answer': 'a node on such a module is configured with a guard time, which these are not (F25)',
  'sim-wants-pin': 'only a hand ends it (F21): a node that comes back by itself would have used up the PIN',
};

/** What happens around the module of this plan. */
export function ratesOf(plan: Plan, profile: Profile): readonly FaultRate[] {
  const isSingle = plan.configuration.publishWindow === 1;
  const suited = moduleRates.filter(({ name }) => isSingle || name !== SINGLE_ONLY);
  const rates = plan.hasWrongClocks ? [...suited, ...clockRates] : suited.filter(({ name }) => !name.startsWith('clock-'));
  return profile.hasReceiveMode ? [...rates, ...fetchedMessageRates] : rates;
}

/** So many times as often. */
export function hastened<Rate extends { readonly perDay: number }>(rates: readonly Rate[], haste: number): readonly Rate[] {
  return rates.map((rate) => ({ ...rate, perDay: rate.perDay * haste }));
}

const everyHost: readonly HostFaultRate[] = [
  { name: 'host-power-cut', perDay: 0.2, duration: [10 * SECOND, 2 * HOUR] },
  { name: 'host-power-cut-in-flash', perDay: 0.2, duration: [10 * SECOND, 10 * MINUTE] },
  { name: 'host-crash', perDay: 0.2, duration: [SECOND, 2 * SECOND] },
  { name: 'host-crashes', perDay: 0.05, duration: [SECOND, MINUTE] },
  { name: 'host-slow', perDay: 0.5, duration: [10 * SECOND, MINUTE] },
];

const oldFlash: readonly HostFaultRate[] = [
  { name: 'flash-bit-rots', perDay: 0.5, duration: [0, 0] },
  { name: 'flash-cell-wears', perDay: 0.05, duration: [0, 0] },
  { name: 'flash-block-dies', perDay: 0.05, duration: [0, 0] },
];

const wrongClock: readonly HostFaultRate[] = [{ name: 'host-clock-stepped', perDay: 0.2, duration: [-DAY, DAY] }];

/** And to the host of this plan. */
export function hostRatesOf(plan: Plan): readonly HostFaultRate[] {
  return [...everyHost, ...(plan.isFlashOld ? oldFlash : []), ...(plan.hasHostClock && plan.hasWrongClocks ? wrongClock : [])];
}

/** Milliseconds by which callbacks come late while the host is slow. */
export const SLOW_HOST_LATENCY = 20;
