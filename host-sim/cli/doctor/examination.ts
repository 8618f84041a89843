import { type CellularError, cellularError } from '../../../modules/base/errors.js';
import { signalQuality } from '../../../modules/cellular/network.js';
import { hasRightCheckDigit } from '../../../modules/cellular/identity.js';
import { signalPower, signalStrength } from '../../../modules/cellular/signal.js';
import type { FactName } from '../../../modules/modem/facts.js';
import { Modem } from '../../../modules/modem/modem.js';
import type { StateName } from '../../../modules/modem/state-name.js';
import { MQTTClient } from '../../../modules/mqtt/mqtt-client.js';
import type { SerialSpecifier } from '../../../modules/ports/serial.js';
import type { Alarm, Time } from '../../../modules/ports/time.js';
import { adviceFor, SIGNAL_ADVICE } from './advice.js';
import { type Check, CHECKS, type Finding, type Verdict } from './finding.js';
import { patienceWith } from './patience.js';

/** Who is asked for, where MQTT is to be tried. */
export interface BrokerOptions {
  readonly host: string;
  readonly port?: number;
  readonly user?: string;
  readonly password?: string;
  /** Client identifier: another one than a node's, which the broker would disconnect in its favour. */
  readonly id: string;
}

export interface ExaminationOptions {
  readonly serial: SerialSpecifier;
  readonly time: Time;
  readonly apn?: string;
  readonly pin?: string;
  /** Milliseconds that registration may take. */
  readonly registrationLimit: number;
  /** PEM text of the authority to trust; connects with TLS where it is there. */
  readonly trust?: string;
  readonly broker?: BrokerOptions;
}

/** `AT+CSQ` where nothing is known. */
const UNKNOWN_SIGNAL = 99;

/** How far each state of the modem shows that it has come: this check is under way, and those before it are good. */
const UNDER_WAY: Readonly<Partial<Record<StateName, Check>>> = {
  waking: 'module',
  identifying: 'module',
  sim: 'SIM',
  signal: 'signal',
  registering: 'signal',
  dialling: 'data call',
  clock: 'clock',
  provisioning: 'clock',
  up: 'clock',
};

/**
 * Lets the driver bring the module up and open MQTT, and makes findings of what it tells: one for each check, in their order,
 * and then the end. What it has found wrong ends it, as nothing behind can be right; a clock that nobody sets does not.
 */
export class Examination {
  readonly #options: ExaminationOptions;
  readonly #onFinding: (finding: Finding) => void;
  readonly #onEnd: () => void;
  readonly #modem: Modem;
  readonly #patience: Alarm;
  #client: MQTTClient | undefined;
  /** Those that are done. */
  #done = 0;
  /** As `AT+CSQ` has it, read when the module is registered. */
  #signal: number | undefined;
  #isReadingSignal = false;
  #error: CellularError | undefined;
  #isOver = false;

  /** Throws the driver's `invalid-argument` where an option breaks a bound, with nothing sent. */
  constructor(options: ExaminationOptions, onFinding: (finding: Finding) => void, onEnd: () => void) {
    const { serial, time, apn, pin, registrationLimit, trust } = options;
    this.#options = options;
    this.#onFinding = onFinding;
    this.#onEnd = onEnd;
    this.#patience = time.alarm(() => this.#giveUp());
    this.#modem = new Modem({ serial, time, onChanged: (name) => this.#changed(name) });
    this.#modem.connect({ apn, pin, registrationLimit, tls: trust === undefined ? undefined : { trust } });
  }

  /** Ends it early; what is not done by then is skipped. */
  stop(): void {
    this.#finish('stopped before');
  }

