import { faultNamed } from './fault-catalogue.js';
import { FaultError } from './fault-error.js';
import { type FaultOptions, FaultValues } from './fault-options.js';

/** How often one kind of fault happens by chance. */
export interface FaultRate {
  /** The fault's, as in the catalogue. */
  readonly name: string;
  /** Its options; what is left out is as the catalogue has it. */
  readonly options: FaultOptions;
  /** Times a day, on average. */
  readonly perDay: number;
  /** Shortest and longest, in milliseconds, after which it is lifted. */
  readonly duration: readonly [shortest: number, longest: number];
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** A fault of no stated duration in a mix. */
const USUAL_DURATION = [30 * SECOND, 5 * MINUTE] as const;

/** @throws FaultError for what does not exist, and for a rate that is no number above 0. */
export function faultRate(
  name: string,
  perDay: number,
  duration: FaultRate['duration'] = USUAL_DURATION,
  options: FaultOptions = {},
): FaultRate {
  new FaultValues(name, faultNamed(name).options, options);
  if (!(perDay > 0 && perDay < Infinity)) {
    throw new FaultError('bad-schedule', `${name}: a rate is a number of times a day above 0`);
  }
  return { name, options, perDay, duration };
}

/**
 * What a node on a roof would see in a bad year, every day of it. Bytes suffer on their way to the host only: AT commands have no
 * checksum, so a topic that is garbled on its way to the module is published and acknowledged, and no driver can know.
 */
export const badYear: readonly FaultRate[] = [
  faultRate('bytes-lost', 1, [10 * SECOND, 2 * MINUTE], { rate: 0.002, direction: 'to-host' }),
  faultRate('bytes-flipped', 0.5, [10 * SECOND, MINUTE], { rate: 0.002, direction: 'to-host' }),
  faultRate('bytes-inserted', 0.5, [10 * SECOND, MINUTE], { rate: 0.002, direction: 'to-host' }),
  faultRate('reads-cut', 1, [MINUTE, 10 * MINUTE]),
  faultRate('fifo-overrun', 1, [10 * SECOND, MINUTE]),
  faultRate('line-beheaded', 0.5),
  faultRate('answer-late', 0.5),
  faultRate('answer-missing', 0.5),
  faultRate('completion-late', 0.5),
  faultRate('completion-missing', 0.5),
  faultRate('silence', 0.5, [10 * MINUTE, 10 * MINUTE]),
  faultRate('prompt-stuck', 0.5),
  faultRate('payload-short', 0.5),
  faultRate('unknown-urc', 4),
  faultRate('urc-storm', 0.5),
  faultRate('further-fields', 0.5, [MINUTE, 60 * MINUTE]),
  faultRate('other-quotes', 0.5, [MINUTE, 60 * MINUTE]),
  faultRate('message-on-line', 1),
  faultRate('reboot', 0.3),
  faultRate('reboot-unannounced', 0.3),
  faultRate('brown-out', 0.3),
  faultRate('power-cut', 0.1, [30 * MINUTE, 30 * MINUTE]),
  faultRate('registration-lost', 2, [MINUTE, 30 * MINUTE]),
  faultRate('registration-denied', 0.1, [MINUTE, 30 * MINUTE]),
  faultRate('data-call-lost', 1),
  faultRate('data-call-lost-silently', 0.5),
  faultRate('data-call-stale', 0.2),
  faultRate('connection-dead', 1),
  faultRate('latency', 1, [MINUTE, 20 * MINUTE]),
  faultRate('packet-loss', 1, [MINUTE, 20 * MINUTE]),
  faultRate('broker-closes', 1),
  faultRate('broker-gone', 0.3, [MINUTE, 30 * MINUTE]),
  faultRate('broker-stalls', 0.3, [MINUTE, 10 * MINUTE]),
  faultRate('never-acknowledges', 0.1, [MINUTE, 10 * MINUTE]),
  faultRate('forgets-session', 0.3, [MINUTE, 60 * MINUTE]),
  faultRate('clock-stepped', 0.1),
];
