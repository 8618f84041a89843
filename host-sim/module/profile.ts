import { l610Timing, type Timing } from './timing.js';
import { guideVoice, type Voice } from './voice.js';

/**
 * What differs between modules and firmware builds, and what is not known of them: each unknown is an option here, with
 * the default that the evidence favours. Everything not listed is the same for all; what only sounds different is in its
 * {@link Voice}. What is in brackets is the evidence, as docs/facts.md grades it.
 */
export interface Profile extends Voice {
  /** Answer of `AT+CGMI`, `AT+GMI`. */
  readonly manufacturer: string;
  /** Answer of `AT+CGMM`, `AT+GMM`. */
  readonly model: string;
  /** Answer of `AT+CGMR`, `AT+GMR`. */
  readonly revision: string;
  /** Answer of `AT+CGSN`, and the MQTT client identifier where none was set. */
  readonly imei: string;
  /** Answer of `AT+CFSN`. */
  readonly serialNumber: string;

  /**
   * Whether a line that ends with CR alone is acted upon only 20 ms later, because an LF might follow. The platform's SDK waits
   * so as it comes; whether the modules' firmware does is unknown.
   */
  readonly waitsForLineFeed: boolean;
  /** Whether URCs wait while a command is under way (sdk). An L610 put `+SIM READY` between echo and `OK` (capture). */
  readonly holdsUrcs: boolean;
  /** What becomes of bytes that arrive while a command is under way: parsed afterwards (sdk), or lost. */
  readonly busyInput: 'held' | 'ignored';
  /** Whether the rate that `AT+IPR` sets outlives a restart. Unknown. */
  readonly keepsLineRate: boolean;
  /** `AT+CMEE` after boot: 0 plain `ERROR`, 1 numbers, 2 texts. */
  readonly errorFormat: 0 | 1 | 2;

  /** Whether `\"` stands for a quote between quotes, as public projects for L610 write it, besides V.250's `\22`. */
  readonly takesBackslashQuotes: boolean;
  /** `AT+CMGF` after boot: short messages in hexadecimal digits (0, TS 27.005) or as their text (1). */
  readonly messageFormatAtBoot: 0 | 1;
  /** `AT+CNMI` after boot: what becomes of arriving messages, broadcasts and status reports. Unknown. */
  readonly messageRoutingAtBoot: readonly [mode: number, arrival: number, broadcast: number, report: number, buffer: number];
  /** Whether `AT+CMGF`, `AT+CNMI` and `AT+CUSD` are taken, or refused so that what holds after boot goes on. */
  readonly takesMessageSettings: boolean;

  /** Whether `AT command ready` and `+SIM READY` come at all; they can be switched off (drv). */
  readonly startMessages: boolean;

  /** How a failed dial is told: `OK` and then `+MIPCALL: 0`, or an error result. */
  readonly dialFailure: 'completion' | 'final';
  /** What dialling does while an address exists: an error result (capture), or the address once more. */
  readonly dialWhileUp: 'refused' | 'repeated';
  /** Whether the address is lost with the registration. Unknown. */
  readonly losesDataCallWithRegistration: boolean;

  /** The time servers that answer. */
  readonly ntpServers: readonly string[];
  /** `+MIPNTP` where none did; the number is unknown, and not 1. */
  readonly ntpFailureStatus: number;
  /** Whether the network sets the clock at each registration, without `AT+MIPNTP` and `AT+CTZU`: an L610's did (a field report). */
  readonly networkSetsClock: boolean;
  /** Offset of local time from UTC in quarter hours, once synchronised: `+00` with UTC digits (capture), `+32` (guide). */
  readonly quarterHours: number;
  /** What the clock starts with at boot, in UTC milliseconds since 1970: implausible, the value unknown. */
  readonly clockAtBoot: number;

  /** 2, and 3 on some builds (manual). */
  readonly slots: 2 | 3;
  /** Longest payload in length mode. Unknown. */
  readonly payloadLimit: number;
  /** Whether keep-alive 0 switches it off (guide §5.1) or is refused (the manual's 1–300 s). */
  readonly acceptsKeepAliveZero: boolean;
  /** Whether `AT+MQTTOPEN` takes 1 for TLS; 0 and 2 are proven. */
  readonly acceptsTlsOne: boolean;
  /** What becomes of texts over the documented 128/128/23 bytes of `AT+MQTTUSER`: 56 passed where 23 is documented. */
  readonly longLogins: 'kept' | 'refused' | 'cut';
  /** Whether there is `AT+MQTTUSER?` (a field report has it). */
  readonly hasLoginQuery: boolean;
  /** Whether `AT+MQTTCONF` and `AT+MQTTREAD` exist (MC665 has them). */
  readonly hasReceiveMode: boolean;
  /** Whether a will is for one connection only, or stays set in its slot until power-off. Unknown. */
  readonly forgetsWillOnClose: boolean;
  /** `AT+MQTTOPEN` without an address: an error result, or `OK` and then `+MQTTOPEN: <slot>,0`. Unknown. */
  readonly openWithoutAddress: 'refused' | 'fails';
  /** How the broker's refusal is told: `1,0` (capture), `1,703` or `1,0,703` (numbers listed, never seen on a wire). */
  readonly refusalReport: 'zero' | 'status' | 'appended';
  /** How a lost connection is told. `none` is a module that says nothing at all. */
  readonly linkLossReport: '+MQTTBREAK' | '+MQTTLOSE' | '+MQTTCLOSE' | 'none';
  /** Whether slots that fall with the data call are reported one by one behind `+MIPCALL: 0`. Unknown. */
  readonly reportsBreakOnContextLoss: boolean;
  /** Publishes of one slot whose end was not told yet; one more is an error result. Unknown, so without a bound. */
  readonly publishesInFlight: number;
  /** Messages that wait for `AT+MQTTREAD` on one slot. Unknown. */
  readonly messageQueueDepth: number;
  /** Which message gives way when they are too many. Unknown. */
  readonly fullMessageQueueDrops: 'oldest' | 'newest';

