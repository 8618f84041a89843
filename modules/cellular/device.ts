import { command } from '../at/command.js';
import { integer, optional, word } from '../at/field.js';
import { isImei, isName } from './identity.js';

export const attention = command({
  name: '',
  form: 'action',
  arguments: [],
  responseDeadline: 1000,
  repeatable: true,
  summary: 'Asks whether commands are taken.',
  source: '§4.1.1',
});

export const echo = command({
  name: 'E',
  form: 'basic',
  arguments: [integer('echo', 0, 1)],
  responseDeadline: 1000,
  repeatable: true,
  summary: 'Switches the echo of command lines off (0) or on (1).',
  source: 'V.250 §6.2.4',
});

export const errorFormat = command({
  name: '+CMEE',
  form: 'set',
  arguments: [integer('mode', 0, 2)],
  responseDeadline: 2000,
  repeatable: true,
  summary: 'Chooses plain ERROR (0), numbered (1) or worded (2) error results.',
  source: '3GPP TS 27.007 §9.1',
});

/** The dialogue's probe: its information line tells this answer from a late final result of some other command. */
export const errorFormatQuery = command({
  name: '+CMEE',
  form: 'read',
  arguments: [],
  reply: { prefix: '+CMEE', fields: [integer('mode', 0, 2)] },
  responseDeadline: 2000,
  repeatable: true,
  summary: 'Tells how errors are reported; 0 after a module reboot.',
  source: '3GPP TS 27.007 §9.1',
});

export const functionality = command({
  name: '+CFUN',
  form: 'set',
  arguments: [integer('level', 0, 15)],
  responseDeadline: 15000,
  repeatable: true,
  summary: 'Sets the level of functionality: 0 minimum, 1 full, 4 radio off, 15 reset.',
  source: 'docs/facts.md#reset',
});

export const functionalityQuery = command({
  name: '+CFUN',
  form: 'read',
  arguments: [],
  reply: { prefix: '+CFUN', fields: [integer('level', 0, 15)] },
  responseDeadline: 5000,
  repeatable: true,
  summary: 'Tells the level of functionality.',
  source: '3GPP TS 27.007 §8.2',
});

export const lineRate = command({
  name: '+IPR',
  form: 'set',
  arguments: [integer('rate', 0, 921600)],
  responseDeadline: 2000,
  repeatable: true,
  summary: 'Sets the rate of the line in bits per second, after its answer; 0 lets the module find it out.',
  source: 'V.250 §6.2.10',
});

export const flowControl = command({
  name: '+IFC',
  form: 'set',
  arguments: [integer('byHost', 0, 2), integer('byModule', 0, 2)],
  responseDeadline: 2000,
  repeatable: true,
  summary: 'Chooses the flow control of each direction: none (0), XON/XOFF (1), RTS and CTS (2).',
  source: 'V.250 §6.2.12',
});

/** Modules add the voltage in millivolts, and some tell nothing else. */
export const batteryCharge = command({
  name: '+CBC',
  form: 'action',
  arguments: [],
  reply: {
    prefix: '+CBC',
    fields: [integer('state', 0, 9999), optional(integer('charge', 0, 9999)), optional(integer('voltage', 0, 9999))],
  },
  responseDeadline: 2000,
  repeatable: true,
  summary: 'Tells the battery, and on many modules the supply in millivolts.',
  source: '3GPP TS 27.007 §8.4',
});

export const serialNumber = command({
  name: '+CGSN',
  form: 'action',
  arguments: [],
  reply: { prefix: '+CGSN', isPrefixOptional: true, label: 'IMEI', fields: [word('imei')], accepts: isImei },
  responseDeadline: 2000,
  repeatable: true,
  summary: "Tells the module's IMEI.",
  source: '3GPP TS 27.007 §5.4',
});

export const model = command({
  name: '+CGMM',
  form: 'action',
  arguments: [],
  reply: { prefix: '+CGMM', isPrefixOptional: true, label: 'MODEL', fields: [word('model')], accepts: isName },
  responseDeadline: 2000,
  repeatable: true,
  summary: "Tells the module's model.",
  source: '3GPP TS 27.007 §5.2',
});

export const revision = command({
  name: '+CGMR',
  form: 'action',
  arguments: [],
  reply: { prefix: '+CGMR', isPrefixOptional: true, label: 'REVISION', fields: [word('revision')], accepts: isName },
  responseDeadline: 2000,
  repeatable: true,
  summary: "Tells the revision of the module's firmware.",
  source: '3GPP TS 27.007 §5.3',
});
