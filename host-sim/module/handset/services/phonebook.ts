import { choice, integer, optional, quoted } from '../../../../modules/at/field.js';
import type { Arguments } from '../../line/arguments.js';
import { answer, handle, type Handler, ok, type Outcome, refuse } from '../../line/handler.js';
import { CME, type CommandFailure } from '../../line/result-codes.js';
import { actionRow, readRow, setRow, testRow } from '../../line/rows.js';
import type { Settings } from '../../line/settings.js';
import { decodeText, encodeText } from '../../line/text-encoding.js';
import type { Sim } from '../../cellular/sim.js';
import { dialled, directoryRecord, NAME_LENGTH, NUMBER_LENGTH, PHONEBOOK } from '../card-files/card-contents.js';
import { INTERNATIONAL, typeOfNumber } from '../messages/tpdu.js';

const CHOOSE = { summary: 'Chooses the phonebook.', source: '3GPP TS 27.007 §8.11' };
const READ = { summary: 'Reads entries of the phonebook.', source: '3GPP TS 27.007 §8.12' };
const FIND = { summary: 'Finds entries of the phonebook by their name.', source: '3GPP TS 27.007 §8.13' };
const WRITE = { summary: 'Writes an entry of the phonebook, or deletes it.', source: '3GPP TS 27.007 §8.14' };
const OWN = { summary: "Tells the subscriber's own number.", source: '3GPP TS 27.007 §7.1' };

/** The card's phonebook, and the subscriber's own numbers. */
const STORAGES = ['SM', 'ON'];
const INDEX = integer('index', 1, 255);
const TYPE = integer('type', 128, 255);
const ENTRY = [INDEX, quoted('number', 0, NUMBER_LENGTH), TYPE, quoted('name', 0, 4 * NAME_LENGTH)];

export const PHONEBOOK_SETTINGS = [{ name: '+CPBS', initial: ['SM'] }];

/** Made once: a module makes its handlers at each start. */
const CPBS_SET = setRow('+CPBS', CHOOSE, [choice('storage', STORAGES)]);
const CPBS_READ = readRow('+CPBS', CHOOSE, [quoted('storage', 2, 2), integer('used', 0, 255), integer('total', 0, 255)]);
const CPBR_SET = setRow('+CPBR', READ, [INDEX, optional(integer('last', 1, 255))], ENTRY);
const CPBR_TEST = testRow('+CPBR', READ);
const CPBF_SET = setRow('+CPBF', FIND, [quoted('text', 0, 4 * NAME_LENGTH)], ENTRY);
const CPBF_TEST = testRow('+CPBF', FIND);
const CPBW_SET = setRow('+CPBW', WRITE, [
  optional(INDEX),
  optional(quoted('number', 1, NUMBER_LENGTH)),
  optional(TYPE),
  optional(quoted('name', 0, 4 * NAME_LENGTH)),
]);
const CPBW_TEST = testRow('+CPBW', WRITE);
const CNUM_ACTION = actionRow('+CNUM', OWN, [quoted('name', 0, 4 * NAME_LENGTH), quoted('number', 0, 80), TYPE]);

type Entry = readonly [index: number, number: string, name: string];

/** The card's phonebook: what is written stays on the card, and its file shows it. */
export function phonebookHandlers(sim: Sim, settings: Settings): readonly Handler[] {
  const fileId = (): number => (settings.values('+CPBS')[0] === 'ON' ? PHONEBOOK.own : PHONEBOOK.contacts);
  const records = (): readonly Uint8Array[] => sim.card.files.find(fileId())?.records ?? [];
  const entries = (): readonly Entry[] =>
    records().flatMap((record, index) => {
      const { number, name } = dialled(record);
      return number === '' ? [] : [[index + 1, number, name] as const];
    });

  const told = ([index, number, name]: Entry) => [index, number, typeOfNumber(number), encodeText(name, settings)] as const;
  const whileReady = (act: () => Outcome): Outcome => (sim.fault === undefined ? act() : refuse(sim.fault));
  const listed = (isMeant: (entry: Entry) => boolean): Outcome => answer(...entries().filter(isMeant).map(told));
  /** Numbers on the card have no sign but their type. */
  const size = (): number => records().length;

  function write(fields: Arguments): Outcome {
    const free = entries().length === size() ? undefined : firstFree();
    const index = fields.has('index') ? fields.integer('index') : free;
    const fault = index === undefined ? CME.memoryFull : faultOf(index, fields);
    if (index === undefined || fault !== undefined) return refuse(fault ?? CME.memoryFull);
    records()[index - 1].set(directoryRecord(numberOf(fields), decodeText(fields.text('name'), settings) ?? ''));
    return ok();
  }

  function firstFree(): number {
    const used = entries().map(([index]) => index);
    let index = 1;
    while (used.includes(index)) index += 1;
    return index;
  }

  function numberOf(fields: Arguments): string {
    const number = fields.text('number');
    return fields.integer('type') === INTERNATIONAL && number !== '' && !number.startsWith('+') ? `+${number}` : number;
  }

  function faultOf(index: number, fields: Arguments): CommandFailure | undefined {
    if (index > size()) return CME.invalidIndex;
    if (!/^(\+?[\d*#]+)?$/.test(fields.text('number'))) return CME.incorrectParameters;
    return (decodeText(fields.text('name'), settings) ?? '').length > NAME_LENGTH ? CME.textTooLong : undefined;
  }

  return [
    handle(CPBS_SET, (fields) => {
      settings.set('+CPBS', fields.text('storage'));
      return ok();
    }),
    handle(CPBS_READ, () => whileReady(() => answer([settings.values('+CPBS')[0], entries().length, size()]))),
    handle(CPBR_SET, (fields) =>
      whileReady(() => {
        const first = fields.integer('index');
        const last = fields.has('last') ? fields.integer('last') : first;
        return last > size() ? refuse(CME.invalidIndex) : listed(([index]) => index >= first && index <= last);
      }),
    ),
    handle(CPBR_TEST, () => answer([`(1-${size()}),${NUMBER_LENGTH},${NAME_LENGTH}`])),
    handle(CPBF_SET, (fields) =>
      whileReady(() => {
        const text = decodeText(fields.text('text'), settings) ?? '';
        return listed(([, , name]) => name.startsWith(text));
      }),
    ),
    handle(CPBF_TEST, () => answer([`${NUMBER_LENGTH},${NAME_LENGTH}`])),
    handle(CPBW_SET, (fields) => whileReady(() => write(fields))),
    handle(CPBW_TEST, () => answer([`(1-${size()}),${NUMBER_LENGTH},(129,145),${NAME_LENGTH}`])),
    handle(CNUM_ACTION, () =>
      whileReady(() => {
        const { number } = sim.card;
        return number === '' ? ok() : answer(['', number, typeOfNumber(number)]);
      }),
    ),
  ];
}
