import type { Encoding } from '../../encodings/encoding.js';
import type { QoS } from '../../ports/mqtt-client.js';
import type { Alarm, Time } from '../../ports/time.js';
import type { Message, MessageSource } from '../../telemetry/message-source.js';
import type { Reporter } from '../../telemetry/progress.js';

/** Bytes of the longest record. */
export const HEALTH_LIMIT = 512;
/** Connections that end on one record, after which it is given up. */
const ENDINGS = 2;

export interface HealthPublisherOptions {
  readonly time: Time;
  readonly topic: string;
  readonly QoS: QoS;
  /** Milliseconds from one record to the next. */
  readonly interval: number;
  readonly encoding: Pick<Encoding, 'write'>;
  readonly reporter: Reporter;
  /** Has what the module knows of itself asked for anew; calls back when that is done. */
  readonly prepare: (onEnd: () => void) => void;
  readonly compose: () => unknown;
  /** There is something to publish. */
  readonly onDue: () => void;
}

/**
 * Publishes a record when the node is first connected, and one each interval; where it is away then, with its next connection. Only the
 * newest counts: one that could not be sent is replaced, and one on which the broker ends two connections is given up.
 */
export class HealthPublisher implements MessageSource {
  readonly #options: HealthPublisherOptions;
  readonly #next: Alarm;
  readonly #buffer = new Uint8Array(HEALTH_LIMIT);
  readonly #message: { topic: string; payload: Uint8Array; QoS: QoS; retain: boolean };
  #isConnected = false;
  #isDue = true;
  #isWaiting = false;
  #endings = 0;

  constructor(options: HealthPublisherOptions) {
    const { time, topic, QoS } = options;
    this.#options = options;
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
  }

  next(): Message | undefined {
    return this.#isWaiting ? this.#message : undefined;
  }

  delivered(): boolean {
    this.#isWaiting = false;
    this.#endings = 0;
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
  }

  #begin(): void {
    if (!this.#isDue || !this.#isConnected) return;
    this.#isDue = false;
    this.#next.arm(this.#options.interval);
    this.#options.prepare(() => this.#compose());
  }

  #compose(): void {
    if (!this.#isConnected) {
      this.#isDue = true;
      return;
    }
    const { encoding, compose, reporter, onDue } = this.#options;
    try {
      const end = encoding.write(compose(), this.#buffer, 0);
      this.#message.payload = this.#buffer.subarray(0, end);
      this.#isWaiting = true;
    } catch (error) {
      reporter.report('health-failed', error);
    }
    onDue();
  }
}
