import { createHmac } from 'node:crypto';
import type { ConnectOptions, Message } from '../broker/uplink.js';
import { BAD_LOGIN, type GateOptions, type GateRules, objectIn, PlatformGate, textIn } from './platform-gate.js';
import { entriesIn, problemWithValue, type ThingModel } from './thing-model.js';

const HOUR = 3_600_000;

/** A device, as its console shows it, and the one service of its product model. */
export interface HuaweiDevice {
  readonly deviceId: string;
  readonly secret: string;
  readonly serviceId: string;
  readonly model: ThingModel;
}

/** Huawei Cloud's IoTDA, by the pages on connection (iot_06_v5_3009), properties, commands and limits. */
export class HuaweiGate extends PlatformGate {
  readonly name = 'huawei';
  readonly reported: Record<string, unknown> = {};
  protected readonly rules: GateRules;
  readonly #device: HuaweiDevice;
  readonly #base: string;
  readonly #desired: Record<string, unknown> = {};
  readonly #asked = new Map<string, string>();
  #requests = 0;

  constructor(device: HuaweiDevice, options: GateOptions) {
    super(options);
    this.#device = device;
    this.#base = `$oc/devices/${device.deviceId}/sys/`;
    this.rules = {
      highestQoS: 1,
      takesRetained: false,
      takesWill: false,
      keepAlive: { shortest: 30, longest: 1200 },
      rate: 50,
      longestPayload: 1048576,
      publishes: [`${this.#base}#`],
      subscribes: [`${this.#base}#`],
    };
  }

  command(name: string, value: unknown): void {
    const { serviceId } = this.#device;
    this.send(`${this.#base}commands/request_id=${this.#nextId(name)}`, { service_id: serviceId, command_name: name, paras: { value } });
  }

  desire(name: string, value: unknown): void {
    this.#desired[name] = value;
    const services = [{ service_id: this.#device.serviceId, properties: { [name]: value } }];
    this.send(`${this.#base}properties/set/request_id=${this.#nextId(`set ${name}`)}`, { services });
  }

  protected judge({ clientId, user, password }: ConnectOptions) {
    const { deviceId, secret } = this.#device;
    const refused = (reason: string) => ({ code: BAD_LOGIN, reason });
    const [, id, kind, hour] = /^(.+)_0_([01])_(\d+)$/.exec(clientId) ?? [];
    if (hour === undefined) return refused('the client identifier is not device_0_kind_hour: cut, or not written for this platform');
    if (!/^\d{10}$/.test(hour)) return refused('the hour in the client identifier is not YYYYMMDDHH: a time in seconds, perhaps');
    if (id !== deviceId || user !== deviceId) return refused('the user, and the beginning of the client identifier, are not the device id');
    if (textIn(password) !== createHmac('sha256', hour).update(secret).digest('hex')) {
      return refused('the signature is not that of the device: another secret');
    }
    const [, year, month, day, clock] = /^(\d{4})(\d\d)(\d\d)(\d\d)$/.exec(hour) ?? [];
    const begin = Date.parse(`${year}-${month}-${day}T${clock}:00:00Z`);
    if (Number.isNaN(begin)) return refused('the hour in the client identifier is none');
    const off = Math.round((begin - this.utc) / HOUR);
    if (kind === '1' && Math.abs(off) > 1) return refused(`the device's clock is ${off} h off, and it asks for its time to be compared`);
    return undefined;
  }

  protected take({ topic, payload }: Message) {
    const path = topic.slice(this.#base.length);
    if (path === 'messages/up') return undefined;
    const message = objectIn(payload);
    if (message === undefined) return { problem: 'no JSON object', isFatal: false };
    if (path === 'properties/report') return this.#report(message);
    const [, asked, id = ''] = /^(.+)\/request_id=(.+)$/.exec(path) ?? [];
    if (asked === 'shadow/get') {
      const { serviceId } = this.#device;
      const [desired, reported] = [{ properties: this.#desired }, { properties: this.reported }];
      const shadow = [{ service_id: serviceId, desired, reported, version: 1 }];
      this.send(`${this.#base}shadow/get/response/request_id=${id}`, { object_device_id: this.#device.deviceId, shadow });
    } else if (asked === 'commands/response' || asked === 'properties/set/response') {
      const { result_code: code, result_desc: text, paras } = message;
      const answer = { code, ...(text !== undefined && { text }), ...(paras as object | undefined) };
      this.answers.set(this.#asked.get(id) ?? id, answer);
    } else return { problem: 'nothing is taken here', isFatal: false };
    return undefined;
  }

  #report({ services }: Readonly<Record<string, unknown>>) {
    const refused = (problem: string) => ({ problem, isFatal: false });
    if (!Array.isArray(services) || services.length === 0) return refused('no services');
    for (const service of services as readonly Readonly<Record<string, unknown>>[]) {
      const { service_id: id, properties, event_time: text } = service;
      if (id !== this.#device.serviceId) return refused(`the product model has no service ${String(id)}`);
      const time = text === undefined ? undefined : dateOf(text);
      if (text !== undefined && time === undefined) return refused('an event_time that is not yyyyMMddTHHmmssZ');
      for (const [name, value] of entriesIn(properties)) {
        const problem = problemWithValue(this.#device.model, name, value, time, { utc: this.utc });
        if (problem !== undefined) return refused(problem);
        if (time === undefined) this.reported[name] = value;
        this.arrive(name, value, time);
      }
    }
    return undefined;
  }

  #nextId(name: string): string {
    this.#requests += 1;
    const id = `8d3${this.#requests.toString(16).padStart(5, '0')}`;
    this.#asked.set(id, name);
    return id;
  }
}

function dateOf(text: unknown): number | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(String(text));
  if (parts === null) return undefined;
  const [, year, month, day, hour, minute, second] = parts;
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(time) ? undefined : time;
}
