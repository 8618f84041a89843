import type { Command, Urc } from '../at/command.js';
import {
  registrationQueryCs,
  registrationQueryEps,
  registrationQueryPacket,
  registrationReportsCs,
  registrationReportsEps,
  registrationReportsPacket,
} from '../cellular/network.js';
import { epsRegistrationChanged, packetRegistrationChanged, registrationChanged } from '../cellular/urcs.js';
import { doubledPause } from './doubling-pause.js';

/** How the network has taken the module, in a word. */
export type RegistrationWord = 'home' | 'roaming' | 'searching' | 'denied' | 'unregistered' | 'unknown';

/** One of the networks that a module registers with, each with its own commands. */
export interface Domain {
  readonly query: Command;
  readonly reports: Command;
  readonly changed: Urc;
}

/** The last one carries no data: it counts only where the module knows neither of the others. */
export const DOMAINS: readonly Domain[] = [
  { query: registrationQueryEps, reports: registrationReportsEps, changed: epsRegistrationChanged },
  { query: registrationQueryPacket, reports: registrationReportsPacket, changed: packetRegistrationChanged },
  { query: registrationQueryCs, reports: registrationReportsCs, changed: registrationChanged },
];
const DATA_DOMAINS = 2;
const NOT_SUPPORTED = -1;

/** Milliseconds between the first two questions while the module is attached to no network. */
const FIRST_PAUSE = 5000;
/** What the pause between questions doubles to at most, as URCs tell earlier. */
const LONGEST_PAUSE = 60_000;

/**
 * What 3GPP TS 27.007 §7.2 calls each status. 6 to 10 (SMS only, emergency only, CSFB not preferred) do not carry data; 4 is
 * "unknown, e.g. out of coverage".
 */
const WORDS: readonly RegistrationWord[] = ['unregistered', 'home', 'searching', 'denied', 'unknown', 'roaming'];
/** Where networks differ, the first of these that any of them says is what counts. */
const PRECEDENCE: readonly RegistrationWord[] = ['home', 'roaming', 'denied', 'searching', 'unregistered'];

/** The registration with each network, as the module told it last. Noting allocates nothing. */
export class Registration {
  /** Whether the module tells of changes by itself. */
  isReported = false;
  readonly #statuses: number[] = [];
  #pause = FIRST_PAUSE;

  constructor() {
    for (let index = 0; index < DOMAINS.length; index += 1) this.#statuses.push(NOT_SUPPORTED);
  }

  note(domain: number, status: number): void {
    this.#statuses[domain] = status;
  }

  /** The module refuses to tell about this network. */
  noteUnsupported(domain: number): void {
    this.#statuses[domain] = NOT_SUPPORTED;
  }

  /** Whether there is a network to dial over. */
  isUsable(isRoamingAllowed: boolean): boolean {
    const { word } = this;
    return word === 'home' || (isRoamingAllowed && word === 'roaming');
  }

  /** Milliseconds until the module is asked again. A network that denies is not pressed. */
  pause(): number {
    if (this.word === 'denied') return LONGEST_PAUSE;
    if (!this.isReported) return FIRST_PAUSE;
    const pause = this.#pause;
    this.#pause = doubledPause(pause, LONGEST_PAUSE);
    return pause;
  }

  /** A network has been found: where it is lost again, the pauses begin anew. */
  forgetPauses(): void {
    this.#pause = FIRST_PAUSE;
  }

  /** One word for all networks that carry data. */
  get word(): RegistrationWord {
    let first = 0;
    while (first < DOMAINS.length - 1 && this.#statuses[first] === NOT_SUPPORTED) first += 1;
    const end = first < DATA_DOMAINS ? DATA_DOMAINS : DOMAINS.length;
    let best = PRECEDENCE.length;
    for (let index = first; index < end; index += 1) {
      const rank = this.#statuses[index] === NOT_SUPPORTED ? -1 : PRECEDENCE.indexOf(wordOf(this.#statuses[index]));
      if (rank >= 0 && rank < best) best = rank;
    }
    return best < PRECEDENCE.length ? PRECEDENCE[best] : 'unknown';
  }
}

function wordOf(status: number): RegistrationWord {
  return status < WORDS.length ? WORDS[status] : 'unregistered';
}
