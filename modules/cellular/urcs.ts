import { hexadecimalValue } from '../base/ascii.js';
import type { Urc } from '../at/command.js';
import type { FieldReader } from '../at/line/field-reader.js';
import { integer, optional, quoted, word } from '../at/field.js';

/** 3GPP TS 27.007 §7.2 numbers them up to 11. An area of hexadecimal digits, of which it has four, is longer. */
const REGISTRATION_STATUS = integer('status', 0, 15, 2);
/** What a registration line tells; a reply has a mode before it. */
export const REGISTRATION = [
  REGISTRATION_STATUS,
  optional(quoted('area', 0, 8)),
  optional(quoted('cell', 0, 9)),
  optional(integer('technology', 0, 15)),
] as const;
/** The mode of registration reports: with location, and a cause where one is refused. */
export const REGISTRATION_MODE = integer('mode', 0, 5);
const AREA = 1;

/**
 * Reply and URC share their prefix, and modules leave the quotes of the area out: `+CREG: 2,1,DF16,2C69938` is a reply and
 * `+CREG: 1,DF16,2C69938` is a URC. So it is the second field that tells: a number of one or two digits, in quotes or not, is a
 * status, and the line a reply; anything else, or nothing, and the line is a URC.
 */
function isRegistrationReply(fields: FieldReader): boolean {
  const length = fields.byteLengthAt(AREA);
  return (length === 1 || length === 2) && isNumber(fields.textAt(AREA));
}

function isNumber(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const digit = hexadecimalValue(text.charCodeAt(index));
    if (digit < 0 || digit > 9) return false;
  }
  return true;
}

export const registrationChanged: Urc = {
  name: '+CREG',
  fields: REGISTRATION,
  isReply: isRegistrationReply,
  summary: 'Registration with the circuit-switched network changed.',
  source: '3GPP TS 27.007 §7.2',
};
export const packetRegistrationChanged: Urc = {
  name: '+CGREG',
  fields: REGISTRATION,
  isReply: isRegistrationReply,
  summary: 'Registration with the packet network changed.',
  source: '3GPP TS 27.007 §10.1.20',
};
export const epsRegistrationChanged: Urc = {
  name: '+CEREG',
  fields: REGISTRATION,
  isReply: isRegistrationReply,
  summary: 'Registration with the LTE network changed.',
  source: '3GPP TS 27.007 §10.1.22',
};

/** What stands above a message is nothing that the driver needs. */
const HEADER = [optional(word('first')), optional(word('second'))] as const;

/** Below it stands the message: its text as the sender has written it, or in hexadecimal digits. */
export const messageDelivered: Urc = {
  name: '+CMT',
  fields: HEADER,
  isAboveText: () => true,
  summary: 'A short message has arrived, and stands below: nothing of it is obeyed.',
  source: '3GPP TS 27.005 §3.4.1',
};
export const broadcastDelivered: Urc = {
  name: '+CBM',
  fields: HEADER,
  isAboveText: () => true,
  summary: 'A cell broadcast has arrived, and stands below: nothing of it is obeyed.',
  source: '3GPP TS 27.005 §3.4.1',
};
export const reportDelivered: Urc = {
  name: '+CDS',
  fields: HEADER,
  // In text mode it is one line of many fields; else its length alone stands above the digits.
  isAboveText: (fields) => !fields.has('second'),
  summary: 'A status report has arrived, and stands below where it is written in hexadecimal digits.',
  source: '3GPP TS 27.005 §3.4.1',
};
export const serviceText: Urc = {
  name: '+CUSD',
  fields: [integer('state', 0, 5), optional(quoted('text', 0, 65535)), optional(integer('coding', 0, 255))],
  summary: "Text of the carrier's services (USSD): nothing of it is obeyed, though it may hold line ends.",
  source: '3GPP TS 27.007 §7.15',
};
