import { integer, optional } from '../../../../modules/at/field.js';
import type { ExtendedParameter } from '../../line/extended-parameters.js';
import type { Setting } from '../../line/settings.js';

export const MESSAGE_PARAMETERS: readonly ExtendedParameter[] = [
  {
    name: '+CMGF', fields: [integer('mode', 0, 1)], initial: [0],
    summary: 'Chooses PDU mode (0) or text mode (1).', source: '3GPP TS 27.005 §3.2.3',
  },
  {
    name: '+CNMI', initial: [2, 1, 0, 0, 0], range: '(0-2),(0-2),(0,2),(0-2),(0,1)',
    fields: [
      integer('mode', 0, 2),
      optional(integer('arrival', 0, 2)),
      optional(integer('broadcast', 0, 2)),
      optional(integer('report', 0, 2)),
      optional(integer('buffer', 0, 1)),
    ],
    summary: 'Chooses whether and how arriving messages are reported.', source: '3GPP TS 27.005 §3.4.1',
  },
  {
    name: '+CSMP', initial: [17, 167, 0, 0],
    fields: ['first', 'validity', 'protocol', 'coding'].map((name) => optional(integer(name, 0, 255))),
    summary: 'Sets what text mode adds to a message that is sent.', source: '3GPP TS 27.005 §3.3.4',
  },
  {
    name: '+CSDH', fields: [integer('show', 0, 1)], initial: [0],
    summary: 'Chooses whether text mode shows all of the header.', source: '3GPP TS 27.005 §3.3.5',
  },
  {
    name: '+CMMS', fields: [integer('mode', 0, 2)], initial: [0],
    summary: 'Keeps the link up for more messages to send.', source: '3GPP TS 27.005 §3.5.6',
  },
];

/** `AT+CPMS` and `AT+CSMS` answer with more than was set. */
export const MESSAGE_SETTINGS: readonly Setting[] = [
  ...MESSAGE_PARAMETERS,
  { name: '+CPMS', initial: ['SM', 'SM', 'SM'] },
  { name: '+CSMS', initial: [0] },
];
