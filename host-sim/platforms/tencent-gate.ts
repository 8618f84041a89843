import { createHmac } from 'node:crypto';
import type { ConnectOptions, Message } from '../broker/uplink.js';
import { BAD_LOGIN, type GateOptions, type GateRules, objectIn, PlatformGate, textIn } from './platform-gate.js';
import { entriesIn, problemWithValue, type ThingModel } from './thing-model.js';

/** A device, as its console shows it, and its product's properties. */
export interface TencentDevice {
  readonly productId: string;
  readonly deviceName: string;
  readonly deviceSecret: string;
  readonly model: ThingModel;
}

/** Tencent's IoT Explorer, by documents 634/32546 (signing in), 634/15241 (limits) and 1081 (the thing model's protocol). */
export class TencentGate extends PlatformGate {
  readonly name = 'tencent';
  protected readonly rules: GateRules;
  readonly #device: TencentDevice;
  readonly #path: string;
  readonly #desired: Record<string, unknown> = {};
  readonly #asked = new Map<string, string>();
  #requests = 0;

  constructor(device: TencentDevice, options: GateOptions) {
    super(options);
    this.#device = device;
    this.#path = `${device.productId}/${device.deviceName}`;
    this.rules = {
      highestQoS: 1,
      takesRetained: false,
      takesWill: false,
      keepAlive: { shortest: 60, longest: 850 },
      rate: 20,
      longestPayload: 16384,
      longestTopic: 255,
      mostSubscriptions: 100,
      publishes: ['property', 'event', 'action'].map((kind) => `$thing/up/${kind}/${this.#path}`),
      subscribes: ['property', 'event', 'action'].map((kind) => `$thing/down/${kind}/${this.#path}`),
    };
  }

  command(name: string, value: unknown): void {
    const clientToken = this.#nextToken(name);
    this.send(`$thing/down/action/${this.#path}`, { method: 'action', clientToken, actionId: name, timestamp: Math.floor(this.utc), params: { value } });
  }

  desire(name: string, value: unknown): void {
    this.#desired[name] = value;
    const clientToken = this.#nextToken(`set ${name}`);
    this.send(`$thing/down/property/${this.#path}`, { method: 'control', clientToken, params: { [name]: value } });
  }

  protected judge({ clientId, user = '', password }: ConnectOptions) {
    const { productId, deviceName, deviceSecret } = this.#device;
    const refused = (reason: string) => ({ code: BAD_LOGIN, reason });
    if (clientId !== `${productId}${deviceName}`) return refused('the client identifier is not product and device in one');
    const [id, application, connection, expiry, more] = user.split(';');
    if (id !== clientId || application === '' || connection === '' || !/^\d+$/.test(expiry) || more !== undefined) {
      return refused('the user is not client identifier;application;connection;expiry');
    }
    const [signature, method] = textIn(password).split(';');
    if (method !== 'hmacsha256' && method !== 'hmacsha1') return refused('the password does not end in ;hmacsha256 or ;hmacsha1');
    const expected = createHmac(method.slice(4), Buffer.from(deviceSecret, 'base64')).update(user).digest('hex');
    if (signature !== expected) return refused('the signature is not that of the device: another secret');
    const left = Number(expiry) - Math.floor(this.utc / 1000);
    return left > 0 ? undefined : refused(`what is signed has expired ${-left} s ago`);
  }

  protected take({ topic, payload }: Message) {
    const refused = (problem: string) => ({ problem, isFatal: false });
    const message = objectIn(payload);
    if (message === undefined || typeof message.clientToken !== 'string') return refused('no JSON object with a clientToken');
    const { method, clientToken, code, response, status } = message;
    const kind = topic.split('/')[2];
    if (kind === 'property' && method === 'report') return this.#report(message);
    if (kind === 'property' && method === 'get_status') {
      const data = { control: this.#desired };
      this.send(`$thing/down/property/${this.#path}`, { method: 'get_status_reply', code: 0, clientToken, data });
    } else if ((kind === 'property' && method === 'control_reply') || (kind === 'action' && method === 'action_reply')) {
      const token = message.clientToken;
      this.answers.set(this.#asked.get(token) ?? token, { code, status, ...(response as object | undefined) });
    } else return refused(`${String(method)} is no method of this topic`);
    return undefined;
  }

  #report({ params, timestamp, clientToken }: Readonly<Record<string, unknown>>) {
    const named = entriesIn(params);
    let problem = named.length === 0 ? 'no params' : undefined;
    for (const [name, value] of named) {
      problem ??= problemWithValue(this.#device.model, name, value, timestamp, { utc: this.utc, boolsAreNumbers: true });
      if (problem === undefined) this.arrive(name, value, timestamp as number | undefined);
    }
    const outcome = problem === undefined ? { code: 0, status: 'success' } : { code: 406, status: problem };
    this.send(`$thing/down/property/${this.#path}`, { method: 'report_reply', clientToken, ...outcome });
    return problem === undefined ? undefined : { problem, isFatal: false };
  }

  #nextToken(name: string): string {
    this.#requests += 1;
    const token = `v2${this.#requests}zwDfs::0b5`;
    this.#asked.set(token, name);
    return token;
  }
}
