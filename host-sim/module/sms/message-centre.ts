import { Broadcast } from '../broadcast.js';
import { fitsMessage } from './tpdu.js';

/** A short message, from whom or to whom, by the number as it is written: `+8613800100500`. */
export interface ShortMessage {
  readonly number: string;
  readonly text: string;
}

/** The carrier's service centre: keeps what the module cannot take now, and tells what the module has sent. */
export class MessageCentre {
  /** Something waits that did not before. */
  readonly onWaiting = new Broadcast<void>();
  /** The module has sent a message. */
  readonly onSubmission = new Broadcast<ShortMessage>();
  readonly #waiting: ShortMessage[] = [];
  #reference = 0;

  /** Sends a message to the module: it arrives once the module is registered and has room. Throws where it is no message. */
  send(message: ShortMessage): void {
    if (!fitsMessage(message.text)) throw new RangeError('text: at most 160 characters of the GSM alphabet, or 70 of any');
    if (!/^\+?\d{1,20}$/.test(message.number)) throw new RangeError('number: digits, with + before an international one');
    this.#waiting.push(message);
    this.onWaiting.send();
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
