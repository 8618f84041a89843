import { integer, optional, quoted } from '../../../../modules/at/field.js';
import type { Sim } from '../../cellular/sim.js';
import { answer, handle, type Handler, type Outcome, refuse } from '../../line/handler.js';
import { CME } from '../../line/result-codes.js';
import { setRow } from '../../line/rows.js';
import { hexadecimalBytes, hexadecimalText } from '../semi-octets.js';
import { CardTerminal } from './card-terminal.js';
import { accessFile } from './file-instructions.js';
import { type CardAnswer, failed, STATUS } from './status-words.js';

const RESTRICTED = { summary: 'Reads or writes a file of the SIM card.', source: '3GPP TS 27.007 §8.18' };
const GENERIC = { summary: 'Sends an instruction to the SIM card.', source: '3GPP TS 27.007 §8.17' };

const BYTE = 255;
const DATA = quoted('data', 0, 520);

/** The card's files, without its instructions and with them. */
export function cardHandlers(sim: Sim): readonly Handler[] {
  const terminal = new CardTerminal(sim);

  const restricted = setRow(
    '+CRSM',
    RESTRICTED,
    [
      integer('instruction', 0, BYTE),
      optional(integer('file', 0, 0xffff)),
      optional(integer('p1', 0, BYTE)),
      optional(integer('p2', 0, BYTE)),
      optional(integer('length', 0, BYTE)),
      optional(DATA),
      optional(quoted('path', 0, 16)),
    ],
    [integer('sw1', 0, BYTE), integer('sw2', 0, BYTE), DATA],
  );
  const generic = setRow('+CSIM', GENERIC, [integer('length', 8, 520), DATA], [integer('length', 4, 520), DATA]);

  function tell({ status, data }: CardAnswer): Outcome {
    return answer([status >> 8, status & BYTE, data.length === 0 ? undefined : hexadecimalText(data)]);
  }

  return [
    handle(restricted, (fields) => {
      const file = sim.card.files.find(fields.integer('file'));
      const isLocked = sim.state === 'pin' || sim.state === 'puk';
      if (sim.fault !== undefined && !(isLocked && file?.isPublic)) return refuse(sim.fault);
      const data = hexadecimalBytes(fields.text('data'));
      if (data === undefined) return refuse(CME.incorrectParameters);
      if (file === undefined) return tell(failed(STATUS.fileNotFound));
      const [instruction, p1, p2, length] = ['instruction', 'p1', 'p2', 'length'].map((name) => fields.integer(name));
      return tell(accessFile(file, { instruction, p1, p2, length, data }));
    }),
    handle(generic, (fields) => {
      if (sim.state === 'absent' || sim.state === 'busy') return refuse(sim.fault ?? CME.simFailure);
      const command = hexadecimalBytes(fields.text('data'));
      if (command === undefined || 2 * command.length !== fields.integer('length')) return refuse(CME.incorrectParameters);
      const { status, data } = terminal.transmit(command);
      const text = hexadecimalText(data) + status.toString(16).toUpperCase();
      return answer([text.length, text]);
    }),
  ];
}
