import { Broadcast } from '../broadcast.js';
import { CardFiles } from '../handset/card-files/card-files.js';
import { MessageStore } from '../handset/messages/message-store.js';

/** What is on the card. */
export interface SimCardOptions {
  /** Whether it is in its slot; it is when not given. */
  readonly isInserted?: boolean;
  /** The PIN that the card asks for; it asks for none where this is absent. */
  readonly pin?: string;
  /** What unblocks the PIN; `12345678` when not given. */
  readonly puk?: string;
  /** The card's number, 19 or 20 digits. */
  readonly iccid?: string;
  /** The subscription's number, 15 digits. */
  readonly imsi?: string;
  /** The subscriber's own number. */
  readonly number?: string;
  /** The service provider's name on the card. */
  readonly provider?: string;
  /** Number of the service centre for short messages. */
  readonly messageCentre?: string;
}

/** The PIN of a card that is sold without asking for one. */
const UNASKED_PIN = '1234';
const MESSAGE_CAPACITY = 50;

const PIN_TRIES = 3;
const PUK_TRIES = 10;

/** The card, and the hand that pulls it: it outlives the module's power, and so do its counters of wrong tries. */
export class SimCard {
  /** The card's number. */
  readonly iccid: string;
  /** The subscription's number. */
  readonly imsi: string;
  /** It was inserted, or removed. */
  readonly onInsertion = new Broadcast<boolean>();
  /** Its places for short messages. */
  readonly messages = new MessageStore(MESSAGE_CAPACITY);
  /** What is on it, by the numbers of 3GPP TS 31.102. */
  readonly files: CardFiles;
  #isInserted: boolean;
  #pin: string;
  #asksForPin: boolean;
  readonly #puk: string;
  #pinTries = PIN_TRIES;
  #pukTries = PUK_TRIES;

  constructor(options: SimCardOptions = {}) {
    this.#isInserted = options.isInserted ?? true;
    this.#pin = options.pin ?? UNASKED_PIN;
    this.#asksForPin = options.pin !== undefined;
    this.#puk = options.puk ?? '12345678';
    this.iccid = options.iccid ?? '89860321249930012345';
    this.imsi = options.imsi ?? '460010123456789';
    this.files = new CardFiles({
      iccid: this.iccid,
      imsi: this.imsi,
      number: options.number ?? '+8613800100500',
      provider: options.provider ?? 'CHN-UNICOM',
      messageCentre: options.messageCentre ?? '+8613010888500',
    });
  }

  /** Whether it is in its slot. */
  get isInserted(): boolean {
    return this.#isInserted;
  }

  /** Whether it asks for its PIN at each start. */
  get asksForPin(): boolean {
    return this.#asksForPin;
  }

  /** Whether only the PUK can help. */
  get isBlocked(): boolean {
    return this.#pinTries === 0;
  }

  /** Wrong PINs that are left before it is blocked. */
  get pinTries(): number {
    return this.#pinTries;
  }

  /** The card asks for this PIN from its next reading on, or for none. */
  demandPin(pin: string | undefined): void {
    this.#pin = pin ?? UNASKED_PIN;
    this.#asksForPin = pin !== undefined;
  }

  /** Puts it into its slot. */
  insert(): void {
    this.#setInserted(true);
  }

  /** Pulls it out. */
  remove(): void {
    this.#setInserted(false);
  }

  /** Wrong PUKs that are left before it is waste. */
  get pukTries(): number {
    return this.#pukTries;
  }

  /** The subscriber's own number, as it is in the file. */
  get number(): string {
    return this.files.number;
  }

  /** Number of the service centre for short messages. */
  get messageCentre(): string {
    return this.files.messageCentre;
  }

  set messageCentre(number: string) {
    this.files.messageCentre = number;
  }

  /** Makes the card ask for its PIN from the next start on, or not; false where `pin` is wrong. */
  setPinLock(asksForPin: boolean, pin: string): boolean {
    const isRight = this.verifyPin(pin);
    if (isRight) this.#asksForPin = asksForPin;
    return isRight;
  }

  /** Replaces the PIN; false where `pin` is wrong, which costs a try. */
  changePin(pin: string, newPin: string): boolean {
    const isRight = this.verifyPin(pin);
    if (isRight) this.#pin = newPin;
    return isRight;
  }

  /** Whether the PIN is right; a wrong one costs a try. */
  verifyPin(pin: string): boolean {
    if (this.isBlocked) return false;
    const isRight = pin === this.#pin;
    this.#pinTries = isRight ? PIN_TRIES : this.#pinTries - 1;
    return isRight;
  }

  /** Ten wrong tries and the card is waste. */
  unblock(puk: string, newPin: string): boolean {
    if (this.#pukTries === 0) return false;
    const isRight = puk === this.#puk;
    this.#pukTries = isRight ? PUK_TRIES : this.#pukTries - 1;
    if (!isRight) return false;
    this.#pin = newPin;
    this.#pinTries = PIN_TRIES;
    return true;
  }

  #setInserted(isInserted: boolean): void {
    if (isInserted === this.#isInserted) return;
    this.#isInserted = isInserted;
    this.onInsertion.send(isInserted);
  }
}
