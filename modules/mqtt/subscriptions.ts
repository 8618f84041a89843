import type { CellularError } from '../base/errors.js';
import { validateArguments } from '../at/send/writer.js';
import { invalidArgument } from '../base/errors.js';
import type { Exchange, Request } from '../at/dialogue/exchange.js';
import type { Link } from '../modem/link.js';
import { type Subscription, SUBSCRIPTION_REFUSED } from '../ports/mqtt-client.js';
import { refuseMalformedFilter, type TopicCache } from './topic-cache.js';

/** A command, and the QoS that it asks for. */
type Item = readonly [request: Request, QoS: number];

export interface SubscriptionsListener {
  /**
   * All items are done, or the connection cannot be used any more. `granted` is there for SUBSCRIBE: the QoS of each item, as asked
   * where the module does not tell what was granted, or {@link SUBSCRIPTION_REFUSED}.
   */
  onSubscribed(error: CellularError | undefined, granted: readonly number[] | undefined): void;
}

/** Subscribes or unsubscribes a list of topics, one command after the other: the module takes one topic at a time. */
export class Subscriptions {
  readonly #link: Link;
  readonly #slot: number;
  readonly #topics: TopicCache;
  readonly #listener: SubscriptionsListener;
  #current: Exchange | undefined = undefined;
  #id = 0;

  constructor(link: Link, slot: number, topics: TopicCache, listener: SubscriptionsListener) {
    this.#link = link;
    this.#slot = slot;
    this.#topics = topics;
    this.#listener = listener;
  }

  get isIdle(): boolean {
    return this.#current === undefined;
  }

  get id(): number {
    return this.#id;
  }

  subscribe(items: readonly Subscription[], id: number): void {
    this.#begin(items, id, []);
  }

  unsubscribe(items: readonly Subscription[], id: number): void {
    this.#begin(items, id, undefined);
  }

  abandon(): void {
    if (this.#current !== undefined) this.#link.abandon(this.#current);
    this.#current = undefined;
  }

  /** All items are checked before the first is sent. */
  #begin(items: readonly Subscription[], id: number, granted: number[] | undefined): void {
    const list: Item[] = [];
    // Not by a function of the array's, whose callback would be two calls more on the stack of who writes in a callback.
    const { length } = checked(items);
    for (let index = 0; index < length; index += 1) list.push(this.#item(items[index], id, granted !== undefined));
    this.#id = id;
    this.#next(list, 0, granted);
  }

  #item({ topic, QoS = 0 }: Subscription, id: number, isSubscribed: boolean): Item {
    const filter = this.#topics.bytes(topic);
    refuseMalformedFilter(filter);
    const { mqtt } = this.#link;
    const request = isSubscribed ? mqtt.subscribing(this.#slot, filter, QoS, id) : mqtt.unsubscribing(this.#slot, filter, id);
    validateArguments(request.command, request.values);
    return [request, QoS];
  }

  #next(list: readonly Item[], index: number, granted: number[] | undefined): void {
    if (index === list.length) {
      this.#current = undefined;
      return this.#listener.onSubscribed(undefined, granted);
    }
    const [request, QoS] = list[index];
    let answer = QoS;
    const exchange: Exchange = {
      ...request,
      onCompletion: (fields) => {
        answer = this.#link.mqtt.grantedIn(fields, QoS);
      },
      onEnd: (error) => {
        // A failed completion is the broker's word on this one topic; anything else concerns the connection.
        if (error !== undefined && error.code !== 'failed') return this.#fail(error);
        granted?.push(error === undefined ? answer : SUBSCRIPTION_REFUSED);
        this.#next(list, index + 1, granted);
      },
    };
    this.#current = exchange;
    this.#execute(exchange, index === 0);
  }

  /** The first command's refusal belongs to the caller of `write`; a later one's comes as the end of the operation. */
  #execute(exchange: Exchange, isFirst: boolean): void {
    try {
      this.#link.execute(exchange);
    } catch (error) {
      if (!isFirst) return this.#fail(error as CellularError);
      this.#current = undefined;
      throw error;
    }
  }

  #fail(error: CellularError): void {
    this.#current = undefined;
    this.#listener.onSubscribed(error, undefined);
  }
}

function checked(items: readonly Subscription[] | undefined): readonly Subscription[] {
  if (!Array.isArray(items) || items.length === 0) throw invalidArgument('items', 'must hold at least one topic', 'ECMA-419 §25');
  return items;
}
