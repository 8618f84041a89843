import type { Command, Urc } from '../at/command.js';
import type { Exchange } from '../at/dialogue/exchange.js';
import type { FieldReader } from '../at/line/field-reader.js';
import type { SlicedBuffer } from '../at/send/sliced-buffer.js';
import { assert } from '../base/assert.js';
import type { CellularError } from '../base/errors.js';
import { isOdd } from '../base/oddity.js';
import type { AnyValues } from '../at/field.js';
import { attention } from '../cellular/device.js';
import type { Fetching, Pushing } from '../cellular/dialect/mqtt.js';
import type { Link } from '../modem/link.js';
import type { Alarm } from '../ports/time.js';
import type { Announcements } from './announcements.js';
import { Inbox } from './inbox.js';
import type { TopicCache } from './topic-cache.js';

/** Milliseconds after which a message that could not be fetched is asked for again. */
const FETCH_RETRY = 1000;
/** Milliseconds from the last message, or from a lost line, to the question whether there is another. */
const FIRST_PAUSE = 1000;
/**
 * Milliseconds between two questions while all is well: by then at the latest a message is fetched whose announcement was lost without
 * a trace. Question and answer are some 30 bytes: 2.7 ms of a line at 115200.
 */
export const ASK_INTERVAL = 60_000;
const NO_VALUES: AnyValues = [];
/** In the place of a delay, where the alarm is not armed. */
const NEVER = Infinity;

export interface IncomingMessagesOptions {
  readonly link: Link;
  readonly slot: number;
  readonly buffer: Uint8Array | SlicedBuffer;
  readonly topics: TopicCache;
  readonly announcements: Announcements<unknown>;
  /** Armed when there is something to {@link IncomingMessages.advance}. */
  readonly work: Alarm;
}

/**
 * The messages that arrive in a slot: pushed by the module, or announced by it and fetched one at a time. One is announced when
 * the one before has been read, so a slow reader holds the others back in the module.
 *
 * The module's announcements say when to fetch, not how many there are: one may be lost on the line, and so may what was fetched. A
 * client that only counted them would be one message behind from then on. So the module is asked again after the last message of a
 * burst, after each line that was lost, and from time to time. It is taken at its word that nothing is left at its first empty answer
 * where as many messages have come as were announced, and else at the second in a row: the first may be an answer of which the line
 * was lost. What was announced and has not come by then is lost, and told.
 */
export class IncomingMessages implements Exchange {
  // What fetches a message, once it is known that messages are fetched.
  command: Command = attention;
  values: AnyValues = NO_VALUES;
  readonly into: Uint8Array;
  readonly #link: Link;
  readonly #slot: number;
  readonly #topics: TopicCache;
  readonly #announcements: Announcements<unknown>;
  readonly #work: Alarm;
  readonly #inbox: Inbox;
  readonly #ask: Alarm;
  /** Milliseconds for which the alarm was armed. */
  #askDelay = NEVER;
  #isAskDue = false;
  /** Announced, and not fetched. Below 0 where an announcement comes after its message, or not at all. */
  #waiting = 0;
  /** Announced, and not there when the module was asked. */
  #missing = 0;
  /** Empty answers since the last message, announcement or lost line. */
  #empty = 0;
  /** Whether a line was lost since the module was known to be empty. */
  #isDoubtful = false;
  #pause = FIRST_PAUSE;
  /** Both as the module is used when the connection is opened; announcements may come before. */
  #fetching: Fetching | undefined;
  #pushing: Pushing | undefined;
  #isOpen = false;
  #isFetching = false;
  #isFetched = false;
  #isAnnounced = false;
  #droppedTold = 0;

  constructor(options: IncomingMessagesOptions) {
    this.#link = options.link;
    this.#topics = options.topics;
    this.#announcements = options.announcements;
    this.#work = options.work;
    this.#inbox = new Inbox(options.buffer);
    this.#slot = options.slot;
    this.#fetching = options.link.mqtt.fetching;
    this.#pushing = options.link.mqtt.pushing;
    this.into = this.#inbox.bytes;
    this.#ask = options.link.time.alarm(() => this.#takeAsk());
  }

  /** Messages that did not fit the buffer, or were cut short. */
  get dropped(): number {
    return this.#inbox.dropped;
  }

  /** Bytes of the announced message that were not read. */
  get unread(): number {
    return this.#isAnnounced ? this.#inbox.unread : 0;
  }

