import { cellularError, invalidArgument, type CellularError } from '../base/errors.js';
import { textBytes, type ByteBuffer } from '../base/byte-buffer.js';
import { utf8Bytes, utf8Text } from '../base/utf8.js';
import type { QoS } from '../ports/mqtt-client.js';
import type { Time } from '../ports/time.js';
import { MessageParts, payloadOffset, writeMessageHead } from './own-message.js';
import { recordFor, type Outbox, type OutboxRecord } from './outbox.js';
import type { Reporter } from './progress.js';
import { PublishFates, type PublishCallback } from './publish-fates.js';
import type { Recorder } from './recorder.js';

const SOURCE = 'docs/topics.md';

/** A topic of a program's own, to publish on; made once, and used for as long as the node lives. */
export interface OwnTopic {
  /** With its variables filled in. */
  readonly topic: string;
  /** Bytes of the longest payload. */
  readonly limit: number;
  /**
   * Takes a message into the outbox, from where it goes in its turn. `callback` is told once what has become of it: `null` where the broker
   * has it (at QoS 0, where the module has sent it), or an error of the code `dropped` (the outbox was full), `message-refused`, `overflow`
   * (more than 32 are waited for, and this was the oldest) or `closed` (it is in the outbox still). What it throws does no harm.
   *
   * Throws `invalid-argument` for a payload that is longer than {@link limit} or none, `closed`, and `storage` where flash can't be
   * written; the message then is not accepted.
   */
  publish(payload: string | ByteBuffer, callback?: PublishCallback): void;
}

/** With what a message goes: in its turn with the readings, or with the alarms, before all others. */
export type Priority = 'normal' | 'alarm';

/** How messages on a topic are published. */
export interface OwnTopicOptions {
  /** That of the configuration by default. */
  readonly QoS?: QoS;
  /** Whether the broker keeps the last one for those who subscribe later. False by default. */
  readonly retain?: boolean;
  /** `normal` by default. `alarm` wants an outbox for alarms. */
  readonly priority?: Priority;
}

export interface OwnTopicsOptions {
  readonly time: Time;
  readonly outbox: Outbox;
  /** That of the readings in the same outbox. */
  readonly recorder: Pick<Recorder, 'accept' | 'buffer'>;
  readonly reporter: Reporter;
  /** A message was accepted. */
  onAccepted(): void;
}

interface NamedTopic {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The messages of the application in one outbox: accepts them, tells what is in their records, and what has become of them. */
export class OwnTopics {
  readonly #options: OwnTopicsOptions;
  readonly #topics: NamedTopic[] = [];
  readonly #parts = new MessageParts();
  readonly #fates: PublishFates;
  /** Of the record that was found last. */
  #current: NamedTopic | undefined = undefined;
  #isClosed = false;
  #oldest: OutboxRecord | undefined = undefined;

  constructor(options: OwnTopicsOptions) {
    this.#options = options;
    this.#fates = new PublishFates(options.time, options.reporter);
  }

  /** A topic to publish on, which is a checked one. Throws `invalid-argument` where it leaves no room for a payload. */
  open(name: string, QoS: QoS, isRetained: boolean): OwnTopic {
    const bytes = utf8Bytes(name);
    const limit = this.#options.outbox.maximumPayload - payloadOffset(bytes.length);
    if (limit < 1) throw invalidArgument('topic', `leaves no room: the outbox takes ${this.#options.outbox.maximumPayload} bytes`, SOURCE);
    this.#topics.push({ name, bytes });
    return {
      topic: name,
      limit,
      publish: (payload, callback) => this.#accept(bytes, QoS, isRetained, textBytes(payload, 'payload'), callback),
    };
  }

  /** Finds the parts of a message of the application in `record`; false where that is none. */
  find(record: OutboxRecord): boolean {
    if (!this.#parts.find(record)) return false;
    if (this.#current === undefined || !this.#isOf(this.#current, record)) this.#current = this.#topicOf(record);
    return true;
  }

  /** Topic of the message that was found last. */
  get topic(): string {
    return this.#current?.name ?? '';
  }

  get QoS(): QoS {
    return this.#parts.QoS;
  }

  get isRetained(): boolean {
    return this.#parts.isRetained;
  }

  /** Copies the payload of the message that was found last to the start of `target`, and gives its length. */
  copyPayload({ payload, byteLength }: OutboxRecord, target: Uint8Array): number {
    const start = this.#parts.topicEnd;
    for (let index = start; index < byteLength; index += 1) target[index - start] = payload[index];
    return byteLength - start;
  }

  /** The payload of a message that is given up. */
  payloadOf(record: OutboxRecord): Uint8Array {
    this.#parts.find(record);
    return record.payload.slice(this.#parts.topicEnd, record.byteLength);
  }

  /** A message has left the outbox: the broker has it, or refuses it. */
  left(sequence: number, error: CellularError | null): void {
    this.#fates.settle(sequence, error);
  }

  /** The outbox has dropped records, the oldest ones: those are told of which messages were. */
  noteDrops(): void {
    if (!this.#fates.isAwaited) return;
    const { outbox } = this.#options;
    this.#oldest ??= recordFor(outbox);
    const oldest = outbox.peek(this.#oldest) ? this.#oldest.sequence : Infinity;
    this.#fates.settleBefore(oldest, dropped());
  }

  /** Nothing more is accepted; what was goes its way. */
  stop(): void {
    this.#isClosed = true;
  }

  /** Who waits still is told that nothing more will be heard. */
  close(): void {
    this.stop();
    this.#fates.settleBefore(Infinity, cellularError('closed', 'the node is closed: an outbox on flash keeps the message for its next start'));
  }

  #accept(topic: Uint8Array, QoS: QoS, isRetained: boolean, payload: Uint8Array, callback: PublishCallback | undefined): void {
    if (this.#isClosed) throw cellularError('closed', 'publish(): the node is closed');
    const { recorder, outbox } = this.#options;
    const { buffer } = recorder;
    const start = payloadOffset(topic.length);
    const limit = outbox.maximumPayload - start;
    if (payload.length > limit) throw invalidArgument('payload', `must be at most ${limit} bytes long, is ${payload.length}`, SOURCE);
    writeMessageHead(buffer, topic, QoS, isRetained);
    buffer.set(payload, start);
    const sequence = recorder.accept(start + payload.length);
    if (callback !== undefined) {
      // One that was not taken at all has no number; it stands behind all that have.
      this.#fates.watch(sequence === 0 ? Infinity : sequence, callback);
      if (sequence === 0) this.#fates.settle(Infinity, dropped());
    }
    this.#options.onAccepted();
  }

  /** By its name where the program has it; it may also be one that an earlier program had. */
  #topicOf(record: OutboxRecord): NamedTopic {
    for (let index = 0; index < this.#topics.length; index += 1) {
      if (this.#isOf(this.#topics[index], record)) return this.#topics[index];
    }
    const { topicStart, topicEnd } = this.#parts;
    return { name: utf8Text(record.payload, topicStart, topicEnd), bytes: record.payload.slice(topicStart, topicEnd) };
  }

  #isOf({ bytes }: NamedTopic, { payload }: OutboxRecord): boolean {
    const { topicStart, topicEnd } = this.#parts;
    if (bytes.length !== topicEnd - topicStart) return false;
    for (let index = 0; index < bytes.length; index += 1) if (bytes[index] !== payload[topicStart + index]) return false;
    return true;
  }
}

function dropped(): CellularError {
  return cellularError('dropped', 'the outbox was full, and has dropped the message');
}
