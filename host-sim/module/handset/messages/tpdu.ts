import { joined } from '../../line/byte-text.js';
import { semiOctetDigits, semiOctets } from '../semi-octets.js';
import { packSeptets, septetsOf, textOfSeptets, unpackSeptets } from '../../line/gsm-alphabet.js';

/** Transfer layer messages of 3GPP TS 23.040 §9.2.2. */
export interface Tpdu {
  readonly kind: 'deliver' | 'submit';
  /** First octet, with the flags. */
  readonly first: number;
  /** From whom, or to whom. */
  readonly number: string;
  readonly protocol: number;
  readonly coding: number;
  /** When the service centre had a delivered message. */
  readonly timestamp: Timestamp | undefined;
  readonly text: string;
  /** In septets, or bytes. */
  readonly length: number;
}

/** A moment as the network has it. */
export interface Timestamp {
  /** Milliseconds since 1970. */
  readonly utc: number;
  readonly quarterHours: number;
}

/** A text for everybody in the cell. */
export interface CellBroadcast {
  /** The serial number, 0 to 65535: a repeat has the same (3GPP TS 23.041 §9.4.1.2.1). */
  readonly serial: number;
  /** What it is about, 0 to 65535 (3GPP TS 23.041 §9.4.1.2.2). */
  readonly identifier: number;
  /** What it says. */
  readonly text: string;
}

const DELIVER = 0x04;
const STATUS_REPORT = 0x02;
const DELIVERED = 0;
const BROADCAST_LENGTH = 88;
const BROADCAST_HEADER = 6;
const ENGLISH = 0x01;
/** Page 1 of 1. */
const ONLY_PAGE = 0x11;
const SUBMIT = 0x11;
const HAS_HEADER = 0x40;
/** Type of an international number. */
export const INTERNATIONAL = 0x91;
const UNKNOWN_NUMBERING = 0x81;
const UCS2 = 0x08;
const EIGHT_BIT = 0x04;
const CODING_MASK = 0x0c;
const QUARTER_HOUR = 15 * 60 * 1000;
/** Bytes of user data in one message. */
const USER_DATA_LIMIT = 140;
const TIMESTAMP_LENGTH = 7;
/** A day, in the relative format of the validity period. */
const ONE_DAY = 0xa7;

/** Whether the text fits one message: 160 characters of the default alphabet, or 70 of any. */
export function fitsMessage(text: string): boolean {
  return encodeText(text).bytes.length <= 1 + USER_DATA_LIMIT;
}

/** Of a text that fits. */
export function encodeDeliver(number: string, text: string, timestamp: Timestamp): Uint8Array {
  const data = encodeText(text);
  const header = Uint8Array.of(DELIVER);
  return joined(header, addressBytes(number), Uint8Array.of(0, data.coding), timestampBytes(timestamp), data.bytes);
}

/** Of a text that fits. */
export function encodeSubmit(number: string, text: string, wantsReport = false): Uint8Array {
  const data = encodeText(text);
  const first = wantsReport ? SUBMIT | WANTS_REPORT : SUBMIT;
  return joined(Uint8Array.of(first, 0), addressBytes(number), Uint8Array.of(0, data.coding, ONE_DAY), data.bytes);
}

/** The sender asks for a status report (§9.2.3.5). */
export const WANTS_REPORT = 0x20;

/** What became of a message that was sent: it was delivered (§9.2.2.3). */
export function encodeStatusReport(number: string, reference: number, timestamp: Timestamp): Uint8Array {
  const times = joined(timestampBytes(timestamp), timestampBytes(timestamp));
  return joined(Uint8Array.of(STATUS_REPORT, reference), addressBytes(number), times, Uint8Array.of(DELIVERED));
}

/** One page of a cell broadcast in the default alphabet, always of 88 bytes (3GPP TS 23.041 §9.4.1.2). */
export function encodeBroadcast({ serial, identifier, text }: CellBroadcast): Uint8Array {
  const page = new Uint8Array(BROADCAST_LENGTH);
  page.set([serial >> 8, serial & 0xff, identifier >> 8, identifier & 0xff, ENGLISH, ONLY_PAGE]);
  page.set(packSeptets(septetsOf(text) ?? []).subarray(0, BROADCAST_LENGTH - BROADCAST_HEADER), BROADCAST_HEADER);
  return page;
}

