import { invalidArgument } from '../base/errors.js';
import { ALONE, type Encoding } from '../encodings/encoding.js';
import type { Time } from '../ports/time.js';
import { BacklogPublisher, LARGEST_BATCH } from './backlog-publisher.js';
import type { Clock } from '../ports/clock.js';
import type { QoS } from '../ports/mqtt-client.js';
import { OutboxPublisher } from './outbox-publisher.js';
import type { Outbox } from './outbox.js';
import { OwnTopics, type Priority } from './own-topics.js';
import type { Reporter } from './progress.js';
import { ReadingComposer } from './reading-composer.js';
import { Recorder } from './recorder.js';
import type { SendingClass } from './sending-class.js';
import type { Sender } from './shared-line.js';
import type { Topics } from './topics.js';

/** Where alarms wait: not behind readings, and not for room that these have taken. */
export interface AlarmOptions {
  /** One of their own. */
  readonly outbox: Outbox;
}

export interface ReadingPathOptions {
  readonly time: Time;
  readonly clock: Clock;
  readonly outbox: Outbox;
  readonly alarms: AlarmOptions | undefined;
  readonly backlog: { readonly limit: number; readonly pause: number } | undefined;
  readonly topics: Topics;
  readonly encoding: Encoding;
  readonly QoS: QoS;
  /** Readings that may be under way at once, batches not counted. */
  readonly publishWindow: number;
  /** Bytes of the longest message that the client can publish. */
  readonly payloadLimit: number;
  readonly reporter: Reporter;
  /** A wait is over, or a message of the application was accepted: there may be something to publish. */
  readonly onDue: () => void;
  /** One of the application was accepted that is not to wait. */
  readonly onAlarm: () => void;
}

/** The way of a reading: accepted into an outbox, composed, published in its class, let go of when it was delivered. */
export class ReadingPath {
  readonly #options: ReadingPathOptions;
  readonly #composer: ReadingComposer;
  readonly #recorders: Recorder[] = [];
  /** The application's messages in the same outboxes. */
  readonly #own: OwnTopics[] = [];
  readonly #publishers: (OutboxPublisher | BacklogPublisher)[] = [];
  readonly #senders: Sender[] = [];
  readonly #backlog: BacklogPublisher | undefined;
  /** Bytes of the longest message. */
  readonly longestMessage: number;

