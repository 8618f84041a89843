import type { Urc } from '../at/command.js';
import type { CellularError } from '../at/errors.js';
import type { Exchange } from '../at/exchange.js';
import type { FieldReader } from '../at/field-reader.js';
import type { SlicedBuffer } from '../at/sliced-buffer.js';
import { mqttRead } from '../fibocom/mqtt.js';
import { mqttMessage, mqttMessageWaiting } from '../fibocom/urcs.js';
import type { Link } from '../modem/link.js';
import type { Alarm } from '../ports/time.js';
import type { Announcements } from './announcements.js';
import { Inbox } from './inbox.js';
import type { TopicCache } from './topic-cache.js';

/** Milliseconds after which a message that could not be fetched is asked for again. */
const FETCH_RETRY = 1000;

export interface IncomingOptions {
  readonly link: Link;
  readonly slot: number;
  readonly buffer: Uint8Array | SlicedBuffer;
  readonly topics: TopicCache;
  readonly announcements: Announcements<unknown>;
  /** Armed when there is something to {@link Incoming.advance}. */
  readonly work: Alarm;
}

/**
 * The messages that arrive in a slot: pushed by the module as `+MQTTMSG`, or announced and fetched one at a time with
 * `AT+MQTTREAD`. One is announced when the one before has been read, so a slow reader holds the others back in the module.
 */
export class Incoming implements Exchange {
  /** The exchange that fetches a message. */
  readonly command = mqttRead;
  readonly values: [slot: number];
  readonly into: Uint8Array;
  readonly #link: Link;
  readonly #topics: TopicCache;
  readonly #announcements: Announcements<unknown>;
  readonly #work: Alarm;
  readonly #inbox: Inbox;
  #waiting = 0;
  /** Anomalies of the line when the module was known to have no message. */
  #anomalies = 0;
  #isFetching = false;
  #isFetched = false;
  #isAnnounced = false;
  #droppedTold = 0;

  constructor(options: IncomingOptions) {
    this.#link = options.link;
    this.#topics = options.topics;
    this.#announcements = options.announcements;
    this.#work = options.work;
    this.#inbox = new Inbox(options.buffer);
    this.values = [options.slot];
    this.into = this.#inbox.bytes;
  }

  /** Messages that did not fit the buffer, or were cut short. */
  get dropped(): number {
    return this.#inbox.dropped;
  }

  /** Bytes of the announced message that were not read. */
  get unread(): number {
    return this.#isAnnounced ? this.#inbox.unread : 0;
  }

  /** The connection is open, and the module holds nothing. */
  begin(): void {
    this.#anomalies = this.#link.counters.anomalies;
  }

  /** Notes a URC where it concerns a message. */
  note(urc: Urc, fields: FieldReader): void {
    if (urc === mqttMessage) this.#inbox.add(fields);
    if (urc === mqttMessageWaiting) this.#waiting += 1;
  }

  /** Copies unread bytes of the announced message to the start of `target`; gives the count. */
  read(target: Uint8Array): number {
    const count = this.#inbox.read(target);
    if (this.#inbox.unread === 0) this.#next();
    return count;
  }

  /** Announces the next message, or fetches it. */
  advance(): void {
    // While a message is being fetched the inbox holds what has come of it.
    if (this.#isFetching) return;
    if (this.#inbox.isEmpty) {
      if (this.#mayHaveMore) this.#fetchNext();
    } else if (!this.#isAnnounced) {
      this.#announce();
    }
  }

  /** Has {@link advance} called where there may be something for it. */
  look(): void {
    if (!this.#inbox.isEmpty || this.#mayHaveMore) this.#work.arm(0);
  }

  tellDropped(): void {
    if (this.#inbox.dropped === this.#droppedTold) return;
    this.#droppedTold = this.#inbox.dropped;
    this.#announcements.dropped(this.#droppedTold);
  }

  abandon(): void {
    this.#link.abandon(this);
    this.#inbox.clear();
    this.#isAnnounced = false;
  }

  /** Whether messages wait in the module, or a line was lost that may have announced one: then it is asked until it has none. */
  get #mayHaveMore(): boolean {
    if (this.#waiting > 0) return true;
    return this.#link.counters.anomalies !== this.#anomalies && this.#link.receiveMode === 'read';
  }

  #fetchNext(): void {
    try {
      this.#link.execute(this);
      this.#isFetching = true;
      this.#isFetched = false;
    } catch {
      // The command queue is full, or the module does not answer; the message waits in the module meanwhile.
      this.#work.arm(FETCH_RETRY);
    }
  }

  onReply(fields: FieldReader): void {
    // What an empty queue is answered with is not known: no message has an empty topic.
    this.#isFetched = fields.integer('topicLength') > 0;
    if (this.#isFetched) this.#inbox.expect(fields);
  }

  onEnd(error: CellularError | undefined): void {
    this.#isFetching = false;
    if (error !== undefined) this.#inbox.drop();
    const isEmpty = error === undefined ? !this.#isFetched : error.code === 'refused';
    if (isEmpty) this.#knowEmpty();
    else if (error === undefined && this.#waiting > 0) this.#waiting -= 1;
    this.#work.arm(0);
  }

  /** The module has none, whatever was announced: it was restarted, or dropped what waited. */
  #knowEmpty(): void {
    this.#waiting = 0;
    this.#anomalies = this.#link.counters.anomalies;
  }

  #announce(): void {
    const inbox = this.#inbox;
    const byteLength = inbox.payloadLength;
    if (!this.#announcements.hasReader) return this.#next();
    this.#isAnnounced = true;
    this.#announcements.readable(this.#topics.text(inbox.bytes, inbox.topicStart, inbox.topicLength), inbox.qos, byteLength);
    // An empty message has nothing to be read, so nothing else would end it.
    if (this.#isAnnounced && byteLength === 0) this.#next();
  }

  #next(): void {
    this.#inbox.remove();
    this.#isAnnounced = false;
    this.look();
  }
}
