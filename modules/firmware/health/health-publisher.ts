import { MessageWriter, type MessageEncoding } from '../../encodings/message-writer.js';
import type { QoS } from '../../ports/mqtt-client.js';
import type { Alarm, Time } from '../../ports/time.js';
import type { Message, MessageSource } from '../../telemetry/message-source.js';
import type { Reporter } from '../../telemetry/progress.js';
import type { HealthRecord } from './health-record.js';

/** Bytes of the longest record: with all fields, and each rung and five kinds of losses told, one in JSON has 655. */
export const HEALTH_LIMIT = 1024;
/** Connections that end on one record, after which it is given up. */
const ENDINGS = 2;

export interface HealthPublisherOptions {
  readonly time: Time;
  readonly topic: string;
  readonly QoS: QoS;
  /** Milliseconds from one record to the next. */
  readonly interval: number;
  readonly encoding: MessageEncoding;
  readonly reporter: Reporter;
  /** Has what the module knows of itself asked for anew; calls back when that is done. */
  readonly prepare: (onEnd: () => void) => void;
  readonly compose: () => HealthRecord;
  /** There is something to publish. */
  readonly onDue: () => void;
}

/**
 * Publishes a record when the node is first connected, and one each interval; where it is away then, with its next connection. Only the
 * newest counts: one that could not be sent is replaced, and one on which the broker ends two connections is given up. A property is
 * written in each turn, and a record that is too long is written again without its last field.
 */
export class HealthPublisher implements MessageSource {
  readonly #options: HealthPublisherOptions;
  readonly #next: Alarm;
  readonly #buffer = new Uint8Array(HEALTH_LIMIT);
  readonly #writer: MessageWriter;
  /** The next turn of what is written. */
  readonly #turn: Alarm;
  #record: HealthRecord | undefined = undefined;
  readonly #message: { topic: string; payload: Uint8Array; QoS: QoS; retain: boolean };
  #isConnected = false;
  #isDue = true;
  #isWaiting = false;
  /** Whether somebody may be sending it: then it stays as it is. */
  #isGiven = false;
  #endings = 0;

  constructor(options: HealthPublisherOptions) {
    const { time, topic, QoS } = options;
    this.#options = options;
    this.#writer = new MessageWriter(options.encoding, this.#buffer);
    this.#turn = time.alarm(() => this.#write());
    this.#message = { topic, payload: this.#buffer, QoS, retain: false };
    this.#next = time.alarm(() => {
      this.#isDue = true;
      this.#begin();
    });
  }

  /** Whether messages can be published now. */
  set isConnected(isConnected: boolean) {
    this.#isConnected = isConnected;
    if (isConnected) this.#begin();
    else this.#isGiven = false;
  }

  next(): Message | undefined {
    this.#isGiven = this.#isWaiting;
    return this.#isWaiting ? this.#message : undefined;
  }

  delivered(): boolean {
    this.#isWaiting = false;
    this.#isGiven = false;
    this.#endings = 0;
    this.#begin();
    return true;
  }

  closed(): void {
    this.#endings += 1;
    if (this.#endings < ENDINGS) return;
    this.#options.reporter.report('health-refused', this.#message.topic);
    this.delivered();
  }

  close(): void {
    this.#isConnected = false;
    this.#next.disarm();
    this.#turn.disarm();
  }

  #begin(): void {
    if (!this.#isDue || !this.#isConnected || this.#isGiven) return;
    this.#isDue = false;
    this.#next.arm(this.#options.interval);
    this.#options.prepare(() => this.#compose());
  }

  #compose(): void {
    if (!this.#isConnected || this.#isGiven) {
      this.#isDue = true;
      return;
    }
    // It is written over the one before, should that still wait.
    this.#isWaiting = false;
    try {
      this.#record = this.#options.compose();
      this.#writer.begin(this.#record);
      this.#turn.arm(0);
    } catch (error) {
      this.#fail(error);
    }
  }

  #write(): void {
    const record = this.#record;
    if (record === undefined) return;
    try {
      this.#writer.step();
    } catch (error) {
      if (!record.shorten()) return this.#fail(error);
      this.#writer.begin(record);
    }
    if (this.#writer.isUnderWay) return this.#turn.arm(0);
    this.#record = undefined;
    this.#message.payload = this.#buffer.subarray(0, this.#writer.length);
    this.#isWaiting = true;
    this.#options.onDue();
  }

  #fail(error: unknown): void {
    this.#record = undefined;
    this.#options.reporter.report('health-failed', error);
  }
}
