import { type CellularError, invalidArgument } from '../base/errors.js';
import type { ConnectOptions } from '../modem/connect-options.js';
import type { QoS } from '../ports/mqtt-client.js';
import type { NodeConfiguration } from './configuration.js';

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
    configuration: {
      nodeId: required(text(config, 'nodeId'), 'nodeId'),
      topicPrefix: text(config, 'topicPrefix'),
      QoS: wholeNumber(config, 'QoS') as QoS | undefined,
      publishWindow: wholeNumber(config, 'publishWindow'),
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

function networkOptions(config: ManifestConfig, trust: string | undefined): ConnectOptions {
  const certificate = text(config, 'certificate');
  const key = text(config, 'key');
  return {
    apn: text(config, 'apn'),
    user: text(config, 'apnUser'),
    password: text(config, 'apnPassword'),
    pin: text(config, 'simPin'),
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
