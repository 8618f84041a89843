import { assert } from '../base/assert.js';
import type { CellularError } from '../base/errors.js';
import { cellularError, invalidArgument, RETRYABLE } from '../base/errors.js';
import type { Command } from '../at/command.js';
import type { Exchange } from '../at/dialogue/exchange.js';
import type { SlicedBuffer } from '../at/send/sliced-buffer.js';
import { validateArguments } from '../at/send/writer.js';
import type { AnyValues } from '../at/field.js';
import type { OutgoingPublish, Publication } from '../cellular/dialect/mqtt.js';
import type { Sliced } from '../at/send/slices.js';
import { attention } from '../cellular/device.js';
import type { Link } from '../modem/link.js';
import { NOTHING } from '../base/byte-buffer.js';

const NO_VALUES: AnyValues = [];
/** What a publish costs besides its payload, at most: fixed header, topic with its length, packet identifier. */
export const PUBLISH_OVERHEAD = 5 + 2 + 255 + 2;

export interface PublishListener {
  /** The command of a message has ended: once for each time that it is sent. */
  onPublished(error: CellularError | undefined): void;
}

/** The one message that is collected and sent in a slot: an exchange with a buffer, made once. */
export class PublishExchange implements Exchange, OutgoingPublish {
  topic: Uint8Array = NOTHING;
  qos = 0;
  retain = 0;
  id = 0;
  readonly payload: SlicedBuffer;
  // The publication fills these in, for each of its commands.
  command: Command;
  values: AnyValues = NO_VALUES;
  data: Sliced | undefined = undefined;
  readonly #link: Link;
  readonly #publication: Publication;
  readonly #listener: PublishListener;
  /** Which of the message's commands is under way. */
  #step = 0;
  #expected = 0;
  #collected = 0;
  /** `held`: it was refused, and waits to be sent again. */
  #state: 'idle' | 'collecting' | 'sending' | 'held' = 'idle';

  constructor(link: Link, payload: SlicedBuffer, publication: Publication, listener: PublishListener) {
    this.#link = link;
    this.payload = payload;
    this.#publication = publication;
    this.#listener = listener;
    this.command = attention;
  }

  /** Bytes of topic and payload that can be written now. */
  get writable(): number {
    if (this.#state === 'idle') return this.payload.capacity + PUBLISH_OVERHEAD;
    return this.#state === 'collecting' ? this.#expected - this.#collected : 0;
  }

  /** Whether more fragments of a message are wanted. */
  get isCollecting(): boolean {
    return this.#state === 'collecting';
  }

  get isIdle(): boolean {
    return this.#state === 'idle';
  }

  get isSending(): boolean {
    return this.#state === 'sending';
  }

  get isHeld(): boolean {
    return this.#state === 'held';
  }

  /** Starts a message of `byteLength` bytes with its first fragment. Throws and leaves all as it was. */
  begin(topic: Uint8Array, qos: number, retain: boolean, id: number, byteLength: number, fragment: Uint8Array): void {
    if (this.#state !== 'idle') throw busy();
    const { capacity } = this.payload;
    if (!(byteLength >= 0 && byteLength <= capacity && byteLength === Math.floor(byteLength))) {
      const bound = `must be a whole number up to publishCapacity, ${capacity}`;
      throw invalidArgument('byteLength', bound, '§4.1.3; docs/facts.md#payload-limits');
    }
    if (fragment.length > byteLength) throw invalidArgument('data', 'must not be longer than byteLength', 'ECMA-419 §25');
    this.topic = topic;
    this.qos = qos;
    this.retain = retain ? 1 : 0;
    this.id = id;
    // A message of one command is checked when it is sent, and if it is whole that is now.
    if (fragment.length < byteLength || this.#publication.length > 1) this.#check(byteLength);
    this.#expected = byteLength;
    this.#collected = 0;
    this.add(fragment);
  }

  /** Adds a fragment; with the last one the message is sent. Throws and leaves all as it was. */
  add(fragment: Uint8Array): void {
    const end = this.#collected + fragment.length;
    if (end > this.#expected) throw invalidArgument('data', 'must not be longer than what is left of byteLength', 'ECMA-419 §25');
    assert(end <= this.payload.capacity, 'a message that was begun has room');
    this.payload.contents.set(fragment, this.#collected);
    if (end === this.#expected) this.#send(end);
    this.#collected = end;
    this.#state = end === this.#expected ? 'sending' : 'collecting';
  }

  /** Keeps the message whose command has just ended. */
  hold(): void {
    assert(this.#state === 'idle', 'only a message whose command has ended is held');
    this.#state = 'held';
  }

  /** Sends the message that is held. Throws what {@link Link.execute} throws. */
  sendAgain(): void {
    assert(this.#state === 'held', 'only what was held is sent again');
    this.#sendFirst();
    this.#state = 'sending';
  }

  abandon(): void {
    this.#state = 'idle';
    this.#link.abandon(this);
  }

  onEnd(error: CellularError | undefined): void {
    const isWhole = this.#step + 1 === this.#publication.length;
    if (isWhole || error !== undefined) this.#finish(error);
    else this.#sendNext();
  }

  #finish(error: CellularError | undefined): void {
    this.#state = 'idle';
    this.#listener.onPublished(error);
  }

  #check(length: number): void {
    this.payload.length = length;
    for (let index = 0; index < this.#publication.length; index += 1) {
      this.#publication.fill(this, index);
      validateArguments(this.command, this.values);
    }
  }

  #send(length: number): void {
    this.payload.length = length;
    this.#sendFirst();
  }

  #sendFirst(): void {
    this.#step = 0;
    this.#publication.fill(this, 0);
    this.#link.execute(this);
  }

  #sendNext(): void {
    this.#step += 1;
    this.#publication.fill(this, this.#step);
    try {
      this.#link.execute(this);
    } catch (error) {
      this.#finish(error as CellularError);
    }
  }
}

function busy(): CellularError {
  return cellularError('overflow', 'a message is under way: wait for onWritable', RETRYABLE);
}
