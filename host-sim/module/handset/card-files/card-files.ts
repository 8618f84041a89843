import { semiOctetDigits } from '../semi-octets.js';
import {
  cardContents,
  MESSAGE_CENTRE_AT,
  messageParameters,
  MSISDN,
  NUMBER_AT,
  SMSP,
  type Subscription,
} from './card-contents.js';
import type { ElementaryFile } from './elementary-file.js';

const INTERNATIONAL = 0x91;

/** The card's file system: what is written stays, whatever module the card is in. */
export class CardFiles {
  readonly #files: readonly ElementaryFile[];

  constructor(subscription: Subscription) {
    this.#files = cardContents(subscription);
  }

  /** By its identifier, of which every file here has its own. */
  find(id: number): ElementaryFile | undefined {
    return this.#files.find((file) => file.id === id);
  }

  /** Whether there is such a directory. */
  hasDirectory(id: number): boolean {
    return this.#files.some(({ path }) => path.includes(id));
  }

  /** The subscriber's own number, as it is in the file. */
  get number(): string {
    return this.#numberAt(MSISDN, NUMBER_AT);
  }

  /** Number of the service centre, as it is in the file. */
  get messageCentre(): string {
    return this.#numberAt(SMSP, MESSAGE_CENTRE_AT);
  }

  set messageCentre(number: string) {
    this.#first(SMSP)?.set(messageParameters(number));
  }

  #first(id: number): Uint8Array | undefined {
    return this.find(id)?.records[0];
  }

  /** Length, type and digits. */
  #numberAt(id: number, offset: number): string {
    const record = this.#first(id);
    if (record === undefined || record[offset] === 0xff) return '';
    const digits = semiOctetDigits(record.subarray(offset + 2, offset + 1 + record[offset]));
    return (record[offset + 1] === INTERNATIONAL ? '+' : '') + digits;
  }
}
