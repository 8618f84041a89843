import { MQTTClient, type MQTTClientOptions } from '../../modules/mqtt/mqtt-client.js';

interface Job {
  readonly data: ArrayBuffer | undefined;
  /** Bytes of `data` that have been written. */
  written: number;
  readonly options: object;
  /** What the options take besides the data: fixed header, topics with their lengths, packet identifier. */
  readonly overhead: number;
}

const FIXED_HEADER = 5;
const IDENTIFIER = 2;
const LENGTH = 2;

/**
 * A program that knows ECMA-419's MQTT client and nothing of this one, built as programs for Moddable are: it keeps what is
 * to be written in a queue, reckons with what is writable, has topics as ArrayBuffers, counts its own identifiers, reads with
 * `read(count)`, and makes each new client from the same options.
 */
export class StandardProgram {
  /** What happened, in words. */
  readonly log: string[] = [];
  readonly #options: MQTTClientOptions;
  readonly #queue: Job[] = [];
  #client: MQTTClient | undefined;
  #writable = 0;
  #id = 0;

  constructor(config: Partial<MQTTClientOptions> & Pick<MQTTClientOptions, 'link'>, keepalive: number) {
    this.#options = Object.freeze({
      ...config,
      host: 'broker.example.com',
      port: 1883,
      keepalive,
      id: 'program',
      user: undefined,
      password: undefined,
      will: null as never,
      onControl: (message) => {
        const name = Object.entries(MQTTClient).find(([, value]) => value === message.operation)?.[0] ?? '';
        this.log.push([name, message.id, message.payload].filter((part) => part !== undefined).join(' '));
      },
      onReadable: (count, { topic, more }) => {
        if (count === 0) return;
        const data = this.#client?.read(count) ?? new ArrayBuffer(0);
        this.log.push(`${topic}${more ? '…' : ''}: ${Buffer.from(data).toString()}`);
      },
      onWritable: (count) => {
        this.#writable = count;
        this.#flush();
      },
      onError: () => {
        this.log.push('lost');
        this.#client?.close();
        this.#client = undefined;
        this.#writable = 0;
      },
    } satisfies MQTTClientOptions);
  }

  get queued(): number {
    return this.#queue.length;
  }

  connect(): void {
    this.#client = new MQTTClient(this.#options);
  }

  publish(topic: string, message: string, QoS: number): void {
    const data = buffer(message);
    const name = buffer(topic);
    const overhead = FIXED_HEADER + LENGTH + name.byteLength + (QoS > 0 ? IDENTIFIER : 0);
    const options = { operation: MQTTClient.PUBLISH, topic: name, id: (this.#id += 1), QoS, byteLength: data.byteLength };
    this.#add({ data, written: 0, options, overhead });
  }

  subscribe(...topics: string[]): void {
    this.#list(MQTTClient.SUBSCRIBE, topics, 1);
  }

  unsubscribe(...topics: string[]): void {
    this.#list(MQTTClient.UNSUBSCRIBE, topics, 0);
  }

  #list(operation: number, topics: readonly string[], QoS: number): void {
    const items = topics.map((topic) => ({ topic: buffer(topic), QoS }));
    const overhead = items.reduce((sum, { topic }) => sum + LENGTH + topic.byteLength + 1, FIXED_HEADER + IDENTIFIER);
    this.#add({ data: undefined, written: 0, options: { operation, items, id: (this.#id += 1) }, overhead });
  }

  #add(job: Job): void {
    this.#queue.push(job);
    this.#flush();
  }

  #flush(): void {
    while (this.#queue.length > 0 && this.#write(this.#queue[0])) this.#queue.shift();
  }

  /** Writes as much as there is room for; true when that was all. */
  #write(job: Job): boolean {
    const client = this.#client;
    const { data, options, overhead } = job;
    const isFirst = job.written === 0;
    const room = this.#writable - (isFirst ? overhead : 0);
    const left = (data?.byteLength ?? 0) - job.written;
    if (client === undefined || this.#writable === 0 || room < 0 || (left > 0 && room === 0)) return false;
    const count = Math.min(left, room);
    const piece = data === undefined ? undefined : new DataView(data, job.written, count);
    this.#writable = client.write(piece, isFirst ? options : (null as never));
    job.written += count;
    return count === left;
  }
}

function buffer(text: string): ArrayBuffer {
  return Uint8Array.from(Buffer.from(text)).buffer;
}
