import { command } from '../at/command.js';
import { integer, word } from '../at/field.js';
import { isIccid } from '../cellular/identity.js';

export const sleepMode = command({
  name: '+CSCLK',
  form: 'set',
  arguments: [integer('mode', 0, 2)],
  responseDeadline: 2000,
  repeatable: true,
  summary: 'Chooses whether the module sleeps: never (0), while DTR is released (1), when its line is idle (2).',
  source: 'docs/facts.md#sleep',
});

export const simIdentity = command({
  name: '+CCID',
  form: 'action',
  arguments: [],
  reply: { prefix: '+CCID', isPrefixOptional: true, label: 'ICCID', fields: [word('iccid')], accepts: isIccid },
  responseDeadline: 5000,
  repeatable: true,
  summary: "Tells the SIM card's ICCID.",
  source: 'docs/facts.md#identity',
});
