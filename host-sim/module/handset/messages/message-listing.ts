import { type AnyValues, optional, word } from '../../../../modules/at/field.js';
import { clockText } from '../../cellular/clock.js';
import type { Settings } from '../../line/settings.js';
import { hexadecimalText } from '../semi-octets.js';
import { encodeText } from '../../line/text-encoding.js';
import type { StoredMessage } from './message-store.js';
import { type CellBroadcast, decodeTpdu, encodeBroadcast, encodeStatusReport, type Timestamp, typeOfNumber } from './tpdu.js';

/** As text mode names the states, in PDU mode's order; `ALL` is 4. */
export const STATUS_NAMES = ['REC UNREAD', 'REC READ', 'STO UNSENT', 'STO SENT'];
export const ALL = 4;

/** More than any header has; all are words, as texts and numbers stand in different places in the two modes. */
export const MESSAGE_HEADER = Array.from({ length: 13 }, (_, index) => optional(word(`field${index}`)));

/** A header's values, and what stands below. */
type Listed = readonly [values: AnyValues, body: string];

/** As `AT+CMGR` and `AT+CMGL` show a message; `index` is absent where it was given. */
export function listed(message: StoredMessage, settings: Settings, index?: number): Listed {
  const place = index === undefined ? [] : [String(index)];
  const values = settings.get('+CMGF') === 1 ? textHeader(message, settings, index === undefined) : pduHeader(message);
  const body = settings.get('+CMGF') === 1 ? textBody(message, settings) : hexadecimalText(message.pdu);
  return [[...place, ...values], body];
}

/** As `+CMT` shows a message that is handed over instead of being stored. */
export function handedOver(pdu: Uint8Array, settings: Settings): Listed {
  const message: StoredMessage = { status: 0, pdu };
  const isTextMode = settings.get('+CMGF') === 1;
  const [, ...values] = isTextMode ? textHeader(message, settings, true) : pduHeader(message);
  return [values, isTextMode ? textBody(message, settings) : hexadecimalText(pdu)];
}

/** As `+CBM` shows a cell broadcast: channel and page above its text, or its length above its digits. */
export function broadcastOver(broadcast: CellBroadcast, settings: Settings): Listed {
  const page = encodeBroadcast(broadcast);
  if (settings.get('+CMGF') !== 1) return [[String(page.length)], hexadecimalText(page)];
  return [[broadcast.serial, broadcast.identifier, 1, 1, 1].map(String), encodeText(broadcast.text, settings)];
}

/** As `+CDS` shows a status report: all in one line, or its length above its digits. */
export function reportOver(number: string, reference: number, timestamp: Timestamp, settings: Settings): readonly [AnyValues, string?] {
  const report = encodeStatusReport(number, reference, timestamp);
  // No service centre stands before it, which is told by a length of 0.
  if (settings.get('+CMGF') !== 1) return [[String(report.length)], `00${hexadecimalText(report)}`];
  const stamp = `"${clockText(timestamp.utc, timestamp.quarterHours)}"`;
  return [[String(report[0]), String(reference), `"${encodeText(number, settings)}"`, String(typeOfNumber(number)), stamp, stamp, '0']];
}

/** The transfer layer message behind the service centre's address. */
export function tpduOf(pdu: Uint8Array): Uint8Array {
  return pdu.subarray(1 + pdu[0]);
}

function pduHeader({ status, pdu }: StoredMessage): AnyValues {
  return [String(status), undefined, String(tpduOf(pdu).length)];
}

/** All fields are words, so quotes are written here: numbers stand among them without. */
function textHeader({ status, pdu }: StoredMessage, settings: Settings, isAlone: boolean): AnyValues {
  const tpdu = decodeTpdu(tpduOf(pdu));
  if (tpdu === undefined) return [`"${STATUS_NAMES[status]}"`];
  const { timestamp, number } = tpdu;
  const stamp = timestamp === undefined ? [] : [`"${clockText(timestamp.utc, timestamp.quarterHours)}"`];
  const noName = '';
  const shortHeader = [`"${STATUS_NAMES[status]}"`, `"${encodeText(number, settings)}"`, noName, ...stamp];
  if (settings.get('+CSDH') === 0) return shortHeader;
  const type = typeOfNumber(number);
  const noCentre = ['', ''];
  const details = isAlone ? [type, tpdu.first, tpdu.protocol, tpdu.coding, ...noCentre, tpdu.length] : [type, tpdu.length];
  return [...shortHeader, ...details.map(String)];
}

function textBody({ pdu }: StoredMessage, settings: Settings): string {
  const tpdu = decodeTpdu(tpduOf(pdu));
  return tpdu === undefined ? hexadecimalText(pdu) : encodeText(tpdu.text, settings);
}
