import { createHmac } from 'node:crypto';
import type { ConnectOptions, Message } from '../broker/uplink.js';
import { BAD_LOGIN, type GateOptions, type GateRules, IDENTIFIER_REJECTED, isDate, objectIn, PlatformGate, textIn } from './platform-gate.js';
import { entriesIn, problemWithValue, type ThingModel, wrappedIn } from './thing-model.js';

/** A device, as its console shows it, and its product's properties. */
export interface TuyaDevice {
  readonly deviceId: string;
  readonly deviceSecret: string;
  readonly model: ThingModel;
  /** Seconds that the time of a login may be off. Whether the platform looks at it is not documented: any, where absent. */
  readonly window?: number;
}

/** TuyaLink, by the pages on the MQTT protocol (Kb65nphxrj8f1) and the thing model (Kbt4gcmizz8f4). */
export class TuyaGate extends PlatformGate {
  readonly name = 'tuya';
  protected readonly rules: GateRules;
  readonly #device: TuyaDevice;
  readonly #base: string;
  readonly #desired: Record<string, unknown> = {};
  readonly #asked = new Map<string, string>();
  #requests = 0;

  constructor(device: TuyaDevice, options: GateOptions) {
    super(options);
    this.#device = device;
    this.#base = `tylink/${device.deviceId}/thing/`;
    const topics = [`tylink/${device.deviceId}/#`];
    this.rules = { highestQoS: 1, keepAlive: { shortest: 30, longest: 1200 }, publishes: topics, subscribes: topics };
  }

  command(name: string, value: unknown): void {
    this.send(`${this.#base}action/execute`, this.#request(name, { actionCode: name, inputParams: { value } }));
  }

  desire(name: string, value: unknown): void {
    this.#desired[name] = value;
    this.send(`${this.#base}property/set`, this.#request(`set ${name}`, { [name]: value }));
  }

  protected judge({ clientId, user = '', password }: ConnectOptions) {
    const { deviceId, deviceSecret, window = Infinity } = this.#device;
    const refused = (reason: string) => ({ code: BAD_LOGIN, reason });
    if (clientId !== `tuyalink_${deviceId}`) return { code: IDENTIFIER_REJECTED, reason: 'the client identifier is not tuyalink_ and the device id' };
    const [id, list = ''] = user.split('|');
    const fields = new Map(list.split(',').map((field) => field.split('=', 2) as [string, string]));
    const timestamp = fields.get('timestamp') ?? '';
    if (id !== deviceId || fields.get('signMethod') !== 'hmacSha256' || !/^\d{10}(\d{3})?$/.test(timestamp)) {
      return refused('the user is not device|signMethod=hmacSha256,timestamp=…,secureMode=1,accessType=1');
    }
    const signed = `deviceId=${deviceId},timestamp=${timestamp},secureMode=${fields.get('secureMode')},accessType=${fields.get('accessType')}`;
    const expected = createHmac('sha256', deviceSecret).update(signed).digest('hex');
    if (textIn(password) !== expected) return refused('the signature is not that of the device: another secret');
    const off = Math.round((Number(timestamp.slice(0, 10)) * 1000 - this.utc) / 1000);
    return Math.abs(off) > window ? refused(`the device's clock is ${off} s off`) : undefined;
  }

  protected take({ topic, payload }: Message) {
    const refused = (problem: string) => ({ problem, isFatal: false });
    const message = objectIn(payload);
    const { msgId } = message ?? {};
    if (message === undefined || typeof msgId !== 'string' || msgId === '' || msgId.length > 32) return refused('no JSON object with a msgId');
    if (message.time !== undefined && !isDate(message.time)) return refused('a time that is no date in milliseconds');
    const path = topic.slice(this.#base.length);
    if (path === 'property/report') return this.#report(message);
    if (path === 'property/desired/get') {
      const { properties } = (message.data ?? {}) as { readonly properties?: readonly string[] };
      if (properties === undefined) return refused('no properties are asked for');
      const known = properties.filter((name) => name in this.#desired);
      const data = { properties: Object.fromEntries(known.map((name) => [name, { value: this.#desired[name], version: 1 }])) };
      this.send(`${topic}_response`, { msgId, time: Math.floor(this.utc), code: 0, data });
    } else if (path === 'property/set_response' || path === 'action/execute_response') {
      const { outputParams } = (message.data ?? {}) as { readonly outputParams?: object };
      this.answers.set(this.#asked.get(msgId) ?? msgId, { code: message.code, ...outputParams });
    } else return refused('nothing is taken here');
    return undefined;
  }

  #report({ data }: Readonly<Record<string, unknown>>) {
    const named = entriesIn(data);
    let problem = named.length === 0 ? 'no data' : undefined;
    for (const [name, entry] of named) {
      const { value, time } = wrappedIn(entry) ?? { value: undefined, time: undefined };
      problem ??= problemWithValue(this.#device.model, name, value, time, { utc: this.utc });
      if (problem === undefined) this.arrive(name, value, time as number | undefined);
    }
    return problem === undefined ? undefined : { problem, isFatal: false };
  }

  #request(name: string, data: object): object {
    this.#requests += 1;
    const msgId = `45lkj3551234${this.#requests}`;
    this.#asked.set(msgId, name);
    return { msgId, time: Math.floor(this.utc), data };
  }
}
