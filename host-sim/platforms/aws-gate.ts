import type { ConnectOptions, Message } from '../broker/uplink.js';
import { takeReadings } from './plain-readings.js';
import { type GateOptions, type GateRules, type Handshake, NOT_AUTHORISED, objectIn, PlatformGate, textIn } from './platform-gate.js';

/** A thing, and the topics that its policy grants besides those of its shadow. */
export interface AwsThing {
  readonly thingName: string;
  /** `cellnode/roof-1` grants `cellnode/roof-1/#`. */
  readonly prefix: string;
  /** Whether the certificate of the client is looked at: a broker inside virtual time has none. */
  readonly wantsCertificate?: boolean;
}

/** AWS IoT Core, by the developer guide: mutual TLS, a policy by the thing's name, the classic shadow. */
export class AwsGate extends PlatformGate {
  readonly name = 'aws';
  readonly reported: Record<string, unknown> = {};
  protected readonly rules: GateRules;
  readonly #thing: AwsThing;
  readonly #shadow: string;
  readonly #desired: Record<string, unknown> = {};
  #version = 1;

  constructor(thing: AwsThing, options: GateOptions) {
    super(options);
    this.#thing = thing;
    this.#shadow = `$aws/things/${thing.thingName}/shadow`;
    const topics = [`${thing.prefix}/#`, `${this.#shadow}/#`];
    const limits = { longestPayload: 131072, longestTopic: 256 };
    this.rules = { highestQoS: 1, keepAlive: { shortest: 30, longest: 1200 }, ...limits, publishes: topics, subscribes: topics };
  }

  command(name: string, value: unknown): void {
    this.send(`${this.#thing.prefix}/command`, { [name]: value });
  }

  desire(name: string, value: unknown): void {
    this.#version += 1;
    this.#desired[name] = value;
    this.send(`${this.#shadow}/update/delta`, { version: this.#version, timestamp: Math.floor(this.utc / 1000), state: { [name]: value } });
  }

  protected judge({ clientId, user }: ConnectOptions, { certificate }: Handshake) {
    const { thingName, wantsCertificate = false } = this.#thing;
    if (wantsCertificate && certificate !== thingName) return { code: NOT_AUTHORISED, reason: 'no certificate that is attached to this thing' };
    if (clientId !== thingName) return { code: NOT_AUTHORISED, reason: 'the policy lets in the thing name alone as the client identifier' };
    // The vendor's own SDK tells what it is there: ?SDK=JavaScript&Version=2.2.16.
    if (user !== undefined && user !== '' && !user.startsWith('?')) return { code: NOT_AUTHORISED, reason: 'a user, which is for custom authorisers' };
    return undefined;
  }

  protected take({ topic, payload }: Message) {
    if (topic === `${this.#shadow}/get`) {
      const delta = Object.fromEntries(Object.entries(this.#desired).filter(([name, value]) => this.reported[name] !== value));
      const state = { desired: this.#desired, reported: this.reported, delta };
      this.#accept(topic, objectIn(payload), state);
    } else if (topic === `${this.#shadow}/update`) return this.#update(topic, payload);
    else if (topic === `${this.#thing.prefix}/response`) {
      const answer = objectIn(payload) ?? {};
      for (const [name, value] of Object.entries(answer)) this.answers.set(name, value);
    } else takeReadings(JSON.parse(textIn(payload)), (name, value, time) => this.arrive(name, value, time));
    return undefined;
  }

  /** Whoever sends a token finds it in the answer. */
  #accept(topic: string, request: Readonly<Record<string, unknown>> | undefined, state: object): void {
    const { clientToken } = request ?? {};
    const timestamp = Math.floor(this.utc / 1000);
    this.send(`${topic}/accepted`, { state, version: this.#version, timestamp, ...(clientToken !== undefined && { clientToken }) });
  }

  #update(topic: string, payload: Uint8Array) {
    const request = objectIn(payload);
    const state = request?.state;
    if (typeof state !== 'object' || state === null) {
      this.send(`${this.#shadow}/update/rejected`, { code: 400, message: 'Missing required node: state' });
      return { problem: 'no state', isFatal: false };
    }
    Object.assign(this.reported, (state as { readonly reported?: object }).reported);
    this.#version += 1;
    this.#accept(topic, request, state);
    return undefined;
  }
}
