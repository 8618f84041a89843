import { type CellularError, cellularError, RETRYABLE } from '../base/errors.js';
import type { MqttDialect } from '../cellular/dialect/mqtt.js';
import { defaultDialect } from './default-dialect.js';
import { doubledPause } from './doubling-pause.js';
import { Registration } from './registration.js';
import type { TlsFile, TlsSettings } from './tls-options.js';

/** Milliseconds until such a thing is tried again; doubled each time. */
const FIRST_PAUSE = 120_000;
/** What the pause doubles to at most. */
const LONGEST_PAUSE = 960_000;

/** What holds for one start of the module, and is gone with the next. */
export class Boot {
  /** `AT+CMEE=1` was accepted: a module that says otherwise has restarted. */
  isConfigured = false;
  /** It had been told nothing since it started: it repeated command lines, and did not number its errors. */
  isAsAfterPowerUp = false;
  /** Echoes counted when the echo had been switched off. */
  echoes = 0;
  /** The module has said that it writes no text of others on the line. */
  areTextsOff = false;
  readonly registration = new Registration();
  /** Whether registration URCs are switched on. */
  isReporting = false;
  /** Whether an address was asked for, or found, that has not been given back. */
  isDialled = false;
  /** The address in the latest line about the data call, reply or URC. */
  heardAddress: string | undefined = undefined;
  /** The address over which slots are connected. */
  address: string | undefined = undefined;
  /** Whether the module's own clock is right, as certificates need it. */
  isClockSet = false;
  /** Its digits are UTC, whatever zone stands beside them. */
  areDigitsUtc = false;
  /** How the module's MQTT client is used. */
  mqtt: MqttDialect;
  /** What TLS is set up with; only with exactly this it can be used. */
  appliedTls: TlsSettings | undefined = undefined;
  tlsError: CellularError | undefined = undefined;
  /** Whether the module shows that files are being loaded, or were. */
  isTlsBegun = false;
  /** The files that were being loaded. */
  files: readonly TlsFile[] | undefined = undefined;
  /** How many of the files the module has taken. */
  loaded = 0;
  /** When, on the monotonic clock, to look again at what does not keep the modem from being up. */
  clockDue = 0;
  tlsDue = 0;
  #clockPause = FIRST_PAUSE;
  #tlsPause = FIRST_PAUSE;

  /** `mqtt`: the way that is preferred, as long as the module has not refused it. */
  constructor(mqtt: MqttDialect = defaultDialect.mqtt[0]) {
    this.mqtt = mqtt;
  }

  putOffClock(now: number): void {
    this.clockDue = now + this.#clockPause;
    this.#clockPause = doubledPause(this.#clockPause, LONGEST_PAUSE);
  }

  /** The module has forgotten how TLS was set up, without a restart: it is to be told at once, as after one. */
  forgetTls(): void {
    this.appliedTls = undefined;
    this.tlsError = cellularError('tls', 'the module has forgotten how TLS was set up, and is told anew', RETRYABLE);
    this.isTlsBegun = false;
    this.files = undefined;
    this.loaded = 0;
    this.tlsDue = 0;
  }

  putOffTls(now: number): void {
    this.tlsDue = now + this.#tlsPause;
    this.#tlsPause = doubledPause(this.#tlsPause, LONGEST_PAUSE);
  }
}
