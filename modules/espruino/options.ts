import type { CellularError } from '../base/errors.js';
import { checkNumber, checkObject, refuseUnknownOptions } from '../base/checks.js';
import type { ConnectOptions } from '../modem/connect-options.js';
import { modemOptionNames } from '../modem/modem-options.js';
import type { ModemOptions } from '../modem/modem.js';
import type { MQTTClientOptions } from '../mqtt/mqtt-client.js';

/** Longer than the guide's seven minutes for registration (§3.1), with what comes before and after. */
const DEFAULT_LIMIT = 600_000;
/** Milliseconds, beyond which no timer goes. */
const LONGEST_LIMIT = 2_147_483_647;
const SOURCE = 'connect()';

/** What `require('cellnode').connect` takes besides the UART. */
export interface ClientOptions {
  /** For the UART's `setup`: the pins `rx` and `tx`; on Linux `path`. */
  readonly serial?: object;
  /** Bits per second; default 115200. */
  readonly baud?: number;
  /** Access to the network: `apn`, `user`, `password`, `pin`, `tls` and the like. */
  readonly network?: ConnectOptions;
  /** The broker, and who one is there: `host`, `port`, `tls`, `id`, `user`, `password`, `will` and the like. */
  readonly broker: BrokerOptions;
  /** Sizes and times of the driver, where the defaults do not fit. */
  readonly modem?: Omit<ModemOptions, 'serial' | 'time' | 'target' | 'onChanged' | 'dialect'>;
  /** Milliseconds from a call of `connect` until its callback hears why it takes so long, 1 to 2,147,483,647. Default 600,000. */
  readonly limit?: number;
}

/** `MQTTClientOptions` without what the client itself provides, and without a window: one operation is under way at a time. */
export type BrokerOptions = Omit<
  MQTTClientOptions,
  | 'link'
  | 'format'
  | 'target'
  | 'keepalive'
  | 'publishWindow'
  | 'onReadable'
  | 'onWritable'
  | 'onControl'
  | 'onError'
  | 'onDropped'
>;

export interface PublishOptions {
  /** 0, 1 or 2; default 0. */
  readonly qos?: number;
  /** Whether the broker keeps the message for those who subscribe later. Default false. */
  readonly retain?: boolean;
}

export interface SubscribeOptions {
  /** The highest QoS with which messages are delivered: 0, 1 or 2; default 0. */
  readonly qos?: number;
}

/** Called once: with `null` when it is done, or with the reason why not. */
export type Callback = (error: CellularError | null) => void;

/** Throws `invalid-argument`; what goes on to modem and MQTT client is checked there. */
export function checkClientOptions(options: ClientOptions): void {
  refuseUnknownOptions(options, ['serial', 'baud', 'network', 'broker', 'modem', 'limit'], '', SOURCE);
  const { serial, network, modem, limit } = options;
  refuseUnknownOptions(options.broker, brokerOptions(), 'broker.', SOURCE);
  if (serial !== undefined) checkObject('serial', serial, SOURCE);
  if (network !== undefined) checkObject('network', network, SOURCE);
  if (modem !== undefined) refuseUnknownOptions(modem, modemOptions(), 'modem.', SOURCE);
  if (limit !== undefined) checkNumber('limit', limit, 1, LONGEST_LIMIT, SOURCE, ' milliseconds');
}

/** Those of the modem, without a dialect: in the bundle the names in a row are shortened, and another program's are not. */
function modemOptions(): readonly string[] {
  return modemOptionNames().filter((name) => name !== 'dialect');
}

/** Made when it is needed: a constant would take half a kilobyte for good. */
function brokerOptions(): readonly (keyof BrokerOptions)[] {
  const who = ['id', 'user', 'password', 'clean', 'keepAlive', 'will'] as const;
  return ['host', 'port', 'tls', ...who, 'slot', 'receiveBuffer', 'publishCapacity'];
}

export function limitOf(options: ClientOptions): number {
  return options.limit ?? DEFAULT_LIMIT;
}