  #changed(name: FactName): void {
    if (this.#isOver) return;
    if (name === 'state') this.#proceed();
    if (name === 'error') this.#doubt(this.#modem.error);
    if (name === 'connection' && this.#modem.connection === 500) this.#connect();
  }

  get #current(): Check {
    return CHECKS[this.#done];
  }

  /** The modem is further: what was under way is good. */
  #proceed(): void {
    const reached = UNDER_WAY[this.#modem.state];
    if (reached === undefined) return;
    if (CHECKS.indexOf(reached) > CHECKS.indexOf('signal') && this.#signal === undefined) return this.#readSignal();
    this.#passUntil(reached);
  }

  #passUntil(check: Check): void {
    while (CHECKS.indexOf(this.#current) < CHECKS.indexOf(check)) this.#pass();
  }

  /** What the modem knows may be from right after the boot, when it is `0,0` (docs/facts.md#signal). */
  #readSignal(): void {
    if (this.#isReadingSignal) return;
    this.#isReadingSignal = true;
    this.#modem.execute({
      command: signalQuality,
      values: [],
      onReply: (fields) => {
        this.#signal = fields.integer('rssi');
      },
      onEnd: () => {
        this.#signal ??= UNKNOWN_SIGNAL;
        if (this.#isOver) return;
        this.#proceed();
        if (this.#modem.connection === 500) this.#connect();
      },
    });
  }

  #pass(): void {
    this.#forgive();
    const modem = this.#modem;
    const { apn } = this.#options;
    const identity = [modem.model, modem.revision, modem.imei && `IMEI ${imeiText(modem.imei)}`];
    switch (this.#current) {
      case 'module':
        return this.#tell('good', identity.filter(Boolean).join(', ') || 'it answers');
      case 'SIM':
        return this.#tell('good', modem.iccid === undefined ? 'ready' : `ready, ICCID ${modem.iccid}`);
      case 'signal':
        return this.#tellSignal();
      case 'registration':
        return this.#tell('good', [modem.registration, modem.operator].filter(Boolean).join(', '));
      case 'data call':
        return this.#tell('good', `the network gives an address${apn === undefined ? '' : ` at ${apn}`}`);
    }
  }

  /** The network takes a module in at a bad signal too, but it may not stay. */
  #tellSignal(): void {
    const RSSI = this.#signal === undefined ? this.#modem.RSSI : signalPower(this.#signal);
    const strength = this.#signal === undefined ? this.#modem.strength : signalStrength(this.#signal);
    const text = RSSI === undefined ? 'unknown to the module' : `${RSSI} dBm, ${strength}`;
    if (strength === 'weak') this.#tell('weak', text, SIGNAL_ADVICE);
    else this.#tell('good', text);
  }

  /** Something is not as it should be; what may pass is given its time. */
  #doubt(error: CellularError | undefined): void {
    if (error === undefined || this.#modem.connection === 500) return;
    if (this.#error?.code === error.code) return;
    // The limit says less than what the network has said before.
    if (this.#error?.code === 'registration-denied' && error.code === 'not-registered') return this.#giveUp();
    this.#error = error;
    this.#patience.arm(patienceWith(error.code));
  }

  #forgive(): void {
    this.#patience.disarm();
    this.#error = undefined;
  }

  #giveUp(): void {
    const error = this.#error;
    if (error === undefined || this.#isOver) return;
    const reached = UNDER_WAY[this.#modem.state];
    if (reached !== undefined) this.#passUntil(reached);
    if (this.#current === 'signal') this.#blameSignal(error);
    // Settings are refused behind the clock.
    if (this.#modem.state === 'provisioning' && this.#current === 'clock') this.#tellClock();
    if (!this.#isOver) this.#blame(error);
  }

  /** Without a network nobody knows which of the two it is, but for a signal that is not there at all. */
  #blameSignal(error: CellularError): void {
    const { RSSI } = this.#modem;
    if (error.code !== 'not-registered' || RSSI !== undefined) return this.#tellSignal();
    this.#tell('wrong', 'there is none', SIGNAL_ADVICE);
    this.#finish();
  }

  #blame(error: CellularError): void {
    this.#tell('wrong', error.message, this.#adviceFor(error));
    this.#finish();
  }

  /** The module is up: clock and TLS are as they are, and MQTT can be tried. */
  #connect(): void {
    this.#proceed();
    if (this.#current !== 'clock') return;
    this.#forgive();
    this.#tellClock();
    const { trust, broker } = this.#options;
    if (trust === undefined) this.#tell('skipped', 'not asked for (--tls)');
    else if (this.#modem.tlsProblem !== undefined) return this.#blame(this.#modem.tlsProblem);
    if (broker === undefined) this.#finish('not asked for (--host)');
    else this.#client = this.#open(broker, trust !== undefined);
  }

  #tellClock(): void {
    const utc = this.#modem.now();
    if (utc !== undefined) return this.#tell('good', `${new Date(utc).toISOString().slice(0, 19)}Z`);
    const error = cellularError('no-time', 'no time server has answered, and the module has no idea of the time');
    this.#tell('wrong', error.message, this.#adviceFor(error));
  }

  #open({ host, port, user, password, id }: BrokerOptions, tls: boolean): MQTTClient {
    return new MQTTClient({
      link: this.#modem,
      host,
      port,
      tls,
      user,
      password,
      id,
      onControl: ({ operation }) => {
        if (operation !== MQTTClient.CONNACK || this.#isOver) return;
        if (tls) this.#tell('good', 'the broker is who it says it is');
        this.#tell('good', `${host} has taken the connection`);
        this.#finish();
      },
      onError: (error) => {
        if (!this.#isOver) this.#blameBroker(error);
      },
    });
  }

  /** A broker that gives a reason has done the handshake before. */
  #blameBroker(error: CellularError): void {
    const isBehindTls = this.#current === 'TLS' && error.code !== 'tls';
    if (isBehindTls && error.result !== undefined) this.#tell('good', 'the broker is who it says it is');
    else if (isBehindTls) this.#tell('skipped', 'it did not come to that, or the module does not say');
    this.#blame(error);
  }

  #adviceFor(error: CellularError): readonly string[] {
    const { apn, pin, broker, trust } = this.#options;
    const { RSSI, sim } = this.#modem;
    return adviceFor(error, { apn, hasPin: pin !== undefined, host: broker?.host, isTls: trust !== undefined, sim, RSSI });
  }

  #tell(verdict: Verdict, text: string, advice: readonly string[] = []): void {
    const check = this.#current;
    this.#done += 1;
    this.#onFinding({ check, verdict, text, advice });
  }

  /** What was not looked at is said too. The address is given back, and the port closed, before it ends. */
  #finish(reason = 'not looked at, as what is wrong comes before it'): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#patience.disarm();
    while (this.#done < CHECKS.length) this.#tell('skipped', reason);
    this.#client?.close();
    this.#modem.close(() => this.#onEnd());
  }
}

/** A typing error of whoever wrote it into the module; the network may take it all the same. */
function imeiText(imei: string): string {
  return hasRightCheckDigit(imei) ? imei : `${imei} (its last digit is not the check digit of the others)`;
}
