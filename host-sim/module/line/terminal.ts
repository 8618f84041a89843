import { choice, type Field, integer, optional, word } from '../../../modules/at/field.js';
import { attention, errorFormat, errorFormatQuery, flowControl } from '../../../modules/fibocom/device.js';
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

/** Commands about the conversation itself: V.250's parameters, their storage and reset, and the calls that nobody takes. */
export function terminalHandlers(settings: Settings): readonly Handler[] {
  const act = (name: string, summary: string, source: string, run: () => void, maximum = 0): Handler =>
    handle(basicRow(name, { summary, source }, [integer('number', 0, maximum)]), () => {
      run();
      return ok();
    });
  const nobody = (name: string, summary: string, source: string, fields: readonly Field[] = [integer('number', 0, 0)]): Handler =>
    handle(basicRow(name, { summary, source }, fields), () => refuse('no-carrier'));
  // A comma in a number is a pause.
  const number = Array.from({ length: 8 }, (_, index) => optional(word(`part${index}`)));
  const view = basicRow('&V', { summary: 'Shows the settings.', source: 'vendors' }, [integer('profile', 0, 1)], BARE_TEXT);
  return [
    handle(attention, () => ok()),
    ...basicParameterHandlers(settings),
    ...parameterHandlers(TERMINAL_PARAMETERS, settings),
    handle(errorFormat, (fields) => {
      settings.set('+CMEE', fields.integer('mode'));
      return ok();
    }),
    handle(errorFormatQuery, () => answer([settings.get('+CMEE')])),
    act('Z', 'Restores the stored settings.', 'V.250 §6.1.1', () => settings.restore(), 1),
    act('&F', 'Restores the settings of the factory.', 'V.250 §6.1.2', () => settings.restoreFactory(), 1),
    act('&W', 'Stores the settings for the next start.', 'vendors', () => settings.store(), 1),
    handle(view, () => answer(...describeBasicParameters(settings).map((line) => [line]))),
    act('H', 'Ends a call; there is none.', 'V.250 §6.3.6', () => undefined, 5),
    act('T', 'Tone dialling.', 'V.250 §6.3.2', () => undefined),
    act('P', 'Pulse dialling.', 'V.250 §6.3.3', () => undefined),
    nobody('D', 'Dials; the data call of these modules is AT+MIPCALL, and there are no others.', 'V.250 §6.3.1', number),
    nobody('A', 'Answers a call.', 'V.250 §6.3.5'),
    nobody('O', 'Returns to the data of a call.', 'V.250 §6.3.7'),
  ];
}
