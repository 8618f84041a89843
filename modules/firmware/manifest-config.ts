import { type CellularError, invalidArgument } from '../base/errors.js';
import type { ConnectOptions } from '../modem/connect-options.js';
import type { QoS } from '../ports/mqtt-client.js';
import type { PowerSavingOptions } from '../modem/power-saving.js';
import type { TopicTemplates } from '../telemetry/topics.js';
import type { BacklogConfiguration, DutyCycleConfiguration, NodeConfiguration } from './configuration.js';

const TOPICS = ['readings', 'backlog', 'alarms', 'status', 'command', 'response', 'health'] as const;
const SOURCE = 'config in manifest.json, or name=value for mcconfig';

/**
 * Moddable's `mc/config`: the manifest's `config` section, in which each `name=value` of the mcconfig command line has
 * replaced a value, by a string whatever it is. Moddable adds names of its own.
 */
export type ManifestConfig = Readonly<Record<string, unknown>>;

export interface PowerKeySettings {
  readonly pin: number;
  readonly pressed: 0 | 1;
  readonly duration: number | undefined;
  readonly offDuration: number | undefined;
}

/** What `config` says, in the terms of the parts that it is for. */
export interface ManifestSettings {
  /** Those of the serial port's properties that are given: a host would take an absent one for a pin. */
  readonly serial: Readonly<Record<string, string | number>>;
  /** `undefined` when the board switches the module on. */
  readonly powerKey: PowerKeySettings | undefined;
  /** `undefined` when the module's reset input is not wired. */
  readonly resetPin: { readonly pin: number; readonly active: 0 | 1; readonly duration: number | undefined } | undefined;
  /** The flash partition in which readings wait; `undefined` for RAM. */
  readonly outbox: string | undefined;
  /** Milliseconds between two readings of the application's own sensors; a minute by default. */
  readonly interval: number;
  /** `json` by default. */
  readonly encoding: 'json' | 'cbor' | 'senml';
  readonly powerSaving: PowerSavingOptions | undefined;
  /** How often the node tells how it is; `undefined` for never. */
  readonly health: { readonly interval: number; readonly version: string | undefined } | undefined;
  /** Templates in the place of the default ones. */
  readonly topics: TopicTemplates;
  readonly configuration: NodeConfiguration;
}

/**
 * Reads `config`; an empty value is an absent one. Throws `invalid-argument`, which names the property, when a value is not of
 * its kind. Bounds are for those to check whom the values reach.
 */
export function manifestSettings(config: ManifestConfig): ManifestSettings {
  const trust = text(config, 'trust');
  return {
    serial: serialSettings(config),
    powerKey: powerKeySettings(config),
    resetPin: resetPinSettings(config),
    outbox: text(config, 'outbox'),
    interval: wholeNumber(config, 'interval') ?? 60_000,
    encoding: choice(config, 'encoding', ['json', 'cbor', 'senml']) ?? 'json',
    powerSaving: powerSavingOptions(config),
    health: healthSettings(config),
    topics: topicTemplates(config),
    configuration: {
      nodeId: required(text(config, 'nodeId'), 'nodeId'),
      topicPrefix: text(config, 'topicPrefix'),
      QoS: wholeNumber(config, 'QoS') as QoS | undefined,
      publishWindow: wholeNumber(config, 'publishWindow'),
      backlog: backlogConfiguration(config),
      messageLimit: wholeNumber(config, 'messageLimit'),
      dutyCycle: dutyCycleConfiguration(config),
      network: networkOptions(config, trust),
      broker: {
        host: required(text(config, 'broker'), 'broker'),
        port: wholeNumber(config, 'brokerPort'),
        tls: flag(config, 'tls') ?? trust !== undefined,
        user: text(config, 'user'),
        password: text(config, 'password'),
        clientId: text(config, 'clientId'),
        keepAlive: wholeNumber(config, 'keepAlive'),
      },
    },
  };
}

/** `backlog` is the bytes of the longest batch; without it there are none. */
function backlogConfiguration(config: ManifestConfig): BacklogConfiguration | undefined {
  const limit = wholeNumber(config, 'backlog');
  return limit === undefined ? undefined : { limit, pause: wholeNumber(config, 'backlogPause') };
}

/** `dutyCycle` is the milliseconds between two connections; without it the node stays connected. */
function dutyCycleConfiguration(config: ManifestConfig): DutyCycleConfiguration | undefined {
  const period = wholeNumber(config, 'dutyCycle');
  return period === undefined ? undefined : { period, limit: wholeNumber(config, 'dutyCycleLimit') };
}

/** Each of them alone, or any together. Not the module's sleep between commands, which wants a port that wakes it. */
function powerSavingOptions(config: ManifestConfig): PowerSavingOptions | undefined {
  const update = wholeNumber(config, 'psmUpdate');
  const active = wholeNumber(config, 'psmActive');
  const edrx = number(config, 'edrx');
  const radioOff = flag(config, 'radioOff');
  if ((update === undefined) !== (active === undefined)) throw refused(update === undefined ? 'psmUpdate' : 'psmActive', 'is required with the other');
  const psm = update === undefined || active === undefined ? undefined : { update, active };
  return psm === undefined && edrx === undefined && radioOff === undefined ? undefined : { psm, edrx, radioOff };
}

/** `health` is the milliseconds from one record to the next; without it there are none. */
function healthSettings(config: ManifestConfig): ManifestSettings['health'] {
  const interval = wholeNumber(config, 'health');
  return interval === undefined ? undefined : { interval, version: text(config, 'version') };
}

