import type { Command } from '../../../modules/at/command.js';
import { choice, integer, optional, word } from '../../../modules/at/field.js';
import { attention, errorFormat, errorFormatQuery, flowControl } from '../../../modules/cellular/device.js';
import { basicParameterHandlers, describeBasicParameters } from './basic-parameters.js';
import { type ExtendedParameter, parameterHandlers } from './extended-parameters.js';
import { answer, handle, type Handler, ok, refuse } from './handler.js';
import { BARE_TEXT, basicRow } from './rows.js';
import type { Settings } from './settings.js';

/** The settings of the conversation that the driver does not know. */
export const TERMINAL_PARAMETERS: readonly ExtendedParameter[] = [
  {
    name: '+CSCS', fields: [choice('set', ['GSM', 'IRA', 'UCS2', 'HEX'])], initial: ['IRA'],
    summary: 'Chooses the character set of texts.', source: '3GPP TS 27.007 §5.5',
  },
  {
    name: '+IFC', fields: [flowControl.arguments[0], optional(flowControl.arguments[1])], initial: [0, 0],
    summary: 'Chooses the flow control.', source: 'V.250 §6.2.12',
  },
  {
    name: '+ICF', fields: [integer('format', 3, 3), optional(integer('parity', 0, 3))], initial: [3, 3],
    summary: 'Chooses the character format; 3 is 8N1.', source: 'V.250 §6.2.11',
  },
  {
    name: '+ILRR', fields: [integer('reports', 0, 1)], initial: [0],
    summary: 'Chooses whether the rate is reported at a connection.', source: 'V.250 §6.2.13',
  },
  {
    name: '+CRC', fields: [integer('mode', 0, 1)], initial: [0],
    summary: 'Chooses how incoming calls are announced.', source: '3GPP TS 27.007 §6.11',
  },
  {
    name: '+CR', fields: [integer('mode', 0, 1)], initial: [0],
    summary: 'Chooses whether the kind of bearer is reported at a connection.', source: '3GPP TS 27.007 §6.9',
  },
  {
    name: '+FCLASS', fields: [integer('class', 0, 0)], initial: [0],
    summary: 'Chooses data (0); fax there is none.', source: 'V.250 annex D', range: '0',
  },
  {
    name: '+CSTA', fields: [integer('type', 129, 145)], initial: [129],
    summary: 'Chooses the type of numbers that are dialled.', source: '3GPP TS 27.007 §6.1', range: '(129,145)',
  },
];

function numbered(name: string, summary: string, source: string, maximum = 0): Command {
  return basicRow(name, { summary, source }, [integer('number', 0, maximum)]);
}

const RESTORE = numbered('Z', 'Restores the stored settings.', 'V.250 §6.1.1', 1);
const RESTORE_FACTORY = numbered('&F', 'Restores the settings of the factory.', 'V.250 §6.1.2', 1);
const STORE = numbered('&W', 'Stores the settings for the next start.', 'vendors', 1);
const VIEW = basicRow('&V', { summary: 'Shows the settings.', source: 'vendors' }, [integer('profile', 0, 1)], BARE_TEXT);
/** A comma in a number is a pause. */
const NUMBER = Array.from({ length: 8 }, (_, index) => optional(word(`part${index}`)));
const DIAL = basicRow(
  'D',
  { summary: 'Dials; the data call of these modules is AT+MIPCALL, and there are no others.', source: 'V.250 §6.3.1' },
  NUMBER,
);

/** The calls that there are not. */
const CALL_HANDLERS: readonly Handler[] = [
  handle(numbered('H', 'Ends a call; there is none.', 'V.250 §6.3.6', 5), () => ok()),
  handle(numbered('T', 'Tone dialling.', 'V.250 §6.3.2'), () => ok()),
  handle(numbered('P', 'Pulse dialling.', 'V.250 §6.3.3'), () => ok()),
  handle(DIAL, () => refuse('no-carrier')),
  handle(numbered('A', 'Answers a call.', 'V.250 §6.3.5'), () => refuse('no-carrier')),
  handle(numbered('O', 'Returns to the data of a call.', 'V.250 §6.3.7'), () => refuse('no-carrier')),
];

/** Commands about the conversation itself: V.250's parameters, their storage and reset, and the calls that nobody takes. */
export function terminalHandlers(settings: Settings): readonly Handler[] {
  const act = (row: Command, run: () => void): Handler =>
    handle(row, () => {
      run();
      return ok();
    });
  return [
    handle(attention, () => ok()),
    ...basicParameterHandlers(settings),
    ...parameterHandlers(TERMINAL_PARAMETERS, settings),
    handle(errorFormat, (fields) => {
      settings.set('+CMEE', fields.integer('mode'));
      return ok();
    }),
    handle(errorFormatQuery, () => answer([settings.get('+CMEE')])),
    act(RESTORE, () => settings.restore()),
    act(RESTORE_FACTORY, () => settings.restoreFactory()),
    act(STORE, () => settings.store()),
    handle(VIEW, () => answer(...describeBasicParameters(settings).map((line) => [line]))),
    ...CALL_HANDLERS,
  ];
}