  /** Throws `invalid-argument` when a reading does not fit into a message, or into a batch. */
  constructor(options: ReadingPathOptions) {
    const { time, clock, outbox, alarms, topics, encoding, backlog, onDue, onAlarm } = options;
    this.#options = options;
    this.#composer = new ReadingComposer({ time, clock, encoding, onPatienceOver: onDue });
    this.longestMessage = longestMessage(options, this.#composer);
    const own = this.#enter(outbox, onDue);
    if (alarms !== undefined) {
      const urgent = this.#enter(alarms.outbox, onAlarm);
      this.#add('alarms', this.#publisher(alarms.outbox, topics.alarms, false, urgent));
    }
    const live = this.#publisher(outbox, topics.readings, backlog !== undefined, own);
    this.#add('readings', live);
    this.#backlog = backlog === undefined ? undefined : this.#backlogPublisher(backlog, own, live);
    if (this.#backlog !== undefined) this.#add('deferred', this.#backlog);
  }

  get senders(): readonly Sender[] {
    return this.#senders;
  }

  /** Readings accepted. */
  get accepted(): number {
    return this.#recorders.reduce((sum, { count }) => sum + count, 0);
  }

  get delivered(): number {
    return this.#publishers.reduce((sum, { count }) => sum + count, 0);
  }

  /** Given up, each by name. */
  get refused(): number {
    return this.#publishers.reduce((sum, { refused }) => sum + refused, 0);
  }

  get waiting(): number {
    return this.#options.outbox.length + (this.#options.alarms?.outbox.length ?? 0);
  }

  get dropped(): number {
    return this.#options.outbox.dropped + (this.#options.alarms?.outbox.dropped ?? 0);
  }

  /** `sensor`: the name of the one that gave the sample. Throws what {@link Recorder.record} throws. */
  record(sample: unknown, sensor: Uint8Array, isAlarm: boolean): void {
    this.#recorders[isAlarm ? 1 : 0].record(sample, sensor);
  }

  /**
   * The application's messages that go in their turn with the readings, or with the alarms; `undefined` where alarms have no outbox.
   */
  own(priority: Priority): OwnTopics | undefined {
    return this.#own[priority === 'alarm' ? 1 : 0];
  }

  /** The clock may have become known. */
  followClock(): void {
    for (let index = 0; index < this.#recorders.length; index += 1) this.#recorders[index].followClock();
  }

  /** Neither the clock nor a pause is waited for any more, because the node is about to stop. */
  hurry(): void {
    this.#composer.stopWaiting();
    this.#backlog?.hurry();
    for (let index = 0; index < this.#own.length; index += 1) this.#own[index].stop();
  }

  close(): void {
    this.#composer.close();
    for (let index = 0; index < this.#own.length; index += 1) this.#own[index].close();
    for (let index = 0; index < this.#publishers.length; index += 1) this.#publishers[index].close();
  }

  #add(sendingClass: SendingClass, source: OutboxPublisher | BacklogPublisher): void {
    this.#publishers.push(source);
    this.#senders.push({ sendingClass, source });
  }

  /** What is accepted into an outbox: samples, and messages of the application. */
  #enter(outbox: Outbox, onAccepted: () => void): OwnTopics {
    const { time, clock, encoding, reporter } = this.#options;
    const recorder = new Recorder({ time, clock, outbox, encoding, reporter, onDropped: () => own.noteDrops() });
    const own: OwnTopics = new OwnTopics({ time, outbox, recorder, reporter, onAccepted });
    this.#recorders.push(recorder);
    this.#own.push(own);
    return own;
  }

  #publisher(outbox: Outbox, topic: string, isNewestOnly: boolean, own: OwnTopics): OutboxPublisher {
    const { time, reporter, onDue } = this.#options;
    return new OutboxPublisher({
      time,
      reporter,
      onDue,
      outbox,
      topic,
      own,
      hasSubstitute: true,
      QoS: this.#options.QoS,
      overhead: this.#composer.overhead,
      isNewestOnly,
      window: this.#options.publishWindow,
      compose: (record, target, offset, isRefused) => this.#composer.compose(record, ALONE, target, offset, isRefused),
    });
  }

  #backlogPublisher(
    { limit, pause }: { readonly limit: number; readonly pause: number },
    own: OwnTopics,
    live: OutboxPublisher,
  ): BacklogPublisher {
    const { time, outbox, topics, QoS, reporter, onDue } = this.#options;
    return new BacklogPublisher({
      time,
      reporter,
      outbox,
      topic: topics.backlog,
      own,
      isUnderWay: (sequence) => live.isUnderWay(sequence),
      QoS,
      limit,
      pause,
      composer: this.#composer,
      onDue,
    });
  }
}

function longestMessage({ outbox, alarms, backlog, payloadLimit }: ReadingPathOptions, composer: ReadingComposer): number {
  const { overhead } = composer;
  const longestReading = Math.max(outbox.maximumPayload, alarms?.outbox.maximumPayload ?? 0) + overhead;
  if (longestReading > payloadLimit) {
    throw invalidArgument('outbox.maximumPayload', `at most ${payloadLimit - overhead}`, 'docs/facts.md#payload-limits');
  }
  if (backlog === undefined) return longestReading;
  const shortest = outbox.maximumPayload + overhead + composer.batchHeadRoom(LARGEST_BATCH) + composer.batchTailRoom;
  if (backlog.limit < shortest) throw invalidArgument('backlog.limit', `at least ${shortest}`, 'outbox.maximumPayload');
  return Math.max(longestReading, backlog.limit);
}
