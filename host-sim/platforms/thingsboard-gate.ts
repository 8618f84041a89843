import type { ConnectOptions, Message } from '../broker/uplink.js';
import { BAD_LOGIN, type GateOptions, type GateRules, isDate, NOT_AUTHORISED, objectIn, PlatformGate } from './platform-gate.js';

const ME = 'v1/devices/me';

/** A device with an access token. */
export interface ThingsBoardDevice {
  readonly token: string;
}

/** The MQTT transport of ThingsBoard, by docs/reference/mqtt-api: what it takes of a device with an access token. */
export class ThingsBoardGate extends PlatformGate {
  readonly name = 'thingsboard';
  /** Client attributes. */
  readonly attributes: Record<string, unknown> = {};
  protected readonly rules: GateRules = {
    highestQoS: 1,
    longestPayload: 65536,
    publishes: ['telemetry', 'attributes', 'attributes/request/+', 'rpc/response/+', 'rpc/request/+', 'claim'].map((topic) => `${ME}/${topic}`),
    subscribes: [`${ME}/attributes`, `${ME}/attributes/response/+`, `${ME}/rpc/request/+`, `${ME}/rpc/response/+`],
  };
  readonly #device: ThingsBoardDevice;
  readonly #shared: Record<string, unknown> = {};
  readonly #asked = new Map<string, string>();
  #requests = 0;

  constructor(device: ThingsBoardDevice, options: GateOptions) {
    super(options);
    this.#device = device;
  }

  command(name: string, value: unknown): void {
    this.#requests += 1;
    this.#asked.set(String(this.#requests), name);
    this.send(`${ME}/rpc/request/${this.#requests}`, { method: name, params: value });
  }

  desire(name: string, value: unknown): void {
    this.#shared[name] = value;
    this.send(`${ME}/attributes`, { [name]: value });
  }

  protected judge({ user, password }: ConnectOptions) {
    if (user === undefined || user === '') return { code: BAD_LOGIN, reason: 'no user name, which is the access token' };
    if (user !== this.#device.token) return { code: NOT_AUTHORISED, reason: 'no device has this access token' };
    if (password !== undefined && password.length > 0) return { code: NOT_AUTHORISED, reason: 'a password beside an access token' };
    return undefined;
  }

  protected take({ topic, payload }: Message) {
    const rest = topic.slice(ME.length + 1);
    if (rest === 'telemetry') return this.#telemetry(payload);
    const object = objectIn(payload);
    if (object === undefined) return { problem: 'no JSON object', isFatal: true };
    if (rest === 'attributes') Object.assign(this.attributes, object);
    else if (rest.startsWith('attributes/request/')) this.#tellAttributes(rest.slice('attributes/request/'.length), object);
    else if (rest.startsWith('rpc/response/')) this.answers.set(this.#asked.get(rest.slice('rpc/response/'.length)) ?? rest, object);
    return undefined;
  }

  /** `{k:v}`, `{"ts":…,"values":{k:v}}`, or a list of these. */
  #telemetry(payload: Uint8Array) {
    let content: unknown;
    try {
      content = JSON.parse(Buffer.from(payload).toString('utf8'));
    } catch {
      return { problem: 'no JSON', isFatal: true };
    }
    for (const entry of Array.isArray(content) ? (content as unknown[]) : [content]) {
      if (typeof entry !== 'object' || entry === null) return { problem: 'no telemetry', isFatal: true };
      const { ts, values } = entry as { readonly ts?: unknown; readonly values?: unknown };
      if (ts !== undefined && !isDate(ts)) return { problem: 'a ts that is no date in milliseconds', isFatal: true };
      const named = Object.entries((ts === undefined ? entry : values) as object);
      for (const [name, value] of named) this.arrive(name, value, ts as number | undefined);
    }
    return undefined;
  }

  #tellAttributes(id: string, { sharedKeys = '' }: Readonly<Record<string, unknown>>): void {
    const keys = String(sharedKeys).split(',');
    const shared = Object.fromEntries(Object.entries(this.#shared).filter(([key]) => keys.includes(key)));
    this.send(`${ME}/attributes/response/${id}`, { client: {}, shared });
  }
}