  /** The connection is open. */
  begin(): void {
    const { fetching, pushing } = this.#link.mqtt;
    this.#fetching = fetching;
    this.#pushing = pushing;
    this.#isOpen = fetching !== undefined;
    if (fetching === undefined) return;
    this.command = fetching.command;
    this.values = fetching.values(this.#slot);
    // What was announced while it opened may be the kept session's, or a former connection's, which is not missed.
    this.#isAskDue = this.#waiting > 0;
    if (this.#isAskDue) this.#isDoubtful = true;
    this.#waiting = 0;
    this.#askWithin(this.#isDoubtful ? FIRST_PAUSE : ASK_INTERVAL);
  }

  /** The connection has ended, and its messages with it. */
  end(): void {
    this.#isOpen = false;
    this.#ask.disarm();
  }

  /** Notes a URC where it concerns a message; tells whether it does. */
  take(urc: Urc, fields: FieldReader): boolean {
    const pushing = this.#pushing;
    if (urc === this.#fetching?.announced) {
      this.#waiting += 1;
      this.#empty = 0;
      this.#pause = FIRST_PAUSE;
    } else if (pushing !== undefined && urc === pushing.message) {
      this.#inbox.add(fields, pushing);
    } else {
      return false;
    }
    return true;
  }

  /** A URC of the slot was lost but for its beginning. */
  noteLost(urc: Urc): void {
    if (urc === this.#pushing?.message) this.#inbox.lose(1);
  }

  /** A line was lost, of which nobody knows what it said: the module is asked soon. */
  noteLineLost(): void {
    this.#isDoubtful = true;
    this.#empty = 0;
    this.#askWithin(this.#pause);
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
    this.end();
    this.#link.abandon(this);
    this.#inbox.clear();
    this.#isAnnounced = false;
  }

  /** Whether the module is to be asked now: it has announced a message, or may hold one all the same. */
  get #mayHaveMore(): boolean {
    return this.#isAskDue || (this.#waiting > 0 && this.#empty === 0);
  }

  #askWithin(delay: number): void {
    // Most messages of a burst find it armed.
    if (!this.#isOpen || this.#askDelay <= delay) return;
    this.#askDelay = delay;
    this.#ask.arm(delay);
  }

  #takeAsk(): void {
    this.#askDelay = NEVER;
    this.#isAskDue = true;
    this.#work.arm(0);
  }

  #fetchNext(): void {
    assert(!this.#isFetching && this.#inbox.isEmpty, 'one message is fetched at a time, into an empty inbox');
    try {
      this.#link.execute(this);
      this.#isFetching = true;
      this.#isFetched = false;
      this.#isAskDue = false;
    } catch {
      // The command queue is full, or the module does not answer; the message waits in the module meanwhile.
      this.#work.arm(FETCH_RETRY);
    }
  }

  onReply(fields: FieldReader): void {
    const fetching = this.#fetching;
    // What an empty queue is answered with is not known: no message has an empty topic.
    this.#isFetched = fetching !== undefined && fields.byteLengthAt(fetching.topicAt) > 0;
    if (fetching !== undefined && this.#isFetched) this.#inbox.expect(fields, fetching);
  }

  onEnd(error: CellularError | undefined): void {
    this.#isFetching = false;
    const isEmpty = !this.#isFetched && (error === undefined || error.code === 'refused');
    if (isEmpty) this.#takeEmpty();
    else this.#takeMessage(error);
    this.#work.arm(0);
  }

  #takeMessage(error: CellularError | undefined): void {
    if (this.#isFetched) this.#countMessage();
    this.#empty = 0;
    this.#pause = FIRST_PAUSE;
    if (error !== undefined) this.#inbox.drop();
    if (error !== undefined || this.#isDoubtful) this.#isAskDue = true;
    else this.#askWithin(FIRST_PAUSE);
  }

  #countMessage(): void {
    if (this.#waiting <= 0 && this.#missing > 0) this.#missing -= 1;
    else this.#waiting -= 1;
  }

  #takeEmpty(): void {
    if (this.#waiting > 0) {
      this.#missing += this.#waiting;
      this.#waiting = 0;
    }
    this.#empty += 1;
    const isAgreed = this.#waiting === 0 && this.#missing === 0 && !this.#isDoubtful;
    if (this.#empty >= (isAgreed ? 1 : 2)) {
      this.#pause = FIRST_PAUSE;
      this.#knowEmpty();
    } else if (this.#pause < ASK_INTERVAL) {
      this.#askWithin(this.#pause);
      this.#pause = Math.min(2 * this.#pause, ASK_INTERVAL);
    } else {
      // A line that is never quiet would have it asked for ever.
      this.#knowEmpty();
    }
  }

  /** The module has none, whatever was announced: it was lost on the line, or the module has dropped it. */
  #knowEmpty(): void {
    this.#inbox.lose(this.#missing);
    this.#missing = 0;
    this.#waiting = 0;
    this.#empty = 0;
    this.#isDoubtful = false;
    this.#askWithin(isOdd(this.#link.time, 'earlier-question') ? FIRST_PAUSE : ASK_INTERVAL);
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
