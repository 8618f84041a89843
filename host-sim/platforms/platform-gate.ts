import type { Alarm, Time } from '../../modules/ports/time.js';
import type { ConnectOptions, Message, QoS } from '../broker/uplink.js';
import { matchesFilter } from '../broker/topic-filter.js';

/** CONNACK return codes 2, 4 and 5, as `Refusal.code` has them. */
export const IDENTIFIER_REJECTED = 701;
export const BAD_LOGIN = 703;
export const NOT_AUTHORISED = 704;

/** What a platform's server knows of a client besides its CONNECT, where it came by TLS. */
export interface Handshake {
  /** The name that the client has sent as SNI; none where absent. */
  readonly serverName?: string;
  /** Common name in the client's certificate, which the gate's authority has issued. */
  readonly certificate?: string;
}

/** A broker behind the gate. */
export interface BrokerBehindGate {
  publish(message: Message): void;
  /** Ends the device's connection. */
  disconnect(): void;
}

/** A value that has arrived behind the gate, as the platform has it. */
export interface ArrivedValue {
  readonly name: string;
  readonly value: unknown;
  /** UTC in milliseconds since 1970; `undefined` where the platform gives it the time of arrival. */
  readonly time: number | undefined;
}

/** The clock of the server, and what it tells. */
export interface GateOptions {
  readonly time: Time;
  /** UTC in milliseconds since 1970. */
  readonly utc: () => number;
  /** What it refuses, drops or ends, and why, in words. No secret is in them. */
  readonly onComplaint?: (text: string) => void;
  readonly onArrival?: (arrival: ArrivedValue) => void;
  /** Whether a client without SNI is turned away: what AWS does by its certificate, and HiveMQ Cloud and EMQX Serverless always. */
  readonly wantsServerName?: boolean;
}

/** What the platform's broker takes of MQTT. Bounds are inclusive; seconds and bytes. */
export interface GateRules {
  /** A keep-alive of 0 is above `longest`. */
  readonly keepAlive?: { readonly shortest: number; readonly longest: number };
  readonly highestQoS?: QoS;
  readonly takesRetained?: boolean;
  readonly takesWill?: boolean;
  readonly isCleanOnly?: boolean;
  readonly longestPayload?: number;
  readonly longestTopic?: number;
  /** What the device may publish to, and subscribe to; all where absent. */
  readonly publishes?: readonly string[];
  readonly subscribes?: readonly string[];
  readonly mostSubscriptions?: number;
  /** Publishes in one second. */
  readonly rate?: number;
}

/**
 * What stands before a platform's broker, for one device that it knows: it looks at what has really come, by the platform's documents and
 * with Node.js alone, so that a mistake of the device's code is not made twice. What is not documented is an option.
 */
export abstract class PlatformGate {
  readonly complaints: string[] = [];
  readonly arrivals: ArrivedValue[] = [];
  /** What the device has answered, by the name or the id of what it was asked. */
  readonly answers = new Map<string, unknown>();
  protected readonly options: GateOptions;
  readonly #expiry: Alarm;
  #broker: BrokerBehindGate | undefined;
  #subscriptions = new Set<string>();
  #second = 0;
  #published = 0;

