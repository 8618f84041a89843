import { command } from '../at/command.js';
import { checked, integer, optional, quoted, secret, word } from '../at/field.js';
import { problemWithAccessPoint, problemWithHost } from '../cellular/host-name.js';
import { addressIn } from './address.js';
import { dataCallChanged, timeSynchronised } from './urcs.js';

export const dataCallQuery = command({
  name: '+MIPCALL',
  form: 'read',
  arguments: [],
  reply: {
    prefix: '+MIPCALL',
    fields: [integer('state', 0, 2), optional(word('address')), optional(word('second')), optional(word('third'))],
  },
  responseDeadline: 5000,
  repeatable: true,
  summary: 'Tells whether the data call is down (0), up (1, with its address) or busy (2).',
  source: 'docs/facts.md#data-call',
});

/** Not repeatable: dialling while an address exists can answer ERROR. */
export const dial = command({
  name: '+MIPCALL',
  form: 'set',
  arguments: [
    integer('operation', 1, 1),
    optional(checked('apn', 0, 100, problemWithAccessPoint)),
    optional(quoted('user', 0, 64)),
    optional(secret('password', 0, 64)),
    optional(integer('authentication', 0, 3)),
  ],
  completion: {
    urc: dataCallChanged,
    repeats: 0,
    deadline: 150000,
    succeeded: (fields) => addressIn(fields) !== undefined,
  },
  responseDeadline: 30000,
  repeatable: false,
  summary: 'Asks the carrier for an address.',
  source: '§3.1, §4.1.1',
});

export const hangUp = command({
  name: '+MIPCALL',
  form: 'set',
  arguments: [integer('operation', 0, 0)],
  completion: {
    urc: dataCallChanged,
    repeats: 0,
    deadline: 30000,
    succeeded: (fields) => addressIn(fields) === undefined,
  },
  responseDeadline: 30000,
  repeatable: true,
  summary: 'Gives the address back.',
  source: 'docs/facts.md#data-call',
});

export const synchroniseTime = command({
  name: '+MIPNTP',
  form: 'set',
  arguments: [checked('host', 1, 255, problemWithHost), integer('port', 1, 65535)],
  completion: {
    urc: timeSynchronised,
    repeats: 0,
    deadline: 60000,
    succeeded: (fields) => fields.integer('status') === 1,
  },
  responseDeadline: 10000,
  repeatable: true,
  summary: "Sets the module's clock from an NTP server.",
  source: '§6',
});
