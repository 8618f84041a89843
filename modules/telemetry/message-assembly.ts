import type { MqttClient, ReadableOptions } from '../ports/mqtt-client.js';

/** Puts the fragments of one message together in a buffer that is made once; one that comes as a whole is read straight into it. */
export class MessageAssembly {
  readonly #buffer: Uint8Array;
  /** Of as many bytes as the last read: a view is allocated, and most messages are as long as the one before. */
  #view: Uint8Array;
  #topic = '';
  #byteLength = 0;
  #isTooLong = false;

  /** `limit`: bytes of the longest message that is kept, at least 1. */
  constructor(limit: number) {
    this.#buffer = new Uint8Array(limit);
    this.#view = this.#buffer;
  }

  get topic(): string {
    return this.#topic;
  }

  /** The message, until the next one is taken. */
  get payload(): Uint8Array {
    return this.#viewOf(this.#isTooLong ? 0 : this.#byteLength);
  }

  /** The message had more bytes than there is room for, and was not kept. */
  get isTooLong(): boolean {
    return this.#isTooLong;
  }

  /** Takes the `count` bytes that wait, and tells whether the message is complete. */
  take(client: MqttClient, count: number, options: ReadableOptions): boolean {
    if (options.topic !== undefined) this.#start(options.topic);
    let rest = count;
    while (rest > 0) {
      const length = this.#buffer.length;
      this.#isTooLong = this.#isTooLong || this.#byteLength + rest > length;
      // Bytes must be taken all the same, or the client would not go on to the next message.
      if (this.#isTooLong) this.#byteLength = 0;
      const read = client.read(this.#room(this.#isTooLong ? Math.min(rest, length) : rest));
      if (read === undefined || read === 0) break;
      this.#byteLength += read;
      rest -= read;
    }
    return !options.more;
  }

  #start(topic: string): void {
    this.#topic = topic;
    this.#byteLength = 0;
    this.#isTooLong = false;
  }

  /** Where the next `count` bytes go. */
  #room(count: number): Uint8Array {
    return this.#byteLength === 0 ? this.#viewOf(count) : this.#buffer.subarray(this.#byteLength, this.#byteLength + count);
  }

  #viewOf(byteLength: number): Uint8Array {
    if (this.#view.length !== byteLength) this.#view = this.#buffer.subarray(0, byteLength);
    return this.#view;
  }
}
