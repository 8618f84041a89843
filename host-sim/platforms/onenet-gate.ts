import { createHmac } from 'node:crypto';
import type { ConnectOptions, Message } from '../broker/uplink.js';
import { BAD_LOGIN, type GateOptions, type GateRules, objectIn, PlatformGate, textIn } from './platform-gate.js';
import { entriesIn, problemWithValue, type ThingModel, wrappedIn } from './thing-model.js';

/** A device, as its console shows it, and its product's properties. */
export interface OneNetDevice {
  readonly productId: string;
  readonly deviceName: string;
  readonly accessKey: string;
  readonly model: ThingModel;
}

/** OneNET Studio, by its pages on the token, and on the MQTT topics of a thing model. */
export class OneNetGate extends PlatformGate {
  readonly name = 'onenet';
  protected readonly rules: GateRules;
  readonly #device: OneNetDevice;
  readonly #base: string;
  readonly #desired: Record<string, unknown> = {};
  readonly #asked = new Map<string, string>();
  #requests = 0;

  constructor(device: OneNetDevice, options: GateOptions) {
    super(options);
    this.#device = device;
    this.#base = `$sys/${device.productId}/${device.deviceName}/thing/`;
    this.rules = {
      highestQoS: 1,
      takesRetained: false,
      takesWill: false,
      isCleanOnly: true,
      keepAlive: { shortest: 10, longest: 1800 },
      publishes: [`${this.#base}#`],
      subscribes: [`${this.#base}#`],
    };
  }

  command(name: string, value: unknown): void {
    this.send(`${this.#base}service/${name}/invoke`, { id: this.#nextId(name), version: '1.0', params: { value } });
  }

  desire(name: string, value: unknown): void {
    this.#desired[name] = value;
    this.send(`${this.#base}property/set`, { id: this.#nextId(`set ${name}`), version: '1.0', params: { [name]: value } });
  }

  protected judge({ clientId, user, password }: ConnectOptions) {
    const { productId, deviceName, accessKey } = this.#device;
    const refused = (reason: string) => ({ code: BAD_LOGIN, reason });
    if (clientId !== deviceName || user !== productId) return refused('client identifier and user are not device and product');
    const fields = new Map(textIn(password).split('&').map((field) => {
      const [name, value = ''] = field.split('=', 2);
      return [name, decodeURIComponent(value)];
    }));
    const [version, resource, expiry, method, signature] = ['version', 'res', 'et', 'method', 'sign'].map((name) => fields.get(name) ?? '');
    if (version !== '2018-10-31' || !/^\d+$/.test(expiry) || !/^(md5|sha1|sha256)$/.test(method)) return refused('the password is no token');
    if (resource !== `products/${productId}/devices/${deviceName}`) return refused('the token is for another resource');
    const signed = `${expiry}\n${method}\n${resource}\n${version}`;
    const expected = createHmac(method, Buffer.from(accessKey, 'base64')).update(signed).digest('base64');
    if (signature !== expected) return refused('the signature is not that of the device: another key');
    const left = Number(expiry) - Math.floor(this.utc / 1000);
    return left > 0 ? undefined : refused(`the token has expired ${-left} s ago`);
  }

  protected take({ topic, payload }: Message) {
    const refused = (problem: string) => ({ problem, isFatal: false });
    const message = objectIn(payload);
    const { id } = message ?? {};
    if (message === undefined || typeof id !== 'string' || !/^\d{1,13}$/.test(id)) return refused('no JSON object with an id of up to 13 digits');
    const path = topic.slice(this.#base.length);
    if (path === 'property/post') return this.#post(topic, id, message);
    if (path === 'property/desired/get') {
      const known = (message.params as readonly string[]).filter((name) => name in this.#desired);
      const data = Object.fromEntries(known.map((name) => [name, { value: this.#desired[name], version: 1 }]));
      this.send(`${topic}/reply`, { id, code: 200, msg: 'success', data });
    } else if (path === 'property/set_reply' || /^service\/[^/]+\/invoke_reply$/.test(path)) {
      this.answers.set(this.#asked.get(id) ?? id, { code: message.code, msg: message.msg, ...(message.data as object | undefined) });
    } else return { problem: 'no such topic', isFatal: true };
    return undefined;
  }

  #post(topic: string, id: string, { version, params }: Readonly<Record<string, unknown>>) {
    const named = entriesIn(params);
    let problem = version !== '1.0' || named.length === 0 ? 'no params, or another version' : undefined;
    for (const [name, entry] of named) {
      const { value, time } = wrappedIn(entry) ?? { value: undefined, time: undefined };
      problem ??= problemWithValue(this.#device.model, name, value, time, { utc: this.utc });
      if (problem === undefined) this.arrive(name, value, time as number | undefined);
    }
    this.send(`${topic}/reply`, { id, code: problem === undefined ? 200 : 2306, msg: problem ?? 'success' });
    return problem === undefined ? undefined : { problem, isFatal: false };
  }

  #nextId(name: string): string {
    this.#requests += 1;
    this.#asked.set(String(this.#requests), name);
    return String(this.#requests);
  }
}
