import { MQTTClient } from '../../modules/mqtt/mqtt-client.js';
import { text, type VirtualBench } from '../support/virtual-bench.js';

const TOPIC = 'backlog';
const PAUSE = 1000;

export interface BacklogOptions {
  readonly count: number;
  readonly publishWindow: number;
  readonly QoS: 1 | 2;
  /** Bytes of each message. */
  readonly byteLength?: number;
}

/**
 * A program that gets rid of its messages as one should: writes whenever it can, and when the connection is lost makes another
 * and starts again from the oldest that was not acknowledged.
 */
export class BacklogWriter {
  /** Numbers of messages, in the order of their acknowledgements. */
  readonly acknowledged: number[] = [];
  /** Messages that were acknowledged though the broker did not have them. */
  readonly lies: number[] = [];
  connections = 0;
  /** Messages written and not acknowledged, at most. */
  mostUnacknowledged = 0;
  readonly #bench: VirtualBench;
  readonly #options: BacklogOptions;
  readonly #again;
  #client: MQTTClient | undefined;
  #next = 0;

  constructor(bench: VirtualBench, options: BacklogOptions) {
    this.#bench = bench;
    this.#options = options;
    this.#again = bench.time.alarm(() => this.#connect());
    this.#again.arm(0);
  }

  get isDone(): boolean {
    return this.acknowledged.length === this.#options.count;
  }

  /** Numbers of the messages as the broker has received them, duplicates included. */
  get received(): number[] {
    return this.#bench.received.filter(({ topic }) => topic === TOPIC).map(({ payload }) => parseInt(text(payload), 10));
  }

  #connect(): void {
    const { publishWindow, QoS } = this.#options;
    this.connections += 1;
    this.#next = this.acknowledged.length;
    this.#client = new MQTTClient(
      this.#bench.clientOptions({
        publishWindow,
        onWritable: () => this.#write(),
        onControl: ({ operation, id }) => {
          if (operation === (QoS === 1 ? MQTTClient.PUBACK : MQTTClient.PUBCOMP) && id !== undefined) this.#acknowledge(id - 1);
        },
        onError: () => {
          this.#client?.close();
          this.#again.arm(PAUSE);
        },
      }),
    );
  }

  #write(): void {
    const { count, QoS, byteLength = 8 } = this.#options;
    if (this.#next === count) return;
    const payload = Buffer.from(`${this.#next} ${'"'.repeat(byteLength)}`).subarray(0, byteLength);
    this.#next += 1;
    this.mostUnacknowledged = Math.max(this.mostUnacknowledged, this.#next - this.acknowledged.length);
    this.#client?.write(payload, { topic: TOPIC, QoS, id: this.#next });
  }

  #acknowledge(number: number): void {
    this.acknowledged.push(number);
    if (!this.received.includes(number)) this.lies.push(number);
  }
}