  constructor(options: GateOptions) {
    this.options = options;
    this.#expiry = options.time.alarm(() => {
      this.complain('ends the connection: what the device has signed in with has expired');
      this.#broker?.disconnect();
    });
  }

  abstract readonly name: string;
  protected abstract readonly rules: GateRules;

  /** Why a login is refused, and with what code; `undefined` where it is taken. */
  protected abstract judge(connect: ConnectOptions, handshake: Handshake): { readonly code: number; readonly reason: string } | undefined;
  /**
   * A message that keeps the rules. Gives why it is not what the platform wants, after which the connection ends or the message is dropped.
   */
  protected abstract take(message: Message): { readonly problem: string; readonly isFatal: boolean } | undefined;
  /** A command by its name: `interval`. Its answer comes to {@link answers} by this name. */
  abstract command(name: string, value: unknown): void;
  /** The desired state of a property: kept, and told the device when it asks. */
  abstract desire(name: string, value: unknown): void;

  /** Behind which broker it stands. */
  attach(broker: BrokerBehindGate): void {
    this.#broker = broker;
  }

  /** Nothing is waited for any more. */
  close(): void {
    this.#expiry.disarm();
  }

  /** One of `Refusal.code`, or `undefined`. */
  login(connect: ConnectOptions, handshake: Handshake = {}): number | undefined {
    const { keepAlive: bounds, takesWill = true, isCleanOnly = false } = this.rules;
    this.#expiry.disarm();
    this.#subscriptions.clear();
    const { keepAlive } = connect;
    if (this.options.wantsServerName === true && handshake.serverName === undefined) {
      return this.#refuse(NOT_AUTHORISED, 'the client has sent no SNI, by which the server finds its tenant');
    }
    const refusal = this.judge(connect, handshake);
    if (refusal !== undefined) return this.#refuse(refusal.code, refusal.reason);
    if (bounds !== undefined && ((keepAlive === 0 ? Infinity : keepAlive) > bounds.longest || keepAlive < bounds.shortest)) {
      return this.#refuse(IDENTIFIER_REJECTED, `a keep-alive of ${keepAlive} s, where ${bounds.shortest} to ${bounds.longest} are taken`);
    }
    if (!takesWill && connect.will !== undefined) return this.#refuse(NOT_AUTHORISED, 'a will, which the platform does not take');
    if (isCleanOnly && !connect.clean) return this.#refuse(NOT_AUTHORISED, 'a session that is to be kept, where clean 1 is wanted');
    return undefined;
  }

  /** Each identifier has one connection. */
  takeOver(clientId: string): void {
    this.complain(`ends a connection: another one has come with its identifier, ${clientId}`);
  }

  /** The QoS that a subscription is granted, or 128. */
  grant(filter: string, qos: QoS): QoS | 128 {
    const { subscribes, mostSubscriptions = Infinity, highestQoS = 2 } = this.rules;
    this.#subscriptions.add(filter);
    const isKnown = subscribes?.some((known) => known === filter || matchesFilter(known, filter)) ?? true;
    if (!isKnown) this.complain(`refuses the subscription to ${filter}`);
    else if (this.#subscriptions.size > mostSubscriptions) this.complain(`refuses ${filter}: ${mostSubscriptions} subscriptions are the most`);
    else return qos > highestQoS ? highestQoS : qos;
    return 128;
  }

  /** Whether the connection ends on a publish of the device. */
  closesOn(message: Message): boolean {
    const problem = this.#offence(message);
    if (problem !== undefined) {
      this.complain(`ends the connection: ${problem}`);
      return true;
    }
    const fault = this.take(message);
    if (fault === undefined) return false;
    this.complain(`${fault.isFatal ? 'ends the connection' : 'drops a message'}: ${fault.problem} on ${message.topic}`);
    return fault.isFatal;
  }

  /** UTC in milliseconds, by the server's clock. */
  protected get utc(): number {
    return this.options.utc();
  }

  /** The connection is to be ended at this UTC. */
  protected expireAt(utc: number): void {
    this.#expiry.arm(Math.min(2 ** 31 - 1, Math.max(0, utc - this.utc)));
  }

  protected send(topic: string, content: unknown): void {
    const payload = Buffer.from(typeof content === 'string' ? content : JSON.stringify(content));
    // Not from within the device's own publish.
    this.options.time.alarm(() => this.#broker?.publish({ topic, payload, qos: 1, isRetained: false })).arm(0);
  }

  protected complain(text: string): void {
    this.complaints.push(text);
    this.options.onComplaint?.(text);
  }

  protected arrive(name: string, value: unknown, time: number | undefined): void {
    const arrival = { name, value, time };
    this.arrivals.push(arrival);
    this.options.onArrival?.(arrival);
  }

  #refuse(code: number, reason: string): number {
    this.complain(`refuses the login: ${reason}`);
    return code;
  }

  #offence({ topic, payload, qos, isRetained }: Message): string | undefined {
    const { highestQoS = 2, takesRetained = true, publishes, rate = Infinity } = this.rules;
    const { longestPayload = Infinity, longestTopic = 65535 } = this.rules;
    if (qos > highestQoS) return `QoS ${qos} on ${topic}`;
    if (isRetained && !takesRetained) return `a retained message on ${topic}`;
    if (Buffer.byteLength(topic) > longestTopic) return `a topic of ${Buffer.byteLength(topic)} bytes`;
    if (payload.length > longestPayload) return `a payload of ${payload.length} bytes on ${topic}`;
    if (publishes !== undefined && !publishes.some((filter) => matchesFilter(filter, topic))) return `no right to publish on ${topic}`;
    const second = Math.floor(this.utc / 1000);
    this.#published = second === this.#second ? this.#published + 1 : 1;
    this.#second = second;
    return this.#published > rate ? `more than ${rate} publishes in a second` : undefined;
  }
}

/** The object that a payload is; `undefined` where it is none. */
export function objectIn(payload: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  try {
    const content: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload));
    return typeof content === 'object' && content !== null && !Array.isArray(content) ? (content as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

export function textIn(payload: Uint8Array | undefined): string {
  return payload === undefined ? '' : Buffer.from(payload).toString('utf8');
}

/** Milliseconds since 1970 in this century. */
export function isDate(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) > 946684800000 && (value as number) < 4102444800000;
}
