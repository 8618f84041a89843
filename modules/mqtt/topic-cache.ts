import { bytesOf, type ByteBuffer } from '../base/byte-buffer.js';
import { invalidArgument } from '../base/errors.js';
import { utf8Bytes, utf8Text } from '../base/utf8.js';

/** A node has few topics; more than these take turns, which costs a string but loses nothing. */
const ENTRIES = 8;
const TOPIC_LIMIT = 255;
const PLUS = 0x2b;
const HASH = 0x23;

/** Topics as bytes and as strings, each made once, so that a message on a topic seen before allocates nothing. */
export class TopicCache {
  readonly #texts: string[] = [];
  readonly #bytes: Uint8Array[] = [];
  #next = 0;

  /** The bytes of a topic name or filter. Throws `invalid-argument` (1–255 bytes, §4.1.3). */
  bytes(topic: string | ByteBuffer, argument = 'topic'): Uint8Array {
    return typeof topic === 'string' ? this.#encoded(topic, argument) : this.#copied(bytesOf(topic, argument), argument);
  }

  /** The text of the topic at `start` of `source`. */
  text(source: Uint8Array, start: number, length: number): string {
    const known = this.#find(source, start, length);
    if (known >= 0) return this.#texts[known];
    const text = utf8Text(source, start, start + length);
    this.#remember(text, utf8Bytes(text));
    return text;
  }

  #encoded(topic: string, argument: string): Uint8Array {
    const known = this.#texts.indexOf(topic);
    if (known >= 0) return this.#bytes[known];
    const bytes = checked(utf8Bytes(topic), argument);
    this.#remember(topic, bytes);
    return bytes;
  }

  /** A command is encoded in a later turn, and by then its caller may have put something else into the buffer. */
  #copied(topic: Uint8Array, argument: string): Uint8Array {
    const known = this.#find(topic, 0, topic.length);
    return known >= 0 ? this.#bytes[known] : new Uint8Array(checked(topic, argument));
  }

  #find(source: Uint8Array, start: number, length: number): number {
    for (let index = 0; index < this.#bytes.length; index += 1) {
      if (isSame(this.#bytes[index], source, start, length)) return index;
    }
    return -1;
  }

  #remember(text: string, bytes: Uint8Array): void {
    this.#texts[this.#next] = text;
    this.#bytes[this.#next] = bytes;
    this.#next = (this.#next + 1) % ENTRIES;
  }
}

/** Throws `invalid-argument` for a topic that only a subscription may have (MQTT 3.1.1 §3.3.2.1). */
export function refuseWildcards(topic: Uint8Array, argument = 'topic'): void {
  if (topic.indexOf(PLUS) >= 0 || topic.indexOf(HASH) >= 0) {
    throw invalidArgument(argument, 'must not hold the wildcards + and # in a publish', 'MQTT 3.1.1 §3.3.2.1');
  }
}

/** Throws `invalid-argument` for a filter with a wildcard that shares its level, or with `#` not last (MQTT 3.1.1 §4.7.1). */
export function refuseMalformedFilter(filter: Uint8Array): void {
  const slash = 0x2f;
  for (let index = 0; index < filter.length; index += 1) {
    const byte = filter[index];
    if (byte !== PLUS && byte !== HASH) continue;
    const isAtStart = index === 0 || filter[index - 1] === slash;
    const isAtEnd = index === filter.length - 1 || (byte === PLUS && filter[index + 1] === slash);
    if (!isAtStart || !isAtEnd) {
      throw invalidArgument('topic', 'has a wildcard that is not a level of its own', 'MQTT 3.1.1 §4.7.1');
    }
  }
}

function checked(topic: Uint8Array, argument: string): Uint8Array {
  if (topic.length >= 1 && topic.length <= TOPIC_LIMIT) return topic;
  throw invalidArgument(argument, `must be 1 to ${TOPIC_LIMIT} bytes long, is ${topic.length}`, '§4.1.3');
}

function isSame(topic: Uint8Array, source: Uint8Array, start: number, length: number): boolean {
  if (topic.length !== length) return false;
  for (let index = 0; index < length; index += 1) if (topic[index] !== source[start + index]) return false;
  return true;
}
