import type { CellularError } from '../base/errors.js';
import { cellularError, invalidArgument, RETRYABLE } from '../base/errors.js';
import type { Command } from '../at/command.js';
import type { Exchange } from '../at/dialogue/exchange.js';
import type { SlicedBuffer } from '../at/send/sliced-buffer.js';
import { validateArguments } from '../at/send/writer.js';
import { mqttPublishLength } from '../fibocom/mqtt.js';
import type { Link } from '../modem/link.js';
import { NOTHING } from '../base/byte-buffer.js';
import { goesInQuotes } from './payload-form.js';
import type { PublishCommands } from './publish-commands.js';

/** What a publish costs besides its payload, at most: fixed header, topic with its length, packet identifier. */
export const PUBLISH_OVERHEAD = 5 + 2 + 255 + 2;

export interface OutgoingListener {
  /** The command of a message has ended: once for each time that it is sent. */
  onPublished(error: CellularError | undefined): void;
}

/** The one message that is collected and sent in a slot: an exchange with a buffer, made once. */
export class Outgoing implements Exchange {
  command: Command;
  readonly values: [slot: number, topic: Uint8Array, qos: number, retain: number, payload: number | SlicedBuffer];
  data: SlicedBuffer | undefined = undefined;
  readonly #link: Link;
  readonly #payload: SlicedBuffer;
  readonly #commands: PublishCommands;
  readonly #listener: OutgoingListener;
  #id = 0;
  #expected = 0;
  #collected = 0;
  /** `held`: it was refused, and waits to be sent again. */
  #state: 'idle' | 'collecting' | 'sending' | 'held' = 'idle';

  constructor(link: Link, slot: number, payload: SlicedBuffer, commands: PublishCommands, listener: OutgoingListener) {
    this.#link = link;
    this.#payload = payload;
    this.#commands = commands;
    this.#listener = listener;
    this.command = commands.prompted;
    this.values = [slot, NOTHING, 0, 0, 0];
  }

  /** Bytes of topic and payload that can be written now. */
  get writable(): number {
    if (this.#state === 'idle') return this.#payload.capacity + PUBLISH_OVERHEAD;
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

  get id(): number {
    return this.#id;
  }

  get qos(): number {
    return this.values[2];
  }

  /** Starts a message of `byteLength` bytes with its first fragment. Throws and leaves all as it was. */
  begin(topic: Uint8Array, qos: number, retain: boolean, id: number, byteLength: number, fragment: Uint8Array): void {
    if (this.#state !== 'idle') throw busy();
    const { capacity } = this.#payload;
    if (!(byteLength >= 0 && byteLength <= capacity && byteLength === Math.floor(byteLength))) {
      const bound = `must be a whole number up to publishCapacity, ${capacity}`;
      throw invalidArgument('byteLength', bound, '§4.1.3; docs/facts.md#payload-limits');
    }
    if (fragment.length > byteLength) throw invalidArgument('data', 'must not be longer than byteLength', 'ECMA-419 §25');
    this.values[1] = topic;
    this.values[2] = qos;
    this.values[3] = retain ? 1 : 0;
    this.values[4] = 1;
    // A whole message is checked when it is sent, and that is now.
    if (fragment.length < byteLength) validateArguments(mqttPublishLength, this.values);
    this.#id = id;
    this.#expected = byteLength;
    this.#collected = 0;
    this.add(fragment);
  }

  /** Adds a fragment; with the last one the message is sent. Throws and leaves all as it was. */
  add(fragment: Uint8Array): void {
    const end = this.#collected + fragment.length;
    if (end > this.#expected) throw invalidArgument('data', 'must not be longer than what is left of byteLength', 'ECMA-419 §25');
    this.#payload.contents.set(fragment, this.#collected);
    if (end === this.#expected) this.#send(end);
    this.#collected = end;
    this.#state = end === this.#expected ? 'sending' : 'collecting';
  }

  /** Keeps the message whose command has just ended. */
  hold(): void {
    this.#state = 'held';
  }

  /** Sends the message that is held. Throws what {@link Link.execute} throws. */
  sendAgain(): void {
    this.#link.execute(this);
    this.#state = 'sending';
  }

  abandon(): void {
    this.#state = 'idle';
    this.#link.abandon(this);
  }

  onEnd(error: CellularError | undefined): void {
    this.#state = 'idle';
    this.#listener.onPublished(error);
  }

  #send(length: number): void {
    this.#payload.length = length;
    const isQuoted = goesInQuotes(this.#payload);
    this.command = isQuoted ? this.#commands.quoted : this.#commands.prompted;
    this.values[4] = isQuoted ? this.#payload : length;
    this.data = isQuoted ? undefined : this.#payload;
    this.#link.execute(this);
  }
}

function busy(): CellularError {
  return cellularError('overflow', 'a message is under way: wait for onWritable', RETRYABLE);
}
