import { createHmac } from 'node:crypto';
import type { ConnectOptions, Message } from '../broker/uplink.js';
import { takeReadings } from './plain-readings.js';
import { BAD_LOGIN, type GateOptions, type GateRules, type Handshake, NOT_AUTHORISED, objectIn, PlatformGate, textIn } from './platform-gate.js';

/** A device of a hub. */
export interface AzureDevice {
  readonly host: string;
  readonly deviceId: string;
  /** In Base64; a device without one comes with a certificate of its name. */
  readonly sharedAccessKey?: string;
}

/** Azure IoT Hub, by iot-mqtt-connect-to-iot-hub and iot-hub-dev-guide-sas. */
export class AzureGate extends PlatformGate {
  readonly name = 'azure';
  readonly reported: Record<string, unknown> = {};
  protected readonly rules: GateRules;
  readonly #device: AzureDevice;
  readonly #desired: Record<string, unknown> = {};
  readonly #asked = new Map<string, string>();
  #version = 1;
  #requests = 0;

  constructor(device: AzureDevice, options: GateOptions) {
    super(options);
    this.#device = device;
    this.rules = {
      highestQoS: 1,
      keepAlive: { shortest: 1, longest: 1177 },
      longestPayload: 262144,
      mostSubscriptions: 5,
      publishes: [`devices/${device.deviceId}/messages/events/#`, '$iothub/twin/GET/#', '$iothub/twin/PATCH/properties/reported/#', '$iothub/methods/res/#'],
      subscribes: [
        `devices/${device.deviceId}/messages/devicebound/#`,
        '$iothub/methods/POST/#',
        '$iothub/twin/res/#',
        '$iothub/twin/PATCH/properties/desired/#',
      ],
    };
  }

  command(name: string, value: unknown): void {
    this.#requests += 1;
    this.#asked.set(this.#requests.toString(16), name);
    this.send(`$iothub/methods/POST/${name}/?$rid=${this.#requests.toString(16)}`, JSON.stringify(value));
  }

  desire(name: string, value: unknown): void {
    this.#version += 1;
    this.#desired[name] = value;
    this.send(`$iothub/twin/PATCH/properties/desired/?$version=${this.#version}`, { [name]: value, $version: this.#version });
  }

  protected judge({ clientId, user, password }: ConnectOptions, { certificate }: Handshake) {
    const { host, deviceId, sharedAccessKey } = this.#device;
    const refused = (code: number, reason: string) => ({ code, reason });
    if (clientId !== deviceId) return refused(NOT_AUTHORISED, 'the client identifier is not the device id');
    if (user === undefined || !user.startsWith(`${host}/${deviceId}/?api-version=`)) return refused(NOT_AUTHORISED, 'the user is not host/device/?api-version=');
    if (sharedAccessKey === undefined) {
      return certificate === deviceId ? undefined : refused(NOT_AUTHORISED, 'no certificate of this device');
    }
    const fields = /^SharedAccessSignature sr=([^&]+)&sig=([^&]+)&se=(\d+)$/.exec(textIn(password));
    if (fields === null) return refused(BAD_LOGIN, 'the password is no shared access signature');
    const [, resource, signature, expiry] = fields;
    if (decodeURIComponent(resource) !== `${host}/devices/${deviceId}`) return refused(NOT_AUTHORISED, 'the token is for another resource');
    const signed = createHmac('sha256', Buffer.from(sharedAccessKey, 'base64')).update(`${resource}\n${expiry}`).digest('base64');
    if (decodeURIComponent(signature) !== signed) return refused(NOT_AUTHORISED, 'the signature is not that of the device: another key');
    const left = Number(expiry) * 1000 - this.utc;
    if (left <= 0) return refused(NOT_AUTHORISED, `the token has expired ${Math.round(-left / 1000)} s ago: the device's clock is late, or the token old`);
    this.expireAt(Number(expiry) * 1000);
    return undefined;
  }

  protected take({ topic, payload, isRetained }: Message) {
    if (topic.startsWith('devices/')) return this.#event(payload, isRetained);
    const id = /\$rid=([^&]+)/.exec(topic)?.[1];
    if (id === undefined) return { problem: 'no $rid', isFatal: true };
    const [, answered] = /^\$iothub\/methods\/res\/(\d+)\//.exec(topic) ?? [];
    if (answered !== undefined) this.answers.set(this.#asked.get(id) ?? id, { status: Number(answered), ...objectIn(payload) });
    else if (topic.startsWith('$iothub/twin/GET/')) {
      this.send(`$iothub/twin/res/200/?$rid=${id}`, { desired: { ...this.#desired, $version: this.#version }, reported: this.reported });
    } else {
      const reported = objectIn(payload);
      if (reported === undefined) return { problem: 'no JSON object', isFatal: true };
      Object.assign(this.reported, reported);
      this.send(`$iothub/twin/res/204/?$rid=${id}&$version=2`, '');
    }
    return undefined;
  }

  /** What arrives is the program's: here readings of docs/wire.md. */
  #event(payload: Uint8Array, isRetained: boolean) {
    const content = JSON.parse(textIn(payload)) as unknown;
    if (isRetained) return { problem: 'retained: the hub keeps nothing, and makes a property of it', isFatal: false };
    takeReadings(content, (name, value, time) => this.arrive(name, value, time));
    return undefined;
  }
}
