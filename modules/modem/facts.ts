import type { CellularError } from '../base/errors.js';
import type { Strength } from '../cellular/signal.js';
import type { RegistrationWord } from './registration.js';
import type { StateName } from './state-name.js';

/**
 * What is known of the SIM card: `pin` and `puk` name what it waits for, `locked` is any other lock (PIN2, network), `failure`
 * is the module's own word for a card that it cannot use.
 */
export type SimWord = 'unknown' | 'ready' | 'pin' | 'puk' | 'locked' | 'absent' | 'failure' | 'busy';

/** What the modem knows, by the names under which changes are announced. */
export interface FactValues {
  /** The state of the bring-up. */
  state: StateName;
  /** Why the modem is not up, or why TLS is not possible; `undefined` when nothing is wrong. */
  error: CellularError | undefined;
  /** As the module names itself (`AT+CGMM`); `undefined` until it has answered. */
  model: string | undefined;
  /** Of the module's firmware (`AT+CGMR`). */
  revision: string | undefined;
  /** The module's serial number, 15 digits (`AT+CGSN`). */
  imei: string | undefined;
  /** The SIM card's state. */
  sim: SimWord;
  /** The SIM card's number (ICCID). */
  iccid: string | undefined;
  /** dBm, −113 to −51; `undefined` when it is not known. */
  RSSI: number | undefined;
  /** The guide's word for the signal (§3.1). */
  strength: Strength;
  /** How the network has taken the module. */
  registration: RegistrationWord;
  /** The network's name. */
  operator: string | undefined;
  /** Whether the time of day is known; stays true once it is. */
  isClockSet: boolean;
  /** Minutes by which local time is ahead of UTC, as the network has it. */
  utcOffset: number | undefined;
  /** The IP address; `undefined` while there is none. */
  address: string | undefined;
  /** ECMA-419: 0 unavailable, 100 initializing, 200 disconnected, 300 connecting, 400 connected, 500 IP address assigned. */
  connection: number;
}

/** The name of what the modem has learnt: a property of {@link FactValues}. */
export type FactName = keyof FactValues;

/** The order of announcements: `connection` comes last, when all that belongs to it has been told. */
export const FACT_NAMES: readonly FactName[] = [
  'state',
  'error',
  'model',
  'revision',
  'imei',
  'sim',
  'iccid',
  'RSSI',
  'strength',
  'registration',
  'operator',
  'isClockSet',
  'utcOffset',
  'address',
  'connection',
];

export interface FactsListener {
  /** A value has changed. */
  note(name: FactName): void;
}

/** All that the modem shows, in one place; the steps write it and the public class reads it. */
export class Facts {
  readonly values: FactValues = {
    state: 'idle',
    error: undefined,
    model: undefined,
    revision: undefined,
    imei: undefined,
    sim: 'unknown',
    iccid: undefined,
    RSSI: undefined,
    strength: 'unknown',
    registration: 'unknown',
    operator: undefined,
    isClockSet: false,
    utcOffset: undefined,
    address: undefined,
    connection: 0,
  };
  readonly #listener: FactsListener;

  constructor(listener: FactsListener) {
    this.#listener = listener;
  }

  set<Name extends FactName>(name: Name, value: FactValues[Name]): void {
    if (this.values[name] === value) return;
    this.values[name] = value;
    this.#listener.note(name);
  }

  /** What only holds for one start of the module. */
  forgetBoot(): void {
    this.set('sim', 'unknown');
    this.set('RSSI', undefined);
    this.set('strength', 'unknown');
    this.set('registration', 'unknown');
    this.set('operator', undefined);
  }

  /** An error that says the same as the last one is no news. */
  setError(error: CellularError | undefined): void {
    const present = this.values.error;
    if (error !== undefined && present !== undefined && error.code === present.code && error.message === present.message) return;
    this.set('error', error);
  }
}