/** `undefined` where it is neither a delivered nor a submitted message, or ends too early. */
export function decodeTpdu(bytes: Uint8Array): Tpdu | undefined {
  const first = bytes[0];
  const isSubmit = (first & 0x03) === 1;
  if (bytes.length < 4 || (first & 0x03) > 1) return undefined;
  const addressAt = isSubmit ? 2 : 1;
  const addressEnd = addressAt + 2 + Math.ceil(bytes[addressAt] / 2);
  const [protocol, coding] = bytes.subarray(addressEnd);
  const timestampAt = addressEnd + 2;
  const lengthAt = timestampAt + (isSubmit ? validityLength(first) : TIMESTAMP_LENGTH);
  const length = bytes[lengthAt];
  if (length === undefined) return undefined;
  const data = bytes.subarray(lengthAt + 1);
  if (data.length < byteCount(length, coding)) return undefined;
  return {
    kind: isSubmit ? 'submit' : 'deliver',
    first,
    number: addressText(bytes.subarray(addressAt, addressEnd)),
    protocol,
    coding,
    timestamp: isSubmit ? undefined : decodeTimestamp(bytes.subarray(timestampAt, lengthAt)),
    text: decodeUserData(data, length, coding, (first & HAS_HEADER) !== 0),
    length,
  };
}

/** Length and bytes of a service centre's address, as it stands before the message in a PDU. */
export function centreBytes(number: string): Uint8Array {
  const digits = semiOctets(number.replace('+', ''));
  return joined(Uint8Array.of(digits.length + 1, typeOfNumber(number)), digits);
}

/** 145 for an international number, 129 for one that says nothing of itself. */
export function typeOfNumber(number: string): number {
  return number.startsWith('+') ? INTERNATIONAL : UNKNOWN_NUMBERING;
}

/** The length and the data. */
function encodeText(text: string): { readonly coding: number; readonly bytes: Uint8Array } {
  const septets = septetsOf(text);
  const data = septets === undefined ? ucs2Bytes(text) : packSeptets(septets);
  const length = septets === undefined ? data.length : septets.length;
  return { coding: septets === undefined ? UCS2 : 0, bytes: joined(Uint8Array.of(length), data) };
}

function decodeUserData(data: Uint8Array, length: number, coding: number, hasHeader: boolean): string {
  const headerLength = hasHeader ? data[0] + 1 : 0;
  switch (coding & CODING_MASK) {
    case UCS2:
      return ucs2Text(data.subarray(headerLength, length));
    case EIGHT_BIT:
      return String.fromCharCode(...data.subarray(headerLength, length));
    default:
      return textOfSeptets(unpackSeptets(data, length).slice(Math.ceil((headerLength * 8) / 7)));
  }
}

function byteCount(length: number, coding: number): number {
  return (coding & CODING_MASK) === 0 ? Math.ceil((length * 7) / 8) : length;
}

/** None, a byte of relative time, or seven of absolute or enhanced time. */
function validityLength(first: number): number {
  const format = (first >> 3) & 0x03;
  return format === 0 ? 0 : format === 2 ? 1 : 7;
}

function addressBytes(number: string): Uint8Array {
  const digits = number.replace('+', '');
  return joined(Uint8Array.of(digits.length, typeOfNumber(number)), semiOctets(digits));
}

function addressText(address: Uint8Array): string {
  const isInternational = (address[1] & 0x70) === 0x10;
  return (isInternational ? '+' : '') + semiOctetDigits(address.subarray(2)).slice(0, address[0]);
}

function ucs2Bytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 2);
  for (let index = 0; index < text.length; index += 1) {
    bytes[2 * index] = text.charCodeAt(index) >> 8;
    bytes[2 * index + 1] = text.charCodeAt(index) & 0xff;
  }
  return bytes;
}

function ucs2Text(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at + 1 < bytes.length; at += 2) text += String.fromCharCode((bytes[at] << 8) | bytes[at + 1]);
  return text;
}

/** Local digits and the offset in quarter hours, whose sign is the fourth bit (§9.2.3.11). */
function timestampBytes({ utc, quarterHours }: Timestamp): Uint8Array {
  const local = new Date(utc + quarterHours * QUARTER_HOUR).toISOString();
  const zone = String(Math.abs(quarterHours)).padStart(2, '0');
  const bytes = semiOctets(local.slice(2, 19).replace(/\D/g, '') + zone);
  if (quarterHours < 0) bytes[TIMESTAMP_LENGTH - 1] |= 0x08;
  return bytes;
}

function decodeTimestamp(bytes: Uint8Array): Timestamp {
  const zoneByte = bytes[TIMESTAMP_LENGTH - 1];
  const [year, month, day, hour, minute, second] = Array.from(bytes, (byte) => (byte & 0x0f) * 10 + (byte >> 4));
  const quarterHours = ((zoneByte & 0x07) * 10 + (zoneByte >> 4)) * ((zoneByte & 0x08) === 0 ? 1 : -1);
  return { utc: Date.UTC(2000 + year, month - 1, day, hour, minute, second) - quarterHours * QUARTER_HOUR, quarterHours };
}
