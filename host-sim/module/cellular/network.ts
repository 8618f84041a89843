import { Broadcast } from '../broadcast.js';
import { MessageCentre } from '../handset/messages/message-centre.js';
import type { RegistrationStatus } from '../state.js';

/** What the cellular network is like. */
export interface NetworkOptions {
  /** 0–31, or 99 for unknown. */
  readonly signal?: number;
  /** What the network answers when the module registers; 2 lets it search for ever. */
  readonly registration?: RegistrationStatus;
  /** The network's name; `CHN-UNICOM` when not given. */
  readonly operator?: string;
  /** Mobile country and network code; those of the default card's home network when not given. */
  readonly code?: string;
  /** What the module gets for its first data call. */
  readonly address?: string;
  /** What the module gets besides, an address of IPv6. */
  readonly secondAddress?: string;
  /** Whether the carrier gives addresses. */
  readonly hasDataService?: boolean;
  /** Whether the carrier grants what `AT+CPSMS` asks for; it does not when not given. */
  readonly grantsPowerSaving?: boolean;
  /** What the carrier answers to codes such as `*100#`; others it does not know. */
  readonly services?: Readonly<Record<string, string>>;
}

/** The radio network around the module: it stays as it is while the module reboots. */
export class CellularNetwork {
  /** What the network answers to who registers has changed. */
  readonly onRegistration = new Broadcast<RegistrationStatus>();
  /** The signal has changed. */
  readonly onSignal = new Broadcast<number>();
  /** Where short messages come from and go to. */
  readonly messages = new MessageCentre();
  /** The network's name. */
  readonly operator: string;
  /** Mobile country and network code. */
  readonly code: string;
  /** Whether the carrier grants what `AT+CPSMS` asks for. */
  readonly grantsPowerSaving: boolean;
  /** What the carrier answers to codes such as `*100#`. */
  readonly services: Readonly<Record<string, string>>;
  /** What the module gets for its first data call. */
  readonly address: string;
  /** What the module gets besides, an address of IPv6. */
  readonly secondAddress: string;
  /** Tracking area and cell in hexadecimal digits, technology 7 = LTE. */
  readonly cell = { area: '1A2B', identity: '01A2B3C4', technology: 7 } as const;
  #signal: number;
  #registration: RegistrationStatus;
  #hasDataService: boolean;

  constructor(options: NetworkOptions = {}) {
    this.#signal = options.signal ?? 20;
    this.#registration = options.registration ?? 1;
    this.#hasDataService = options.hasDataService ?? true;
    this.grantsPowerSaving = options.grantsPowerSaving ?? false;
    this.operator = options.operator ?? 'CHN-UNICOM';
    this.code = options.code ?? '46001';
    this.services = options.services ?? { '*100#': 'Balance: 12.30' };
    this.address = options.address ?? '10.217.202.45';
    this.secondAddress = options.secondAddress ?? '2408:8462:5610:1::1';
  }

  /** 0 to 31, or 99 for unknown. */
  get signal(): number {
    return this.#signal;
  }

  /** What the network answers when the module registers. */
  get registration(): RegistrationStatus {
    return this.#registration;
  }

  /** Whether the carrier gives addresses. */
  get hasDataService(): boolean {
    return this.#hasDataService;
  }

  /** 0–31, or 99. */
  setSignal(signal: number): void {
    this.#signal = signal;
    this.onSignal.send(signal);
  }

  /** At once where the module is not just searching; otherwise when its search ends. */
  setRegistration(status: RegistrationStatus): void {
    this.#registration = status;
    this.onRegistration.send(status);
  }

  /** Whether dialling gets an address from now on; an address that exists stays. */
  setDataService(hasDataService: boolean): void {
    this.#hasDataService = hasDataService;
  }
}
