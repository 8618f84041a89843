import { joined } from '../../line/byte-text.js';
import { septetsOf, textOfSeptets } from '../../line/gsm-alphabet.js';
import { semiOctetDigits, semiOctets } from '../semi-octets.js';
import { utf8Bytes } from '../../../../modules/base/utf8.js';
import { type ElementaryFile, linear, TELECOM, transparent } from './elementary-file.js';

/** What a carrier writes on a card before it sells it. */
export interface Subscription {
  /** The card's number. */
  readonly iccid: string;
  /** The subscription's number. */
  readonly imsi: string;
  /** The subscriber's own telephone number. */
  readonly number: string;
  /** The service provider's name. */
  readonly provider: string;
  /** Number of the service centre for short messages. */
  readonly messageCentre: string;
}

export const MSISDN = 0x6f40;
export const SMSP = 0x6f42;

const INTERNATIONAL = 0x91;
const UNKNOWN_NUMBERING = 0x81;
/** Bytes of a name before a number (alpha identifier). */
const ALPHA_LENGTH = 14;
/** Bytes behind the name: length, type, ten of digits, two identifiers. */
const DIALLING_LENGTH = 14;
const ADDRESS_BOOK_SIZE = 20;
/** Characters of a name, and digits of a number with its sign, as a record has room for. */
export const NAME_LENGTH = ALPHA_LENGTH;
export const NUMBER_LENGTH = 21;
/** The files of the phonebooks. */
export const PHONEBOOK = { contacts: 0x6f3a, own: 0x6f40 } as const;
const PROVIDER_LENGTH = 16;

/** The files of a USIM that modem managers and field engineers read (3GPP TS 31.102 §4). */
export function cardContents({ iccid, imsi, number, provider, messageCentre }: Subscription): readonly ElementaryFile[] {
  const own = { isWritable: true };
  return [
    transparent(0x2fe2, semiOctets(iccid, 10), { path: [], isPublic: true }),
    transparent(0x2f05, utf8Bytes('zhen'), { path: [], isWritable: true, isPublic: true }),
    linear(0x2f00, [applicationEntry()], { path: [], isPublic: true }),
    transparent(0x6f05, utf8Bytes('zhen'), own),
    transparent(0x6f07, imsiBytes(imsi)),
    // Services 1, 2, 10, 12, 17–19, 21, 27 and 42: address books, messages, provider name, GSM access.
    transparent(0x6f38, Uint8Array.of(0x03, 0x0a, 0x17, 0x04, 0x00, 0x02)),
    transparent(0x6fad, Uint8Array.of(0, 0, 0, mncLength(imsi))),
    transparent(0x6f46, joined(Uint8Array.of(0x01), padded(utf8Bytes(provider), PROVIDER_LENGTH))),
    transparent(0x6f78, Uint8Array.of(0x00, 0x20)),
    transparent(0x6f31, Uint8Array.of(0x0a)),
    transparent(0x6f3e, Uint8Array.of(0xff)),
    transparent(0x6f3f, Uint8Array.of(0xff)),
    transparent(0x6f7b, empty(12), own),
    transparent(0x6f60, empty(40), own),
    transparent(0x6f61, joined(plmnBytes(imsi), Uint8Array.of(0x40, 0x00), empty(35))),
    transparent(0x6f62, joined(plmnBytes(imsi), Uint8Array.of(0x40, 0x00))),
    transparent(0x6f7e, joined(empty(4), plmnBytes(imsi), Uint8Array.of(0, 0, 0xff, 1)), own),
    transparent(0x6fe3, joined(empty(12), plmnBytes(imsi), Uint8Array.of(0, 0, 1)), own),
    linear(0x6fb7, [Uint8Array.of(0x11, 0xf2, 0xff, 0x01), Uint8Array.of(0x11, 0xf0, 0xff, 0x02)], { isPublic: true }),
    linear(MSISDN, [numberRecord(number)], own),
    linear(SMSP, [messageParameters(messageCentre)], own),
    linear(PHONEBOOK.contacts, emptyAddressBook(), { path: [TELECOM], ...own }),
  ];
}

function empty(length: number): Uint8Array {
  return new Uint8Array(length).fill(0xff);
}

function emptyAddressBook(): readonly Uint8Array[] {
  return Array.from({ length: ADDRESS_BOOK_SIZE }, () => empty(ALPHA_LENGTH + DIALLING_LENGTH));
}