  /** Whether `AT+MQTTUSER?` and `AT+CGAUTH?` tell the password, or an empty text in its place. Unknown. */
  readonly tellsPassword: boolean;
  /** Whether `CAFILE` is another name of `TRUSTFILE`, as on a G510. Unknown. */
  readonly takesCaFile: boolean;

  /** What `AT+CBC` tells: state and charge, as 3GPP has it, with the supply in millivolts behind, or that alone. Unknown. */
  readonly batteryReport: 'charge' | 'charge-and-voltage' | 'voltage';

  /** `AT+GTSSLVER?` after boot: 2 (guide) or 0 (drv). */
  readonly tlsVersionAtBoot: 0 | 2;

  /** How long the module takes for what it does. */
  readonly timing: Timing;
}

/** Changes to a profile; those to its timing are changes too. */
export type ProfileOptions = Partial<Omit<Profile, 'timing'>> & { readonly timing?: Partial<Timing> };

/** The module of the guide. */
export const mc66x: Profile = {
  ...guideVoice,
  manufacturer: 'Fibocom',
  model: 'MC669-CN',
  revision: '18001.1000.00.01.01.01',
  imei: '866123040012345',
  serialNumber: 'FC6312345678',
  waitsForLineFeed: false,
  holdsUrcs: true,
  busyInput: 'held',
  keepsLineRate: true,
  errorFormat: 0,
  takesBackslashQuotes: false,
  messageFormatAtBoot: 0,
  messageRoutingAtBoot: [2, 1, 0, 0, 0],
  takesMessageSettings: true,
  startMessages: true,
  dialFailure: 'completion',
  dialWhileUp: 'refused',
  losesDataCallWithRegistration: true,
  ntpServers: ['ntp.ntsc.ac.cn', 'pool.ntp.org', 'time.google.com'],
  ntpFailureStatus: 0,
  networkSetsClock: false,
  quarterHours: 32,
  clockAtBoot: Date.UTC(1970, 0, 1),
  slots: 2,
  payloadLimit: 8192,
  acceptsKeepAliveZero: true,
  acceptsTlsOne: false,
  longLogins: 'kept',
  hasLoginQuery: true,
  hasReceiveMode: true,
  forgetsWillOnClose: false,
  openWithoutAddress: 'refused',
  refusalReport: 'zero',
  linkLossReport: '+MQTTBREAK',
  reportsBreakOnContextLoss: true,
  publishesInFlight: Infinity,
  messageQueueDepth: 16,
  fullMessageQueueDrops: 'oldest',
  tellsPassword: false,
  takesCaFile: true,
  batteryReport: 'charge',
  tlsVersionAtBoot: 2,
  timing: l610Timing,
};

/** What captures of an L610 show. */
export const l610: Profile = {
  ...mc66x,
  takesBackslashQuotes: true,
  model: 'L610-CN',
  revision: '16000.1000.00.91.20.13',
  echoesTerminator: true,
  networkSetsClock: true,
  quarterHours: 0,
  batteryReport: 'charge-and-voltage',
  acceptsKeepAliveZero: false,
  hasReceiveMode: false,
  tlsVersionAtBoot: 0,
};

/** An L610 with every oddity that was captured on one or another. */
export const l610Quirky: Profile = {
  ...l610,
  waitsForLineFeed: true,
  holdsUrcs: false,
  blankAfterColon: false,
  blankAfterComma: true,
  lineEnding: 'crcrlf',
  blankAfterPrompt: false,
  simRemovalReport: 'DROP',
  dialReport: 'two-addresses',
  batteryReport: 'voltage',
  forgetsWillOnClose: true,
  noAddressReport: 'state-address',
  reportsBreakOnContextLoss: false,
  timing: { ...l610Timing, response: { ...l610Timing.response, 'AT+MIPCALL=': [890, 910] } },
};

/** The profiles by the name that a command line knows them by. */
export const profiles: Readonly<Record<string, Profile>> = { mc66x, l610, 'l610-quirky': l610Quirky };

/** A profile that can be changed while its module runs: every part of the module looks where it needs it. */
export class AdjustableProfile {
  /** As it is now; always the same object. */
  readonly profile: Profile;
  readonly #base: Profile;
  #changes: readonly ProfileOptions[] = [];

  constructor(base: Profile) {
    this.#base = base;
    this.profile = { ...base };
  }

  /** Later changes win over earlier ones. Returns the function that takes these back. */
  change(changes: ProfileOptions): () => void {
    this.#set([...this.#changes, changes]);
    return () => this.#set(this.#changes.filter((other) => other !== changes));
  }

  #set(changes: readonly ProfileOptions[]): void {
    this.#changes = changes;
    Object.assign(this.profile, changes.reduce(adjustProfile, this.#base));
  }
}

export function adjustProfile(base: Profile, changes: ProfileOptions = {}): Profile {
  return { ...base, ...changes, timing: { ...base.timing, ...changes.timing } };
}
