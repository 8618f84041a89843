import { Broadcast } from '../../broadcast.js';
import { type CellBroadcast, fitsMessage } from './tpdu.js';

/** A page of a broadcast holds so many characters. */
const BROADCAST_LIMIT = 93;
/** Public warnings have it (3GPP TS 23.041 §9.4.1.2.2). */
const BROADCAST_CHANNEL = 4370;

/** A short message, from whom or to whom, by the number as it is written: `+8613800100500`. */
export interface ShortMessage {
  /** Whom it is from or for. */
  readonly number: string;
  /** What it says. */
  readonly text: string;
}

/** The carrier's service centre: keeps what the module cannot take now, and tells what the module has sent. */
export class MessageCentre {
  /** Something waits that did not before. */
  readonly onWaiting = new Broadcast<void>();
  /** The module has sent a message. */
  readonly onSubmission = new Broadcast<ShortMessage>();
  /** A cell broadcast: it reaches who listens, and is kept for nobody. */
  readonly onBroadcast = new Broadcast<CellBroadcast>();
  /** The message of this reference has reached its number. */
  readonly onDelivery = new Broadcast<{ readonly number: string; readonly reference: number }>();
  readonly #waiting: ShortMessage[] = [];
  #reference = 0;
  #serial = 0;

  /** Sends a message to the module: it arrives once the module is registered and has room. Throws where it is no message. */
  send(message: ShortMessage): void {
    if (!fitsMessage(message.text)) throw new RangeError('text: at most 160 characters of the GSM alphabet, or 70 of any');
    if (!/^\+?\d{1,20}$/.test(message.number)) throw new RangeError('number: digits, with + before an international one');
    this.#waiting.push(message);
    this.onWaiting.send();
  }

  /** Sends a text to everybody in the cell. */
  broadcast(text: string): void {
    if (text.length > BROADCAST_LIMIT) throw new RangeError(`text: at most ${BROADCAST_LIMIT} characters`);
    this.#serial = (this.#serial + 1) & 0xffff;
    this.onBroadcast.send({ serial: this.#serial, identifier: BROADCAST_CHANNEL, text });
  }

  /** Messages that the module has not taken yet. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** The module takes the oldest. */
  take(): ShortMessage | undefined {
    return this.#waiting.shift();
  }

  /** The module sends one; gives its reference number. */
  submit(message: ShortMessage): number {
    this.#reference = (this.#reference + 1) & 0xff;
    this.onSubmission.send(message);
    return this.#reference;
  }
}
