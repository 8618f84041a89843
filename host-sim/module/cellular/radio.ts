import type { Urc } from '../../../modules/at/command.js';
import { type AnyValues, type Field, integer, optional, quoted } from '../../../modules/at/field.js';
import { epsRegistrationChanged, packetRegistrationChanged, REGISTRATION, registrationChanged } from '../../../modules/cellular/urcs.js';
import { Broadcast } from '../broadcast.js';
import type { Runtime } from '../runtime.js';
import type { RegistrationStatus } from '../state.js';
import { ownWord } from '../voice.js';
import type { CellularNetwork } from './network.js';
import type { Sim } from './sim.js';

/** The shared fields, and those of later releases. */
export const REPORT_FIELDS: readonly Field[] = [
  ...REGISTRATION,
  optional(integer('causeType', 0, 1)),
  optional(integer('rejectCause', 0, 255)),
  optional(quoted('active', 8, 8)),
  optional(quoted('update', 8, 8)),
];
const REPORTS = [registrationChanged, packetRegistrationChanged, epsRegistrationChanged].map(
  (urc): Urc => ({ ...urc, fields: REPORT_FIELDS }),
);
/** A cause of the EPS mobility management: no suitable cells in this tracking area (3GPP TS 24.301 annex A). */
const REFUSAL = [0, 15];

/** A registration report setting's name: the command that sets it, and the URC that it switches on. */
export type RegistrationReport = '+CREG' | '+CGREG' | '+CEREG';

/** The module's receiver: signal, and registration once there are power for it and a SIM card. */
export class Radio {
  readonly onRegistration = new Broadcast<RegistrationStatus>();
  /** What {@link signal} tells may have changed. */
  readonly onSignal = new Broadcast<void>();
  readonly network: CellularNetwork;
  readonly #runtime: Runtime;
  readonly #sim: Sim;
  #isOn = true;
  /** Not deregistered by `AT+COPS=2`. */
  #isWanted = true;
  /** Not detached by `AT+CGATT=0`. */
  #isAttached = true;
  #status: RegistrationStatus = 0;
  #isSettled = false;
  #cancelSearch: (() => void) | undefined;
  readonly #endWatches: readonly (() => void)[];

  constructor(runtime: Runtime, sim: Sim, network: CellularNetwork) {
    this.#runtime = runtime;
    this.#sim = sim;
    this.network = network;
    sim.onChange.watch(() => this.#search());
    this.#endWatches = [
      network.onRegistration.watch((status) => {
        // A search under way ends in its own time, with what the network says then.
        if (this.#canRegister && this.#cancelSearch === undefined) this.#setStatus(status);
      }),
      network.onSignal.watch(() => this.onSignal.send()),
    ];
  }

  start(): void {
    const { schedule, draw, profile } = this.#runtime;
    schedule.after(draw(profile.timing.signal), () => {
      this.#isSettled = true;
      this.onSignal.send();
    });
  }

  stop(): void {
    for (const end of this.#endWatches) end();
  }

  get isOn(): boolean {
    return this.#isOn;
  }

  get status(): RegistrationStatus {
    return this.#status;
  }

  get isRegistered(): boolean {
    return this.#status === 1 || this.#status === 5;
  }

  /** `<rssi>,<ber>` of `AT+CSQ`; `0,0` right after boot. */
  get signal(): readonly [rssi: number, ber: number] {
    if (!this.#isOn) return [99, 99];
    return this.#isSettled ? [this.network.signal, 99] : [0, 0];
  }

  switch(isOn: boolean): void {
    if (isOn === this.#isOn) return;
    this.#isOn = isOn;
    this.#search();
  }

  /** Registers, or deregisters and stays so. */
  setWanted(isWanted: boolean): void {
    if (isWanted === this.#isWanted) return;
    this.#isWanted = isWanted;
    this.#search();
  }

  /** The packet service, which in LTE is all there is: without it there is no registration. */
  setAttached(isAttached: boolean): void {
    if (isAttached === this.#isAttached) return;
    this.#isAttached = isAttached;
    this.#search();
  }

  /**
   * Status, and what follows it in a report of this mode (3GPP TS 27.007 §10.1.22): where the module is from 2 on, why it was refused
   * with 3 and 5, and the times of PSM that the network has granted with 4 and 5.
   */
  report(mode: number): AnyValues {
    if (mode < 2) return [this.#status];
    const { area, identity, technology } = this.network.cell;
    const { profile } = this.#runtime;
    const isRefused = this.#status === 3 && (mode === 3 || mode === 5);
    if (isRefused) return [this.#status, undefined, undefined, undefined, ...REFUSAL];
    if (!this.isRegistered) return [this.#status];
    const place = [this.#status, ownWord(area, profile), ownWord(identity, profile), technology];
    return mode < 4 ? place : [...place, undefined, undefined, ...this.#grantedTimes];
  }

  get #grantedTimes(): AnyValues {
    const [mode, , , update, active] = this.#runtime.settings.values('+CPSMS');
    const isGranted = mode === 1 && this.network.grantsPowerSaving;
    return isGranted ? [active || undefined, update || undefined] : [];
  }

  get #canRegister(): boolean {
    return this.#isOn && this.#isWanted && this.#isAttached && this.#sim.state === 'ready';
  }

  #search(): void {
    this.#cancelSearch?.();
    this.#cancelSearch = undefined;
    if (!this.#canRegister) {
      this.#setStatus(0);
      return;
    }
    const { schedule, draw, profile } = this.#runtime;
    this.#setStatus(2);
    this.#cancelSearch = schedule.after(draw(profile.timing.registration), () => {
      this.#cancelSearch = undefined;
      this.#setStatus(this.network.registration);
    });
  }

  #setStatus(status: RegistrationStatus): void {
    if (status === this.#status) return;
    this.#status = status;
    for (const urc of REPORTS) {
      const mode = this.#runtime.settings.get(urc.name as RegistrationReport);
      if (mode > 0) this.#runtime.report(urc, this.report(mode));
    }
    this.#runtime.onEvent({ type: 'registration', status });
    this.onRegistration.send(status);
  }
}