/** `topicReadings` and so on. */
function topicTemplates(config: ManifestConfig): TopicTemplates {
  const topics: Record<string, string> = {};
  for (let index = 0; index < TOPICS.length; index += 1) {
    const name = TOPICS[index];
    const template = text(config, `topic${name.charAt(0).toUpperCase()}${name.substring(1)}`);
    if (template !== undefined) topics[name] = template;
  }
  return topics;
}

/** Several are separated by commas, each with a port where it is not 123: `ntp.example.com,10.0.0.1:1123`. */
function timeServers(config: ManifestConfig): ConnectOptions['timeServers'] {
  const names = text(config, 'timeServers');
  if (names === undefined) return undefined;
  return names.split(',').map((name) => {
    const colon = name.lastIndexOf(':');
    if (colon < 0) return { host: name };
    const port = numberFrom(name.substring(colon + 1));
    if (port === undefined) throw refused('timeServers', 'must be host or host:port, with commas between');
    return { host: name.substring(0, colon), port };
  });
}

function networkOptions(config: ManifestConfig, trust: string | undefined): ConnectOptions {
  const certificate = text(config, 'certificate');
  const key = text(config, 'key');
  return {
    apn: text(config, 'apn'),
    user: text(config, 'apnUser'),
    password: text(config, 'apnPassword'),
    pin: text(config, 'simPin'),
    timeServers: timeServers(config),
    tls: trust === undefined ? undefined : { trust, certificate, key },
  };
}

function serialSettings(config: ManifestConfig): Record<string, string | number> {
  const serial: Record<string, string | number> = {};
  const baud = wholeNumber(config, 'baud');
  const receive = wholeNumber(config, 'receive');
  const transmit = wholeNumber(config, 'transmit');
  const port = portName(config.port);
  const device = text(config, 'device');
  if (baud !== undefined) serial.baud = baud;
  if (receive !== undefined) serial.receive = receive;
  if (transmit !== undefined) serial.transmit = transmit;
  if (port !== undefined) serial.port = port;
  if (device !== undefined) serial.device = device;
  return serial;
}

/** The ESP32 numbers its UARTs, Zephyr names them. */
function portName(value: unknown): string | number | undefined {
  if (value === undefined || value === '') return undefined;
  const number = numberFrom(value);
  if (number !== undefined) return number;
  if (typeof value === 'string') return value;
  throw refused('port', 'must be a number or a name');
}

function powerKeySettings(config: ManifestConfig): ManifestSettings['powerKey'] {
  const pin = wholeNumber(config, 'powerKey');
  if (pin === undefined) return undefined;
  const duration = wholeNumber(config, 'powerKeyTime');
  return { pin, pressed: level(config, 'powerKeyPressed'), duration, offDuration: wholeNumber(config, 'powerKeyOffTime') };
}

function resetPinSettings(config: ManifestConfig): ManifestSettings['resetPin'] {
  const pin = wholeNumber(config, 'resetPin');
  if (pin === undefined) return undefined;
  return { pin, active: level(config, 'resetPinActive'), duration: wholeNumber(config, 'resetPinTime') };
}

/** 0 where it is not given: an open drain. */
function level(config: ManifestConfig, name: string): 0 | 1 {
  const value = wholeNumber(config, name) ?? 0;
  if (value !== 0 && value !== 1) throw refused(name, 'must be 0 or 1');
  return value;
}

function text(config: ManifestConfig, name: string): string | undefined {
  const value = config[name];
  if (value === undefined || value === '') return undefined;
  if (typeof value !== 'string') throw refused(name, 'must be a string');
  return value;
}

function wholeNumber(config: ManifestConfig, name: string): number | undefined {
  const value = config[name];
  if (value === undefined || value === '') return undefined;
  const number = numberFrom(value);
  if (number === undefined) throw refused(name, 'must be a whole number');
  return number;
}

function flag(config: ManifestConfig, name: string): boolean | undefined {
  const value = config[name];
  if (value === undefined || value === '') return undefined;
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  throw refused(name, 'must be true or false');
}

function choice<T extends string>(config: ManifestConfig, name: string, choices: readonly T[]): T | undefined {
  const value = config[name];
  if (value === undefined || value === '') return undefined;
  const found = choices.indexOf(String(value) as T);
  if (found < 0) throw refused(name, `must be one of ${choices.join(', ')}`);
  return choices[found];
}

/** A number that may have a fraction, or its text. */
function number(config: ManifestConfig, name: string): number | undefined {
  const value = config[name];
  if (value === undefined || value === '') return undefined;
  const result = typeof value === 'number' || typeof value === 'string' ? Number(value) : NaN;
  if (!isFinite(result)) throw refused(name, 'must be a number');
  return result;
}

/** A whole number, or its decimal digits. */
function numberFrom(value: unknown): number | undefined {
  if (typeof value === 'number') return value === Math.floor(value) ? value : undefined;
  if (typeof value !== 'string' || value === '') return undefined;
  for (let index = 0; index < value.length; index += 1) {
    const code = value.charCodeAt(index);
    if (code < 0x30 || code > 0x39) return undefined;
  }
  return Number(value);
}

function required(value: string | undefined, name: string): string {
  if (value === undefined) throw refused(name, 'is required');
  return value;
}

/** Without the value: it may be a password. */
function refused(name: string, bound: string): CellularError {
  return invalidArgument(`config.${name}`, bound, SOURCE);
}
