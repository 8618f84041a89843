import { Broadcast } from '../broadcast.js';

export interface SimCardOptions {
  readonly isInserted?: boolean;
  /** The PIN that the card asks for; it asks for none where this is absent. */
  readonly pin?: string;
  readonly puk?: string;
  readonly iccid?: string;
  readonly imsi?: string;
}

const PIN_TRIES = 3;
const PUK_TRIES = 10;

/** The card, and the hand that pulls it: it outlives the module's power, and so do its counters of wrong tries. */
export class SimCard {
  readonly iccid: string;
  readonly imsi: string;
  readonly onInsertion = new Broadcast<boolean>();
  #isInserted: boolean;
  #pin: string | undefined;
  readonly #puk: string;
  #pinTries = PIN_TRIES;
  #pukTries = PUK_TRIES;

  constructor(options: SimCardOptions = {}) {
    this.#isInserted = options.isInserted ?? true;
    this.#pin = options.pin;
    this.#puk = options.puk ?? '12345678';
    this.iccid = options.iccid ?? '89860321249930012345';
    this.imsi = options.imsi ?? '460010123456789';
  }

  get isInserted(): boolean {
    return this.#isInserted;
  }

  get asksForPin(): boolean {
    return this.#pin !== undefined;
  }

  /** Whether only the PUK can help. */
  get isBlocked(): boolean {
    return this.#pin !== undefined && this.#pinTries === 0;
  }

  get pinTries(): number {
    return this.#pinTries;
  }

  insert(): void {
    this.#setInserted(true);
  }

  remove(): void {
    this.#setInserted(false);
  }

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
