import { assert } from '../base/assert.js';
import type { Message, MessageSource } from './message-source.js';
import { SHARES, type SendingClass } from './sending-class.js';

/** One who sends. */
export interface Sender {
  readonly sendingClass: SendingClass;
  readonly source: MessageSource;
}

/** Several senders as one source: the most urgent goes first, as long as it has credit left of its class's share of the round. */
export class SharedLine implements MessageSource {
  readonly #sources: MessageSource[] = [];
  readonly #shares: number[] = [];
  /** Messages that each may still send in this round. */
  readonly #credits: number[] = [];
  #current = 0;
  /** What the current one was given credit for, and has not delivered. */
  #underWay = 0;

  constructor(senders: readonly Sender[]) {
    const classes = Object.keys(SHARES) as SendingClass[];
    for (let index = 0; index < classes.length; index += 1) this.#add(senders, classes[index]);
  }

  next(): Message | undefined {
    this.#takeBack();
    for (;;) {
      let isRoundOver = false;
      for (let index = 0; index < this.#sources.length; index += 1) {
        if (this.#credits[index] === 0) {
          isRoundOver = true;
          continue;
        }
        const source = this.#sources[index];
        const message = source.next();
        if (message !== undefined) return this.#charge(index, message);
        // It is its turn, and it has used this one to prepare.
        if (source.isPreparing === true) return undefined;
      }
      if (!isRoundOver) return undefined;
      this.#beginRound();
    }
  }

  /** Of the same sender, as long as the rule would have it go on. */
  following(): Message | undefined {
    const source = this.#sources[this.#current];
    if (this.#underWay === 0 || source.following === undefined || this.#seekAnother()) return undefined;
    const message = source.following();
    return message === undefined ? undefined : this.#charge(this.#current, message);
  }

  get isPreparing(): boolean {
    for (let index = 0; index < this.#sources.length; index += 1) if (this.#sources[index].isPreparing === true) return true;
    return false;
  }

  delivered(): boolean {
    if (!this.#sources[this.#current].delivered()) return false;
    if (this.#underWay > 0) this.#underWay -= 1;
    return true;
  }

  closed(): void {
    this.#sources[this.#current].closed?.();
  }

  #add(senders: readonly Sender[], sendingClass: SendingClass): void {
    for (let index = 0; index < senders.length; index += 1) {
      if (senders[index].sendingClass !== sendingClass) continue;
      this.#sources.push(senders[index].source);
      this.#shares.push(SHARES[sendingClass]);
      this.#credits.push(SHARES[sendingClass]);
    }
  }

  /** Looks whose turn it is, in the next round where this one is over; tells whether it is that of another sender. */
  #seekAnother(): boolean {
    for (let index = 0; index < this.#sources.length; index += 1) {
      if (this.#credits[index] === 0) continue;
      if (index === this.#current) return false;
      if (this.#hasAny(index)) return true;
    }
    this.#beginRound();
    for (let index = 0; index < this.#current; index += 1) if (this.#hasAny(index)) return true;
    return false;
  }

  #hasAny(index: number): boolean {
    return this.#sources[index].next() !== undefined || this.#sources[index].isPreparing === true;
  }

  #charge(index: number, message: Message): Message {
    assert(this.#credits[index] > 0, 'nobody sends beyond its credit');
    assert(this.#underWay === 0 || index === this.#current, 'what is under way is of one sender');
    this.#current = index;
    this.#credits[index] -= 1;
    this.#underWay += 1;
    return message;
  }

  /** What did not arrive was not sent, and what was only looked at neither. */
  #takeBack(): void {
    const index = this.#current;
    this.#credits[index] = Math.min(this.#shares[index], this.#credits[index] + this.#underWay);
    this.#underWay = 0;
  }

  #beginRound(): void {
    for (let index = 0; index < this.#shares.length; index += 1) this.#credits[index] = this.#shares[index];
  }
}
