import { command } from '../at/command.js';
import { integer, optional, secret, word } from '../at/field.js';

export const simState = command({
  name: '+CPIN',
  form: 'read',
  arguments: [],
  reply: { prefix: '+CPIN', fields: [word('state')] },
  responseDeadline: 5000,
  repeatable: true,
  summary: 'Tells whether the SIM card is ready, or what it waits for.',
  source: '§3.1, §4.1.1',
});

/** Not repeatable: three wrong PINs lock the card. */
export const enterPin = command({
  name: '+CPIN',
  form: 'set',
  arguments: [secret('pin', 4, 8)],
  responseDeadline: 10000,
  repeatable: false,
  summary: 'Enters the PIN of the SIM card.',
  source: '3GPP TS 27.007 §8.3',
});

/** The first line is the PIN's. Whether these modules know it is unverified. */
export const pinTries = command({
  name: '+CPINR',
  form: 'action',
  arguments: [],
  reply: { prefix: '+CPINR', fields: [word('code'), integer('left', 0, 10), optional(integer('full', 0, 10))] },
  responseDeadline: 5000,
  repeatable: true,
  summary: 'Tells how often the PIN may still be wrong.',
  source: '3GPP TS 27.007 §8.65',
});
