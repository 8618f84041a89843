import { utf8Bytes } from '../../encodings/toolkit.js';
import type { PlatformNode } from '../../firmware/platform.js';
import type { QoS } from '../../ports/mqtt-client.js';
import type { Message, MessageSource } from '../../telemetry/message-source.js';

/** Messages that wait at most: beyond it, the oldest that is not under way makes room. */
const LIMIT = 8;
/** Connections that end on one message, after which it is given up. */
const ENDINGS = 2;

/** What a platform publishes besides readings. It waits in RAM, as answers do. */
export class PlatformMessages implements MessageSource {
  /** That of the configuration, and 1 in the place of 2, which no platform has. */
  readonly QoS: QoS;
  readonly #node: PlatformNode;
  readonly #waiting: Message[] = [];
  #endings = 0;

  constructor(node: PlatformNode) {
    this.#node = node;
    this.QoS = node.settings.QoS === 0 ? 0 : 1;
  }

  publish(topic: string, payload: string | Uint8Array, retain = false): void {
    const bytes = typeof payload === 'string' ? utf8Bytes(payload) : payload;
    if (this.#waiting.length === LIMIT) this.#waiting.splice(1, 1);
    this.#waiting.push({ topic, payload: bytes, QoS: this.QoS, retain });
    this.#node.wake();
  }

  next(): Message | undefined {
    return this.#waiting[0];
  }

  delivered(): boolean {
    this.#waiting.shift();
    this.#endings = 0;
    return true;
  }

  closed(): void {
    this.#endings += 1;
    if (this.#endings >= ENDINGS) this.delivered();
  }
}
