import type { Urc } from '../at/command.js';
import type { FieldReader } from '../at/line/field-reader.js';
import { checkWholeNumber } from '../base/checks.js';
import { type CellularError, cellularError, invalidArgument, RETRYABLE } from '../base/errors.js';
import type { Link } from '../modem/link.js';
import type { WriteOptions } from '../ports/mqtt-client.js';
import { LARGEST_PACKET_IDENTIFIER, packetIdentifierAfter } from '../ports/packet-identifier.js';
import type { Alarm } from '../ports/time.js';
import type { Announcements } from './announcements.js';
import type { Settings } from './client-options.js';
import * as opcodes from './opcodes.js';
import { PublishExchange, type PublishListener } from './publish-exchange.js';
import { Pipeline, type PipelineListener } from './pipeline.js';
import { Subscriptions, type SubscriptionsListener } from './subscriptions.js';
import { refuseWildcards, type TopicCache } from './topic-cache.js';

/** What operations need of the client. */
export interface OperationParts {
  readonly link: Link;
  readonly slot: number;
  readonly settings: Settings;
  readonly topics: TopicCache;
  readonly announcements: Announcements<unknown>;
  /** Armed when there is something to {@link Operations.advance}. */
  readonly work: Alarm;
}

export interface OperationsListener {
  /** More can be written, or the reason why nothing can be any more. Comes from a turn of its own. */
  onOperationEnd(error: CellularError | undefined): void;
}

/**
 * What `write` starts: publishes and subscriptions, one at a time, or a window of publishes. Announces what the broker answers.
 */
export class Operations implements PublishListener, SubscriptionsListener, PipelineListener {
  readonly #topics: TopicCache;
  readonly #announcements: Announcements<unknown>;
  readonly #listener: OperationsListener;
  readonly #outgoing: PublishExchange;
  /** Where more than one publish may be in flight. */
  readonly #pipeline: Pipeline | undefined;
  readonly #subscriptions: Subscriptions;
  #lastId = 0;
  /** As the last message named it. */
  #topicBefore: WriteOptions['topic'] = undefined;
  #isOver = false;

  constructor(parts: OperationParts, listener: OperationsListener) {
    const { link, slot, settings, topics, work } = parts;
    const { publishBuffer, publishWindow } = settings;
    const isPipelined = publishWindow > 1;
    this.#topics = topics;
    this.#announcements = parts.announcements;
    this.#listener = listener;
    this.#outgoing = new PublishExchange(link, publishBuffer, link.mqtt.publication(slot, isPipelined), this);
    this.#pipeline = isPipelined ? new Pipeline(link, publishWindow, this.#outgoing, work, this) : undefined;
    this.#subscriptions = new Subscriptions(link, slot, topics, this);
  }

  /** Bytes of topic and payload that can be written now. */
  get writable(): number {
    return this.#subscriptions.isIdle && this.#hasRoom ? this.#outgoing.writable : 0;
  }

  /** Whether more fragments of a message are wanted. */
  get isCollecting(): boolean {
    return this.#outgoing.isCollecting;
  }

  /** Starts an operation, other than DISCONNECT. Throws `invalid-argument` or `overflow`, and then has sent nothing. */
  begin(bytes: Uint8Array, options: WriteOptions): void {
    if (!this.#outgoing.isIdle || !this.#hasRoom || !this.#subscriptions.isIdle) {
      throw cellularError('overflow', 'an operation is under way: wait for onWritable', RETRYABLE);
    }
    switch (options.operation ?? opcodes.PUBLISH) {
      case opcodes.PUBLISH:
        return this.#publish(bytes, options);
      case opcodes.SUBSCRIBE:
        return this.#subscriptions.subscribe(options.items ?? [], this.#idFor(options));
      case opcodes.UNSUBSCRIBE:
        return this.#subscriptions.unsubscribe(options.items ?? [], this.#idFor(options));
      default:
        throw invalidArgument('operation', 'must be one that the module does not send by itself: 3, 8, 10 or 14', '§3.2');
    }
  }

  /** Adds a fragment of the message that was begun. */
  add(bytes: Uint8Array): void {
    this.#outgoing.add(bytes);
  }

  /** Publishes of a window of which the module may still tell what became of them. */
  get latePublishes(): number {
    return this.#pipeline?.late ?? 0;
  }

  /** Notes a URC where it completes a publish of a window; tells whether it does. */
  take(urc: Urc, fields: FieldReader): boolean {
    return this.#pipeline !== undefined && this.#pipeline.take(urc, fields);
  }

  /** Goes on with what was noted. */
  advance(): void {
    this.#pipeline?.advance();
  }

  /** The connection has ended: nothing is announced any more. */
  stop(): void {
    this.#isOver = true;
    this.#pipeline?.stop();
  }

  abandon(): void {
    this.stop();
    this.#outgoing.abandon();
    this.#subscriptions.abandon();
  }

  get #hasRoom(): boolean {
    return this.#pipeline === undefined || this.#pipeline.hasRoom;
  }

  #publish(bytes: Uint8Array, options: WriteOptions): void {
    if (options.topic === undefined) throw invalidArgument('topic', 'is required', 'ECMA-419 §25');
    const topic = this.#topics.bytes(options.topic);
    // Most messages go where the one before went. Texts are compared, as Espruino compares arrays by making texts of them.
    if (typeof options.topic !== 'string' || options.topic !== this.#topicBefore) refuseWildcards(topic);
    this.#topicBefore = options.topic;
    const byteLength = options.byteLength ?? bytes.length;
    this.#outgoing.begin(topic, options.QoS ?? 0, !!options.retain, this.#idFor(options), byteLength, bytes);
  }

  #idFor({ id }: WriteOptions): number {
    if (id !== undefined) {
      // Each message comes here. The check is called for what it will refuse only, as its text would be copied to the heap each time:
      // texts for people are no constants of a preloaded module (build-tools/hoisted-strings.js).
      if ((id & LARGEST_PACKET_IDENTIFIER) !== id) checkWholeNumber('id', id, 0, LARGEST_PACKET_IDENTIFIER, 'MQTT 3.1.1 §2.3.1');
      return id;
    }
    this.#lastId = packetIdentifierAfter(this.#lastId);
    return this.#lastId;
  }

  // What its parts tell.

  onPublished(error: CellularError | undefined): void {
    if (this.#isOver) return;
    if (this.#pipeline !== undefined) return this.#pipeline.ended(error);
    if (error === undefined) this.onAcknowledged(this.#outgoing.id, this.#outgoing.qos);
    this.onReady(error);
  }

  onAcknowledged(id: number, qos: number): void {
    if (qos === 1) this.#announcements.control(opcodes.PUBACK, id, undefined);
    if (qos !== 2) return;
    this.#announcements.control(opcodes.PUBREC, id, undefined);
    // That callback may have closed the client.
    if (!this.#isOver) this.#announcements.control(opcodes.PUBCOMP, id, undefined);
  }

  onReady(error: CellularError | undefined): void {
    this.#listener.onOperationEnd(error);
  }

  onSubscribed(error: CellularError | undefined, granted: readonly number[] | undefined): void {
    if (this.#isOver) return;
    const answer = granted === undefined ? opcodes.UNSUBACK : opcodes.SUBACK;
    if (error === undefined) this.#announcements.control(answer, this.#subscriptions.id, granted);
    this.onReady(error);
  }
}
