import { Broadcast } from '../../broadcast.js';

/** As PDU mode numbers them: 0 received and unread, 1 received and read, 2 stored and unsent, 3 stored and sent. */
export type MessageStatus = 0 | 1 | 2 | 3;

/** A short message in the card's store. */
export interface StoredMessage {
  /** Whether it was received or sent, and read or sent already. */
  readonly status: MessageStatus;
  /** The service centre's address and the transfer layer message. */
  readonly pdu: Uint8Array;
}

/** Places for short messages, numbered from 1; it keeps them without power. */
export class MessageStore {
  /** A place was taken, changed or given free. */
  readonly onChange = new Broadcast<void>();
  /** Places that there are. */
  readonly capacity: number;
  readonly #messages = new Map<number, StoredMessage>();

  constructor(capacity: number) {
    this.capacity = capacity;
  }

  /** Places that are taken. */
  get used(): number {
    return this.#messages.size;
  }

  /** Whether all places are taken. */
  get isFull(): boolean {
    return this.used >= this.capacity;
  }

  /** Whether there is a message that was received and not read. */
  get hasUnread(): boolean {
    return this.list().some(([, { status }]) => status === 0);
  }

  /** The message in a place; `undefined` where it is free. */
  at(index: number): StoredMessage | undefined {
    return this.#messages.get(index);
  }

  /** By their numbers, ascending. */
  list(): readonly (readonly [index: number, message: StoredMessage])[] {
    return [...this.#messages].sort(([one], [other]) => one - other);
  }

  /** Gives the number of the place, `undefined` where there is none. */
  add(message: StoredMessage): number | undefined {
    if (this.isFull) return undefined;
    let index = 1;
    while (this.#messages.has(index)) index += 1;
    this.put(index, message);
    return index;
  }

  /** Takes a place, whatever was in it. */
  put(index: number, message: StoredMessage): void {
    this.#messages.set(index, message);
    this.onChange.send();
  }

  /** Gives a place free. */
  remove(index: number): void {
    this.#messages.delete(index);
    this.onChange.send();
  }
}
