import { cellularError } from '../base/errors.js';
import type { Alarm, Time } from '../ports/time.js';
import type { Reporter } from './progress.js';
import type { RefusedMessage } from './refused-message.js';

/** Closings in a row after which the messages behind it go first. */
const CLOSINGS = 2;
/** Closings after that, before each of which another message was taken. */
const PROOFS = 2;
/** Milliseconds of the first rest; each one is twice as long as the one before. */
const SHORTEST_REST = 10000;
const LONGEST_REST = 3600000;

export interface PoisonOptions {
  readonly time: Time;
  /** On which the messages are published, but for those of the application. */
  readonly topic: string;
  readonly reporter: Reporter;
  /** A rest is over: there may be something to publish. */
  onDue(): void;
}

/**
 * Finds the message on whose publish the broker closes the connection each time, so that it does not hold back all that is behind
 * it. Connections close for many reasons, and a reading that was accepted is not given up for any other, so:
 *
 * 1. The oldest message is under way alone, and the connection closes; on the next one it does so again. From now on the message
 *    is held back, and those behind it go first.
 * 2. Another one is taken: the connection and the topic are all right. The held one is sent again.
 * 3. The connection closes on it, another one is taken, it closes once more: with four closings it is found to be refused.
 * 4. But where the connection closes on the one that goes in its place too, nothing is: the node may lack the permission to publish
 *    on this topic. That is told, and the topic rests, for 10 s first and twice as long each time up to an hour; then the next
 *    message behind those is tried, until one is taken.
 *
 * Messages of the application have topics of their own, and share the outbox. That one on another topic is taken says nothing of the
 * permission to publish readings, so a reading is held back until one on its own topic was tried. A message of the application is
 * given up all the same: it is the only one of its topic, perhaps for days, and who has published it is told.
 *
 * Nothing of it outlives a restart: it begins anew, and at most four more connections are closed. docs/outbox.md says what follows.
 */
export class PoisonMessage {
  readonly #options: PoisonOptions;
  /** Sequence numbers: the one that may be refused, and the last one that has fared the same in its place; 0 where none. */
  #suspect = 0;
  #last = 0;
  /** Of the one that may be refused. */
  #topic = '';
  #closings = 0;
  #proofs = 0;
  #isHeldBack = false;
  #hasOtherPassed = false;
  #isForbidden = false;
  /** Milliseconds of the last rest. */
  #rest = 0;
  #isResting = false;
  /** What rests is the one that is held back, and not the topic. */
  #isAlone = false;
  /** Made when it is first needed, which it hardly ever is. */
  #due: Alarm | undefined = undefined;

  constructor(options: PoisonOptions) {
    this.#options = options;
  }

  /** Nothing is to be published on the topic now. */
  get isResting(): boolean {
    return this.#isResting;
  }

  /** Records up to this sequence number are to be passed over now; 0 where none. */
  get passedOver(): number {
    return this.#isHeldBack ? this.#last : 0;
  }

  /** A message has had the connection closed on it, and was not taken since: it goes alone. */
  get isWatching(): boolean {
    return this.#suspect !== 0;
  }

  /** Nothing waits behind what is passed over: unless something comes, that is tried again after a rest. */
  hold(): void {
    if (this.#isAlone) return;
    this.#isAlone = true;
    this.#startRest();
  }

  /** A message was taken. */
  passed(sequence: number, topic: string): void {
    if (this.#suspect === 0) return;
    const isElsewhere = this.#topic === this.#options.topic && topic !== this.#topic;
    // A topic that rests because nothing is taken on it goes on to, and is not told of again, whatever other topics take.
    if (!isElsewhere || this.#isAlone) {
      this.#rest = 0;
      this.#endRest();
    }
    if (isElsewhere) return;
    this.#isForbidden = false;
    if (sequence === this.#suspect) return this.#acquit();
    this.#hasOtherPassed = true;
    this.#isHeldBack = false;
  }

  /** The connection closed while this one alone was under way; tells whether that has proved it to be refused. */
  closed(sequence: number, topic: string): boolean {
    if (sequence === this.#suspect) return this.#closedAgain();
    if (this.#isHeldBack) this.#forbid(sequence);
    else this.#suspectIt(sequence, topic);
    return false;
  }

  close(): void {
    this.#endRest();
  }

  /** Tells that a message is given up, and gives the error that holds all that is left of it. */
  tell(sequence: number, topic: string, payload: Uint8Array): RefusedMessage {
    const text = `number ${sequence} on ${topic} is given up: the broker closes the connection on it, and takes others`;
    const refused = Object.assign(cellularError('message-refused', text), { topic, sequence, payload });
    this.#options.reporter.report('message-refused', refused);
    return refused;
  }

  #suspectIt(sequence: number, topic: string): void {
    this.#acquit();
    this.#suspect = sequence;
    this.#topic = topic;
    this.#last = sequence;
    this.#closings = 1;
  }

  #closedAgain(): boolean {
    this.#closings += 1;
    if (this.#hasOtherPassed) this.#proofs += 1;
    this.#hasOtherPassed = false;
    if (this.#proofs === PROOFS) {
      this.#acquit();
      return true;
    }
    if (this.#closings < CLOSINGS) return false;
    this.#isHeldBack = true;
    if (this.#isForbidden) this.#restTopic();
    return false;
  }

  /** The one that went in the place of another fares the same. */
  #forbid(sequence: number): void {
    const { reporter } = this.#options;
    const topic = this.#topic;
    this.#last = Math.max(this.#last, sequence);
    this.#restTopic();
    if (this.#isForbidden) return;
    this.#isForbidden = true;
    const text = `${topic}: the broker closes the connection on whatever is published; the node may lack the permission`;
    reporter.report('publishing-forbidden', cellularError('not-permitted', text, { isRetryable: true }));
  }

  #restTopic(): void {
    this.#isAlone = false;
    this.#isResting = true;
    this.#startRest();
  }

  #startRest(): void {
    this.#due ??= this.#options.time.alarm(() => this.#goOn());
    this.#rest = Math.min(LONGEST_REST, Math.max(SHORTEST_REST, 2 * this.#rest));
    this.#due.arm(this.#rest);
  }

  #goOn(): void {
    if (this.#isAlone) this.#isHeldBack = false;
    this.#endRest();
    this.#options.onDue();
  }

  #endRest(): void {
    this.#isResting = false;
    this.#isAlone = false;
    this.#due?.disarm();
  }

  #acquit(): void {
    this.#suspect = 0;
    this.#last = 0;
    this.#closings = 0;
    this.#proofs = 0;
    this.#isHeldBack = false;
    this.#hasOtherPassed = false;
  }
}
