import type { AnyValues } from '../../../modules/at/field.js';
import { dataCallChanged as dataCallUrc } from '../../../modules/fibocom/urcs.js';
import { Broadcast } from '../broadcast.js';
import type { Runtime } from '../runtime.js';
import type { DataCallState } from '../state.js';
import type { Radio } from './radio.js';

/** Why there is no address any more, as `+MQTTBREAK` numbers it: 2 radio link lost, 3 not registered. */
export type ContextLoss = 2 | 3;

/** How a data call is lost. */
export interface DataCallLoss {
  /** Whether `+MIPCALL: 0` tells of it. */
  readonly withUrc: boolean;
}

/** The PDP context: one address or none. */
export class DataCall {
  readonly onLost = new Broadcast<ContextLoss>();
  readonly #runtime: Runtime;
  readonly #radio: Radio;
  #state: DataCallState = 'down';
  #isStale = false;
  #cancelDial: () => void = () => undefined;

  constructor(runtime: Runtime, radio: Radio) {
    this.#runtime = runtime;
    this.#radio = radio;
    radio.onRegistration.watch((status) => {
      // Without a SIM card, or with the radio off, nothing is searched for, and no address survives that.
      const isHopeless = status === 0 || runtime.profile.losesDataCallWithRegistration;
      if (!radio.isRegistered && isHopeless) this.#fall(radio.isOn ? 3 : 2, true);
    });
  }

  get state(): DataCallState {
    return this.#state;
  }

  /** `undefined` where there is none, or only a stale one. */
  get address(): string | undefined {
    return this.#state === 'up' && !this.#isStale ? this.#radio.network.address : undefined;
  }

  /** Whether the network would give an address now. */
  get canDial(): boolean {
    return this.#radio.isRegistered && this.#radio.network.hasDataService;
  }

  /** The fields of `AT+MIPCALL?`. */
  get description(): AnyValues {
    switch (this.#state) {
      case 'down':
        return [0, ...this.#noAddresses];
      case 'dialling':
        return [2];
      case 'up':
        return [1, ...this.#addresses];
    }
  }

  /** Reports the address, or that there is none, when the network has answered. */
  dial(): void {
    const { schedule, draw, profile } = this.#runtime;
    this.#state = 'dialling';
    this.#cancelDial = schedule.after(draw(profile.timing.dial), () => {
      if (this.canDial) this.#rise();
      else this.#fall(2, true);
    });
  }

  /** Tells the address that there already is. */
  repeatAddress(): void {
    this.#report(this.#upReport);
  }

  hangUp(): void {
    const { schedule, draw, profile } = this.#runtime;
    this.#cancelDial();
    schedule.after(draw(profile.timing.hangUp), () => {
      if (this.#state === 'down') this.#report(this.#downReport);
      else this.#fall(2, true);
    });
  }

  /** The network takes the address away. */
  lose({ withUrc }: DataCallLoss): void {
    this.#fall(2, withUrc);
  }

  /** The captured `1,0.0.0.0`: the call claims to be up and has no address; only `AT+MIPCALL=0` cures it. */
  goStale(): void {
    if (this.#state !== 'up') return;
    this.#isStale = true;
    this.#changed();
    this.onLost.send(2);
  }

  #rise(): void {
    this.#state = 'up';
    this.#isStale = false;
    this.#changed();
    this.#report(this.#upReport);
  }

  #fall(cause: ContextLoss, withUrc: boolean): void {
    if (this.#state === 'down') return;
    this.#cancelDial();
    this.#state = 'down';
    this.#isStale = false;
    this.#changed();
    if (withUrc) this.#report(this.#downReport);
    this.onLost.send(cause);
  }

  get #addresses(): readonly string[] {
    const { address, secondAddress } = this.#radio.network;
    if (this.#isStale) return ['0.0.0.0'];
    return this.#runtime.profile.dialReport === 'two-addresses' ? [address, secondAddress] : [address];
  }

  get #upReport(): AnyValues {
    return this.#runtime.profile.dialReport === 'state-address' ? ['1', ...this.#addresses] : this.#addresses;
  }

  get #downReport(): AnyValues {
    return ['0', ...this.#noAddresses];
  }

  get #noAddresses(): readonly string[] {
    switch (this.#runtime.profile.noAddressReport) {
      case 'state':
        return [];
      case 'state-address':
        return ['0.0.0.0'];
      case 'state-addresses':
        return ['0.0.0.0', '0.0.0.0', '0.0.0.0'];
    }
  }

  #report(values: AnyValues): void {
    this.#runtime.report(dataCallUrc, values);
  }

  #changed(): void {
    this.#runtime.onEvent({ type: 'data-call', address: this.address });
  }
}