/** Name, then the number as `dialling` has it (§4.2.26). */
export function numberRecord(number: string): Uint8Array {
  return joined(empty(ALPHA_LENGTH), diallingNumber(number), Uint8Array.of(0xff, 0xff));
}

/** A record of the phonebook; an empty one where there is no number. */
export function directoryRecord(number: string, name: string): Uint8Array {
  if (number === '') return empty(ALPHA_LENGTH + DIALLING_LENGTH);
  const characters = Uint8Array.from(septetsOf(name) ?? []);
  return joined(padded(characters, ALPHA_LENGTH), diallingNumber(number), Uint8Array.of(0xff, 0xff));
}

/** The number and the name of a record, empty where there is none. */
export function dialled(record: Uint8Array): { readonly number: string; readonly name: string } {
  const length = record[ALPHA_LENGTH];
  if (length === 0xff) return { number: '', name: '' };
  const digits = semiOctetDigits(record.subarray(ALPHA_LENGTH + 2, ALPHA_LENGTH + 1 + length));
  const sign = record[ALPHA_LENGTH + 1] === INTERNATIONAL ? '+' : '';
  const name = record.subarray(0, ALPHA_LENGTH).filter((byte) => byte !== 0xff);
  return { number: sign + digits.replaceAll('a', '*').replaceAll('b', '#'), name: textOfSeptets(Array.from(name)) };
}

/** The name, which parameters are there, and the numbers of the recipient (absent) and of the service centre (§4.2.27). */
export function messageParameters(messageCentre: string): Uint8Array {
  const recipient = empty(12);
  const defaults = Uint8Array.of(0x00, 0x00, 0xa7);
  return joined(empty(ALPHA_LENGTH), Uint8Array.of(0xe5), recipient, diallingNumber(messageCentre), defaults);
}

/** Where the service centre's address starts in a record of message parameters. */
export const MESSAGE_CENTRE_AT = ALPHA_LENGTH + 1 + 12;
/** Where the number starts in a record of a number. */
export const NUMBER_AT = ALPHA_LENGTH;

/** Twelve bytes: the length of what follows, the type, and ten of digits. */
function diallingNumber(number: string): Uint8Array {
  const digits = number.replace('+', '').replaceAll('*', 'a').replaceAll('#', 'b');
  const type = number.startsWith('+') ? INTERNATIONAL : UNKNOWN_NUMBERING;
  return joined(Uint8Array.of(1 + Math.ceil(digits.length / 2), type), semiOctets(digits, 10));
}

/** Length, then parity and the first digit in one byte (§4.2.2). */
function imsiBytes(imsi: string): Uint8Array {
  const parity = imsi.length % 2 === 1 ? '9' : '1';
  return joined(Uint8Array.of(Math.ceil((imsi.length + 1) / 2)), semiOctets(parity + imsi, 8));
}

/** Country and network code (3GPP TS 24.008 §10.5.1.3). */
function plmnBytes(imsi: string): Uint8Array {
  const third = mncLength(imsi) === 3 ? imsi[5] : 'f';
  return semiOctets(imsi.slice(0, 3) + third + imsi.slice(3, 5));
}

/** Three digits in North America, two nearly everywhere else. */
function mncLength(imsi: string): 2 | 3 {
  return imsi.startsWith('31') || imsi.startsWith('302') ? 3 : 2;
}

/** That there is a USIM, and its identifier (ETSI TS 102 221 §13.1). */
function applicationEntry(): Uint8Array {
  const registeredProvider = Uint8Array.of(0xa0, 0x00, 0x00, 0x00, 0x87);
  const usim = Uint8Array.of(0x10, 0x02, 0xff, 0x86, 0xff, 0x03, 0x89, 0xff, 0xff, 0xff, 0xff);
  const identifier = joined(registeredProvider, usim);
  const label = utf8Bytes('USIM');
  return joined(
    Uint8Array.of(0x61, identifier.length + label.length + 4, 0x4f, identifier.length),
    identifier,
    Uint8Array.of(0x50, label.length),
    label,
  );
}

function padded(bytes: Uint8Array, length: number): Uint8Array {
  const result = empty(length);
  result.set(bytes.subarray(0, length));
  return result;
}
