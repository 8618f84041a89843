import { createHmac } from 'node:crypto';
import type { ConnectOptions, Message } from '../broker/uplink.js';
import { BAD_LOGIN, type GateOptions, type GateRules, objectIn, PlatformGate, textIn } from './platform-gate.js';
import { problemWithValue, type ThingModel } from './thing-model.js';

const METHODS: Readonly<Record<string, string>> = { hmacmd5: 'md5', hmacsha1: 'sha1', hmacsha256: 'sha256' };
const DAY = 86_400_000;

/** A device, as its console shows it, and the types of its thing model by the identifiers. */
export interface AliyunDevice {
  readonly productKey: string;
  readonly deviceName: string;
  readonly deviceSecret: string;
  readonly model: ThingModel;
}

/** Alibaba Cloud's IoT Platform, by documents 73742, 30540 and 89301. */
export class AliyunGate extends PlatformGate {
  readonly name = 'aliyun';
  protected readonly rules: GateRules;
  readonly #device: AliyunDevice;
  readonly #base: string;
  readonly #desired: Record<string, unknown> = {};
  readonly #asked = new Map<string, string>();
  #requests = 0;

  constructor(device: AliyunDevice, options: GateOptions) {
    super(options);
    this.#device = device;
    const { productKey, deviceName } = device;
    this.#base = `/sys/${productKey}/${deviceName}/thing/`;
    this.rules = {
      highestQoS: 1,
      takesRetained: false,
      takesWill: false,
      keepAlive: { shortest: 30, longest: 1200 },
      rate: 30,
      publishes: [`${this.#base}#`, `/${productKey}/${deviceName}/user/#`],
      // All that the vendor's own SDK subscribes to.
      subscribes: [
        `/sys/${productKey}/${deviceName}/#`,
        `/${productKey}/${deviceName}/user/#`,
        `/shadow/get/${productKey}/${deviceName}`,
        `/ext/session/${productKey}/${deviceName}/#`,
      ],
    };
  }

  command(name: string, value: unknown): void {
    const id = this.#nextId(name);
    this.send(`${this.#base}service/${name}`, { method: `thing.service.${name}`, id, params: { value }, version: '1.0.0' });
  }

  desire(name: string, value: unknown): void {
    this.#desired[name] = value;
    const id = this.#nextId(`set ${name}`);
    this.send(`${this.#base}service/property/set`, { method: 'thing.service.property.set', id, params: { [name]: value }, version: '1.0.0' });
  }

  protected judge({ clientId, user, password, tls }: ConnectOptions) {
    const { productKey, deviceName, deviceSecret } = this.#device;
    const refused = (reason: string) => ({ code: BAD_LOGIN, reason });
    const [, id, list] = /^([^|]{1,64})\|([^|]+)\|$/.exec(clientId) ?? [];
    if (list === undefined) return refused('the client identifier is not id|name=value,…|: cut, or not written for this platform');
    const fields = new Map(list.split(',').map((field) => field.split('=', 2) as [string, string]));
    const method = METHODS[fields.get('signmethod') ?? 'hmacmd5'];
    if (method === undefined) return refused('no such signmethod');
    if (fields.get('securemode') !== (tls === undefined ? '3' : '2')) return refused('securemode is 2 with TLS, and 3 without');
    if (user !== `${deviceName}&${productKey}`) return refused('the user is not device&product');
    const timestamp = fields.get('timestamp');
    const signed = Object.entries({ clientId: id, deviceName, productKey, ...(timestamp !== undefined && { timestamp }) });
    const text = signed.sort(([one], [other]) => (one < other ? -1 : 1)).map(([name, value]) => name + value).join('');
    const expected = createHmac(method, deviceSecret).update(text).digest('hex');
    return textIn(password).toLowerCase() === expected ? undefined : refused('the signature is not that of the device: another secret');
  }

  protected take({ topic, payload }: Message) {
    if (topic.includes('/user/')) return undefined;
    const message = objectIn(payload);
    if (typeof message?.id !== 'string') return { problem: 'no JSON object with an id', isFatal: false };
    const path = topic.slice(this.#base.length);
    if (path === 'event/property/post') {
      const fault = this.#post(message);
      const { ack = 1 } = (message.sys ?? {}) as { readonly ack?: number };
      const { id, method } = message;
      if (ack !== 0) this.send(`${topic}_reply`, { code: fault === undefined ? 200 : 460, data: {}, id, message: 'success', method, version: '1.0' });
      return fault;
    }
    if (path === 'property/desired/get') {
      const wanted = message.params as readonly string[];
      const known = wanted.filter((name) => name in this.#desired);
      const data = Object.fromEntries(known.map((name) => [name, { value: this.#desired[name], version: 1 }]));
      this.send(`${topic}_reply`, { id: message.id, code: 200, data });
    } else if (path.endsWith('_reply')) {
      this.answers.set(this.#asked.get(message.id) ?? message.id, { code: message.code, ...(message.data as object) });
    } else return { problem: 'nothing is taken here', isFatal: false };
    return undefined;
  }

  #post({ params, method, version }: Readonly<Record<string, unknown>>) {
    const refused = (problem: string) => ({ problem, isFatal: false });
    if (method !== 'thing.event.property.post' || version !== '1.0') return refused('another method or version than the one of the topic');
    if (typeof params !== 'object' || params === null) return refused('no params');
    for (const [name, entry] of Object.entries(params as Record<string, unknown>)) {
      const isDated = typeof entry === 'object' && entry !== null;
      const { value, time } = isDated ? (entry as { value: unknown; time?: unknown }) : { value: entry, time: undefined };
      const problem = problemWithValue(this.#device.model, name, value, time, { utc: this.utc, ahead: DAY, boolsAreNumbers: true });
      if (problem !== undefined) return refused(problem);
      this.arrive(name, value, time as number | undefined);
    }
    return undefined;
  }

  #nextId(name: string): string {
    this.#requests += 1;
    this.#asked.set(String(this.#requests), name);
    return String(this.#requests);
  }
}
