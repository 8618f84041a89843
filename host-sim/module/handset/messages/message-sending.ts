import { choice, integer, optional, quoted } from '../../../../modules/at/field.js';
import type { Arguments } from '../../line/arguments.js';
import { joined, latin1Text } from '../../line/byte-text.js';
import { answer, handle, handleText, type Handler, ok, type Outcome, refuse } from '../../line/handler.js';
import { CMS, type CommandFailure } from '../../line/result-codes.js';
import { readRow, setRow } from '../../line/rows.js';
import type { Settings } from '../../line/settings.js';
import { hexadecimalBytes } from '../semi-octets.js';
import { decodeText, encodeText } from '../../line/text-encoding.js';
import type { SimCard } from '../../cellular/sim-card.js';
import { STATUS_NAMES, tpduOf } from './message-listing.js';
import type { MessageStatus } from './message-store.js';
import type { Messages } from './messages.js';
import { centreBytes, encodeSubmit, fitsMessage, INTERNATIONAL, typeOfNumber, WANTS_REPORT } from './tpdu.js';

const SEND = { summary: 'Sends a message.', source: '3GPP TS 27.005 §3.5.1, §4.3' };
const WRITE = { summary: 'Stores a message.', source: '3GPP TS 27.005 §3.5.3, §4.4' };
const SEND_STORED = { summary: 'Sends a stored message.', source: '3GPP TS 27.005 §3.5.2' };
const CENTRE = { summary: 'Sets the number of the service centre, on the card.', source: '3GPP TS 27.005 §3.3.1' };

const NUMBER = quoted('number', 1, 80);
const TYPE = optional(integer('type', 128, 255));
const LENGTH = integer('length', 7, 164);
const REFERENCE = [integer('reference', 0, 255)];
const INDEX = [integer('index', 1, 255)];
const UNSENT = 2;

/** Made once: a module makes its handlers at each start. */
const CMGS_PDU = setRow('+CMGS', SEND, [LENGTH], REFERENCE);
const CMGS_TEXT = setRow('+CMGS', SEND, [NUMBER, TYPE], REFERENCE);
const CMGW_PDU = setRow('+CMGW', WRITE, [LENGTH, optional(integer('status', 0, 3))], INDEX);
const CMGW_TEXT = setRow('+CMGW', WRITE, [NUMBER, TYPE, optional(choice('status', STATUS_NAMES))], INDEX);
const CMSS_SET = setRow('+CMSS', SEND_STORED, INDEX, REFERENCE);
const CSCA_SET = setRow('+CSCA', CENTRE, [NUMBER, TYPE]);
const CSCA_READ = readRow('+CSCA', CENTRE, [NUMBER, integer('type', 128, 255)]);

/** Sending messages and storing those that are to be sent. */
export function messageSendingHandlers(messages: Messages, card: SimCard, settings: Settings): readonly Handler[] {
  const isTextMode = (): boolean => settings.get('+CMGF') === 1;

  /** The arguments of one mode in the other. */
  const inTextMode = (): CommandFailure | undefined => messages.fault ?? (isTextMode() ? undefined : { cms: CMS.invalidPdu });
  const inPduMode = (): CommandFailure | undefined => messages.fault ?? (isTextMode() ? { cms: CMS.invalidText } : undefined);

  /** With the sign of an international number, which its type may tell instead. */
  function numberOf(fields: Arguments): string | undefined {
    const number = decodeText(fields.text('number'), settings);
    if (number === undefined || !/^\+?\d{1,20}$/.test(number)) return undefined;
    return fields.integer('type') === INTERNATIONAL && !number.startsWith('+') ? `+${number}` : number;
  }

  function send(pdu: Uint8Array | CommandFailure): Outcome {
    if (!(pdu instanceof Uint8Array)) return refuse(pdu);
    const reference = messages.send(tpduOf(pdu));
    return typeof reference === 'number' ? answer([reference]) : refuse(reference);
  }

  function store(pdu: Uint8Array | CommandFailure, status: number): Outcome {
    if (!(pdu instanceof Uint8Array)) return refuse(pdu);
    const index = messages.writing.add({ status: statusOf(status), pdu });
    return index === undefined ? refuse({ cms: CMS.memoryFull }) : answer([index]);
  }

  function fromText(fields: Arguments, typed: Uint8Array): Uint8Array | CommandFailure {
    const number = numberOf(fields);
    const text = decodeText(latin1Text(typed), settings);
    if (text === undefined || number === undefined || !fitsMessage(text)) return { cms: CMS.invalidText };
    return joined(centreBytes(card.messageCentre), encodeSubmit(number, text, (settings.get('+CSMP') & WANTS_REPORT) !== 0));
  }

  /** A PDU that starts with 00 leaves the service centre to the module. */
  function fromPdu(fields: Arguments, typed: Uint8Array): Uint8Array | CommandFailure {
    const pdu = hexadecimalBytes(latin1Text(typed).trim());
    if (pdu === undefined || pdu.length === 0 || tpduOf(pdu).length !== fields.integer('length')) return { cms: CMS.invalidPdu };
    return pdu[0] === 0 ? joined(centreBytes(card.messageCentre), tpduOf(pdu)) : pdu;
  }

  function sendStored(index: number): Outcome {
    const message = messages.writing.at(index);
    if (message === undefined) return refuse({ cms: CMS.invalidIndex });
    const outcome = send(message.pdu);
    if (outcome.fault === undefined) messages.writing.put(index, { ...message, status: 3 });
    return outcome;
  }

  return [
    handleText(CMGS_PDU, (fields, pdu) => send(fromPdu(fields, pdu)), inPduMode),
    handleText(CMGS_TEXT, (fields, text) => send(fromText(fields, text)), inTextMode),
    handleText(
      CMGW_PDU,
      (fields, pdu) => store(fromPdu(fields, pdu), fields.has('status') ? fields.integer('status') : UNSENT),
      inPduMode,
    ),
    handleText(
      CMGW_TEXT,
      (fields, text) => {
        const status = fields.has('status') ? STATUS_NAMES.indexOf(fields.text('status')) : UNSENT;
        return store(fromText(fields, text), status);
      },
      inTextMode,
    ),
    handle(CMSS_SET, (fields) => sendStored(fields.integer('index'))),
    handle(CSCA_SET, (fields) => {
      const number = numberOf(fields);
      if (number === undefined) return refuse({ cms: CMS.invalidText });
      card.messageCentre = number;
      return ok();
    }),
    handle(CSCA_READ, () =>
      messages.fault === undefined
        ? answer([encodeText(card.messageCentre, settings), typeOfNumber(card.messageCentre)])
        : refuse(messages.fault),
    ),
  ];
}

function statusOf(number: number): MessageStatus {
  return number === 0 || number === 1 || number === 3 ? number : UNSENT;
}
