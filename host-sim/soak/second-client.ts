import { cellularError } from '../../modules/base/errors.js';
import { utf8Bytes } from '../../modules/base/utf8.js';
import type { Link } from '../../modules/modem/link.js';
import { MQTTClient } from '../../modules/mqtt/mqtt-client.js';
import type { Alarm, Time } from '../../modules/ports/time.js';

const PUBACK = MQTTClient.PUBACK;
/** Milliseconds until a connection that has failed is made again, doubled up to the second. */
const FIRST_PAUSE = 2000;
const LONGEST_PAUSE = 60_000;

export interface SecondClientOptions {
  readonly time: Time;
  readonly link: Link;
  readonly topic: string;
  /** Milliseconds from one acknowledgement to the next message. */
  readonly interval: number;
  /** Of each message, from 1. One that was not acknowledged is published again. */
  readonly first: number;
  /** The number of a message that is acknowledged, and will not be published again. */
  onAcknowledged(number: number): void;
}

/** A program of its own in the module's other slot: numbered messages at QoS 1, each until it is acknowledged. */
export class SecondClient {
  readonly #options: SecondClientOptions;
  readonly #work: Alarm;
  #client: MQTTClient | undefined;
  #number: number;
  #pause = FIRST_PAUSE;

  constructor(options: SecondClientOptions) {
    this.#options = options;
    this.#number = options.first;
    this.#work = options.time.alarm(() => (this.#client === undefined ? this.#connect() : this.#publish(this.#client)));
    this.#work.arm(FIRST_PAUSE);
  }

  #connect(): void {
    const { link, topic } = this.#options;
    try {
      this.#client = new MQTTClient({
        link,
        host: 'broker.example.com',
        id: 'second',
        // A module may keep the will of whoever had the slot before: one of its own takes its place.
        will: { topic: `${topic}/status`, message: 'offline' },
        onControl: ({ operation, id }) => this.#control(operation, id),
        onError: (error) => this.#lose(error),
      });
    } catch (error) {
      this.#lose(error instanceof Error ? error : cellularError('failed', String(error)));
    }
  }

  #control(operation: number, id: number | undefined): void {
    const { link, interval, onAcknowledged } = this.#options;
    if (operation === MQTTClient.CONNACK) this.#work.arm(0);
    if (operation !== PUBACK || id !== this.#id) return;
    this.#pause = FIRST_PAUSE;
    link.connectionWorked?.();
    onAcknowledged(this.#number);
    this.#number += 1;
    this.#work.arm(interval);
  }

  #publish(client: MQTTClient): void {
    try {
      client.write(utf8Bytes(String(this.#number)), { topic: this.#options.topic, QoS: 1, id: this.#id });
    } catch {
      // It is not writable yet, or has just been lost, and says so.
      this.#work.arm(FIRST_PAUSE);
    }
  }

  get #id(): number {
    return (this.#number % 65535) + 1;
  }

  #lose(error: Error): void {
    this.#client?.close();
    this.#client = undefined;
    this.#options.link.connectionFailed?.(error);
    this.#work.arm(this.#pause);
    this.#pause = Math.min(2 * this.#pause, LONGEST_PAUSE);
  }
}
