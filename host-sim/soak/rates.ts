import { badYear, faultRate, type FaultRate } from '../faults/fault-mix.js';
import type { Profile } from '../module/profile.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** What goes wrong with the microcontroller that the driver runs on. */
export type HostFault =
  /** Its supply fails between two operations of the flash. */
  | 'host-power-cut'
  /** Its supply fails inside a write or an erase, which stays half done. */
  | 'host-power-cut-in-flash'
  /** The program crashes and starts again at once; the module keeps its power. */
  | 'host-crash'
  /** Serial callbacks come late, as behind a collection of garbage. */
  | 'host-slow';

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
  faultRate('sim-removed', 0.05, [MINUTE, 20 * MINUTE]),
  faultRate('sim-busy', 0.05, [MINUTE, 20 * MINUTE]),
  faultRate('data-call-refused', 0.1, [MINUTE, 30 * MINUTE]),
  faultRate('roaming', 0.2, [10 * MINUTE, 2 * HOUR]),
  faultRate('weak-signal', 0.5, [10 * MINUTE, 2 * HOUR]),
  faultRate('nat-timeout', 0.2, [10 * MINUTE, 2 * HOUR]),
  faultRate('throttling', 0.2, [MINUTE, 20 * MINUTE]),
  faultRate('broker-unreachable', 0.1, [MINUTE, 30 * MINUTE]),
  faultRate('messages-doubled', 0.1, [10 * MINUTE, HOUR]),
  faultRate('time-servers-silent', 0.2, [10 * MINUTE, 2 * HOUR]),
  // Up to as late as the driver promises to bear, and at the worst moment.
  faultRate('completion-late', 0.2, [HOUR, HOUR], { urc: '+MQTT', delay: 600 }),
  faultRate('completion-crossing', 1, [HOUR, HOUR], { delay: 35 }),
];

/**
 * Only where messages are fetched: a module that pushes them puts their text on the line as it is, and what looks like a result
 * there cannot be told from one (F6). It costs a publish that is sent again, and can cost more.
 */
const fetchedMessageRates: readonly FaultRate[] = [faultRate('hostile-message', 0.2)];

/** What happens around a module of this kind. */
export function ratesOf(profile: Profile): readonly FaultRate[] {
  return profile.hasReceiveMode ? [...moduleRates, ...fetchedMessageRates] : moduleRates;
}

/** So many times as often. */
export function hastened<Rate extends { readonly perDay: number }>(rates: readonly Rate[], haste: number): readonly Rate[] {
  return rates.map((rate) => ({ ...rate, perDay: rate.perDay * haste }));
}

/** And to the host. */
export const hostRates: readonly HostFaultRate[] = [
  { name: 'host-power-cut', perDay: 0.2, duration: [10 * SECOND, 2 * HOUR] },
  { name: 'host-power-cut-in-flash', perDay: 0.2, duration: [10 * SECOND, 10 * MINUTE] },
  { name: 'host-crash', perDay: 0.2, duration: [SECOND, 2 * SECOND] },
  { name: 'host-slow', perDay: 0.5, duration: [10 * SECOND, MINUTE] },
];

/** Milliseconds by which callbacks come late while the host is slow. */
export const SLOW_HOST_LATENCY = 20;
