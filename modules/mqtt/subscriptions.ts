import type { CellularError } from '../at/errors.js';
import type { Command } from '../at/command.js';
import { validateArguments } from '../at/command-writer.js';
import { invalidArgument } from '../at/errors.js';
import type { Exchange } from '../at/exchange.js';
import { mqttSubscribe, mqttUnsubscribe } from '../fibocom/mqtt.js';
import type { Link } from '../modem/link.js';
import type { ByteBuffer } from './byte-buffer.js';
import { refuseMalformedFilter, type TopicCache } from './topic-cache.js';

/** MQTT 3.1.1 §3.9.3: the broker refuses a subscription. */
const REFUSED = 128;

export interface Item {
  readonly topic: string | ByteBuffer;
  readonly QoS?: number;
}

/** Subscribes or unsubscribes a list of topics, one command after the other: the module takes one topic at a time. */
export class Subscriptions {
  readonly #link: Link;
  readonly #slot: number;
  readonly #topics: TopicCache;
  readonly #onEnd: (error: CellularError | undefined, granted: readonly number[] | undefined) => void;
  #current: Exchange | undefined = undefined;
  #id = 0;

  /** `onEnd` brings for SUBSCRIBE the QoS of each item: as asked, since the module does not tell what was granted, or 128. */
  constructor(
    link: Link,
    slot: number,
    topics: TopicCache,
    onEnd: (error: CellularError | undefined, granted: readonly number[] | undefined) => void,
  ) {
    this.#link = link;
    this.#slot = slot;
    this.#topics = topics;
    this.#onEnd = onEnd;
  }

  get isIdle(): boolean {
    return this.#current === undefined;
  }

  get id(): number {
    return this.#id;
  }

  subscribe(items: readonly Item[], id: number): void {
    const granted: number[] = [];
    this.#begin(mqttSubscribe, id, this.#subscribeValues(items), granted);
  }

  unsubscribe(items: readonly Item[], id: number): void {
    this.#begin(mqttUnsubscribe, id, this.#unsubscribeValues(items), undefined);
  }

  abandon(): void {
    if (this.#current !== undefined) this.#link.abandon(this.#current);
    this.#current = undefined;
  }

  #subscribeValues(items: readonly Item[]): [number, Uint8Array, number][] {
    return checked(items).map((item) => {
      const values: [number, Uint8Array, number] = [this.#slot, this.#filter(item), item.QoS ?? 0];
      validateArguments(mqttSubscribe, values);
      return values;
    });
  }

  #unsubscribeValues(items: readonly Item[]): [number, Uint8Array][] {
    return checked(items).map((item) => {
      const values: [number, Uint8Array] = [this.#slot, this.#filter(item)];
      validateArguments(mqttUnsubscribe, values);
      return values;
    });
  }

  #filter(item: Item): Uint8Array {
    const filter = this.#topics.bytes(item.topic);
    refuseMalformedFilter(filter);
    return filter;
  }

  #begin(command: Command, id: number, list: [number, Uint8Array, number?][], granted: number[] | undefined): void {
    this.#id = id;
    this.#next(command, list, 0, granted);
  }

  #next(command: Command, list: [number, Uint8Array, number?][], index: number, granted: number[] | undefined): void {
    if (index === list.length) {
      this.#current = undefined;
      return this.#onEnd(undefined, granted);
    }
    const values = list[index];
    const exchange: Exchange = {
      command,
      values,
      onEnd: (error) => {
        // A failed completion is the broker's word on this one topic; anything else concerns the connection.
        if (error !== undefined && error.code !== 'failed') return this.#fail(error);
        granted?.push(error === undefined ? (values[2] ?? 0) : REFUSED);
        this.#next(command, list, index + 1, granted);
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
    this.#onEnd(error, undefined);
  }
}

function checked(items: readonly Item[] | undefined): readonly Item[] {
  if (!Array.isArray(items) || items.length === 0) throw invalidArgument('items', 'must hold at least one topic', 'ECMA-419 §25');
  return items;
}
