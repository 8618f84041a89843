import type { MqttClient, ReadableOptions } from './mqtt-client-class.js';

/** Bytes taken at a time from a message that is too long to be kept. */
const DISCARD_LENGTH = 64;

/** Puts the fragments of one message together in a buffer that is made once. */
export class IncomingMessage {
  readonly bytes: Uint8Array;
  #topic = '';
  #byteLength = 0;
  #isTooLong = false;

  constructor(capacity: number) {
    this.bytes = new Uint8Array(capacity);
  }

  get topic(): string {
    return this.#topic;
  }

  get byteLength(): number {
    return this.#byteLength;
  }

  /** The message had more bytes than there is room for; {@link bytes} holds nothing of use. */
  get isTooLong(): boolean {
    return this.#isTooLong;
  }

  /** Takes the `count` bytes that wait, and tells whether the message is complete. */
  take(client: MqttClient, count: number, options: ReadableOptions): boolean {
    if (options.topic !== undefined) this.#start(options.topic);
    let rest = count;
    while (rest > 0) {
      this.#isTooLong = this.#isTooLong || this.#byteLength + rest > this.bytes.length;
      // Bytes must be taken all the same, or the client would not go on to the next message.
      const fragment = client.read(this.#isTooLong ? Math.min(rest, DISCARD_LENGTH) : rest);
      if (fragment === undefined || fragment.byteLength === 0) break;
      if (!this.#isTooLong) this.#append(new Uint8Array(fragment));
      rest -= fragment.byteLength;
    }
    return !options.more;
  }

  #start(topic: string): void {
    this.#topic = topic;
    this.#byteLength = 0;
    this.#isTooLong = false;
  }

  #append(fragment: Uint8Array): void {
    this.bytes.set(fragment, this.#byteLength);
    this.#byteLength += fragment.length;
  }
}
