import type { QoS } from '../ports/mqtt-client.js';
import type { Time } from '../ports/time.js';
import type { Reporter } from './progress.js';
import { filterMatches } from './topic-filter.js';

/** Subscriptions that a session may have: some brokers take no more (Azure IoT Hub five, AWS IoT Core eight a packet). */
export const SUBSCRIPTION_LIMIT = 8;
/** Connections in a row that end on one subscription, after which it is left out for a while. */
const ENDINGS = 2;
/** Milliseconds for which it is left out first; twice as long each time up to the longest. */
const SHORTEST_REST = 600000;
const LONGEST_REST = 21600000;

/** What is subscribed to, and who is told what comes. */
export interface TopicSubscription {
  /** The topic filter: `+` and `#` are wildcards (MQTT 3.1.1 §4.7). */
  readonly topic: string;
  /** The QoS with which messages come at most; 0 by default. */
  readonly QoS?: QoS;
  /**
   * A message has come on `topic`. `payload` is all of it, and good during the call only: `slice()` what is to be kept. What is thrown
   * is told by the node's `onProgress`, and does no harm.
   */
  onMessage(payload: Uint8Array, topic: string): void;
  /** One has come that was longer than the node takes, and was not kept. */
  onTooLong?(topic: string): void;
}

export interface TopicSubscriptionsOptions {
  readonly time: Time;
  readonly subscriptions: readonly TopicSubscription[];
  readonly reporter: Reporter;
  /** The rest of one that was left out is over. */
  onDue(): void;
}

/**
 * What a session subscribes to, one after the other on each connection, and whom it hands messages. One that the broker refuses is told,
 * and costs nothing but itself. Nor does one on which the broker ends the connection, as some do instead: after two of these in a row
 * it is left out, ten minutes first and twice as long each time up to six hours, and then tried again on another connection.
 */
export class TopicSubscriptions {
  readonly #list: readonly TopicSubscription[];
  readonly #time: Time;
  readonly #reporter: Reporter;
  /** Of each: connections that ended on it since it was subscribed to last, and when it may be tried again. */
  readonly #endings: number[];
  readonly #dueAt: number[];
  /** The one to be subscribed to next, and whether the answer to it is awaited. */
  #next = 0;
  #isAwaited = false;
  /** Those that match the topic of the last message, as bits: looking at a text allocates, and most messages have the same one. */
  #topic = '';
  #matches = 0;
  readonly #alarm;

  constructor({ time, subscriptions, reporter, onDue }: TopicSubscriptionsOptions) {
    this.#list = subscriptions;
    this.#time = time;
    this.#reporter = reporter;
    this.#endings = new Array<number>(subscriptions.length).fill(0);
    this.#dueAt = new Array<number>(subscriptions.length).fill(0);
    this.#alarm = time.alarm(onDue);
  }

  /** Whether the broker's answer to {@link next} is awaited. */
  get isAwaited(): boolean {
    return this.#isAwaited;
  }

  /** On a new connection all of them are subscribed to once more, a kept session or not. */
  begin(): void {
    this.#next = 0;
    this.#isAwaited = false;
    this.#alarm.disarm();
  }

  /** The next one to be subscribed to on this connection; `undefined` where that was done. */
  next(): TopicSubscription | undefined {
    const now = this.#time.now();
    while (this.#next < this.#list.length && this.#dueAt[this.#next] > now) this.#next += 1;
    if (this.#next === this.#list.length) return undefined;
    this.#isAwaited = true;
    return this.#list[this.#next];
  }

  /** The broker's answer has come. */
  answered(isRefused: boolean): void {
    const index = this.#next;
    this.#endings[index] = 0;
    this.#dueAt[index] = 0;
    this.#next += 1;
    this.#isAwaited = false;
    if (isRefused) this.#reporter.report('subscription-refused', this.#list[index].topic);
  }

  /** The connection has ended, with the answer awaited or not, and not for want of a network. */
  ended(): void {
    if (!this.#isAwaited) return;
    this.#isAwaited = false;
    const index = this.#next;
    this.#endings[index] += 1;
    if (this.#endings[index] < ENDINGS) return;
    const rest = Math.min(LONGEST_REST, SHORTEST_REST * 2 ** (this.#endings[index] - ENDINGS));
    this.#dueAt[index] = this.#time.now() + rest;
    this.#reporter.report('subscription-refused', this.#list[index].topic);
  }

  /** Has `onDue` called when the first of those that are left out may be tried again. */
  watch(): void {
    const now = this.#time.now();
    let due = Infinity;
    for (let index = 0; index < this.#dueAt.length; index += 1) if (this.#dueAt[index] > 0) due = Math.min(due, this.#dueAt[index]);
    if (due < Infinity) this.#alarm.arm(Math.max(0, due - now));
  }

  /** Hands a message to all whose filter matches. What comes without a filter is an earlier configuration's, which the broker has kept. */
  deliver(topic: string, payload: Uint8Array, isTooLong: boolean): void {
    if (topic !== this.#topic) this.#match(topic);
    if (isTooLong && this.#matches !== 0) this.#reporter.report('message-too-long', topic);
    for (let index = 0; index < this.#list.length; index += 1) {
      if ((this.#matches & (1 << index)) !== 0) this.#hand(this.#list[index], topic, payload, isTooLong);
    }
  }

  stop(): void {
    this.#alarm.disarm();
  }

  #match(topic: string): void {
    this.#topic = topic;
    this.#matches = 0;
    for (let index = 0; index < this.#list.length; index += 1) {
      if (filterMatches(this.#list[index].topic, topic)) this.#matches |= 1 << index;
    }
  }

  #hand(subscription: TopicSubscription, topic: string, payload: Uint8Array, isTooLong: boolean): void {
    try {
      if (isTooLong) subscription.onTooLong?.(topic);
      else subscription.onMessage(payload, topic);
    } catch (error) {
      this.#reporter.report('handler-failed', error);
    }
  }
}
