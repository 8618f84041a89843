import { command } from '../at/command.js';
import { integer, optional } from '../at/field.js';

/**
 * Short messages, cell broadcasts and USSD bring text of others. The driver wants none of it, and has the module write none on
 * the line: one that reads like a URC would be taken for one.
 */
export const messageFormat = command({
  name: '+CMGF',
  form: 'set',
  arguments: [integer('mode', 0, 1)],
  responseDeadline: 5000,
  repeatable: true,
  summary: 'Writes short messages as hexadecimal digits (0), or as their text (1).',
  source: '3GPP TS 27.005 §3.2.3',
});

export const messageFormatQuery = command({
  name: '+CMGF',
  form: 'read',
  arguments: [],
  reply: { prefix: '+CMGF', fields: [integer('mode', 0, 9)] },
  responseDeadline: 5000,
  repeatable: true,
  summary: 'Tells whether short messages are written as text.',
  source: '3GPP TS 27.005 §3.2.3',
});

export const messageRouting = command({
  name: '+CNMI',
  form: 'set',
  arguments: [
    integer('mode', 0, 3),
    integer('arrival', 0, 3),
    integer('broadcast', 0, 3),
    integer('report', 0, 2),
    integer('buffer', 0, 1),
  ],
  responseDeadline: 5000,
  repeatable: true,
  summary: 'Chooses whether messages, broadcasts and status reports that arrive are told of (1), or written on the line (2, 3).',
  source: '3GPP TS 27.005 §3.4.1',
});

export const messageRoutingQuery = command({
  name: '+CNMI',
  form: 'read',
  arguments: [],
  reply: {
    prefix: '+CNMI',
    fields: [
      integer('mode', 0, 9),
      integer('arrival', 0, 9),
      optional(integer('broadcast', 0, 9)),
      optional(integer('report', 0, 9)),
      optional(integer('buffer', 0, 9)),
    ],
  },
  responseDeadline: 5000,
  repeatable: true,
  summary: 'Tells what becomes of messages that arrive.',
  source: '3GPP TS 27.005 §3.4.1',
});

export const serviceTexts = command({
  name: '+CUSD',
  form: 'set',
  arguments: [integer('presentation', 0, 2)],
  responseDeadline: 5000,
  repeatable: true,
  summary: "Chooses whether texts of the carrier's services (USSD) are written on the line: not (0), or as they come (1).",
  source: '3GPP TS 27.007 §7.15',
});
