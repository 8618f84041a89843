import { command } from '../at/command.js';
import { checked, integer, optional, quoted, secret, word } from '../at/field.js';
import { addressIn } from './address.js';
import { problemWithAccessPoint, problemWithHost } from './host-name.js';
import { dataCall, REGISTRATION, REGISTRATION_MODE, timeSynchronised } from './urcs.js';

const REPORT_MODE = integer('mode', 0, 2);
/** Above 99 is what some modules say of other technologies: no strength that is known. The bit error rate is not needed. */
const SIGNAL_REPLY = { prefix: '+CSQ', fields: [integer('rssi', 0, 199), optional(integer('ber', 0, 99))] } as const;

export const signalQuality = command({
  name: '+CSQ',
  form: 'action',
  arguments: [],
  reply: SIGNAL_REPLY,
  responseDeadline: 5000,
  repeatable: true,
  summary: 'Tells the signal strength (0–31, dBm = −113 + 2·n; 99 unknown) and the bit error rate.',
  source: '§3.1',
});

/** The guide's spelling; 3GPP has only the action form, and modules take both. */
export const signalQualityQuery = command({ ...signalQuality, form: 'read' });

export const operatorQuery = command({
  name: '+COPS',
  form: 'read',
  arguments: [],
  reply: {
    prefix: '+COPS',
    fields: [
      integer('mode', 0, 4),
      optional(integer('format', 0, 2)),
      optional(quoted('operator', 0, 64)),
      optional(integer('technology', 0, 15)),
    ],
  },
  responseDeadline: 15000,
  repeatable: true,
  summary: 'Tells the carrier, and by its absence that there is no registration.',
  source: '§3.1',
});

function registrationQuery<const N extends string>(name: N, domain: string, source: string) {
  return command({
    name,
    form: 'read',
    arguments: [],
    // The URC of the same prefix has no mode: its second field is no number of two digits at most, which tells them apart.
    reply: { prefix: name, fields: [REGISTRATION_MODE, ...REGISTRATION] },
    responseDeadline: 5000,
    repeatable: true,
    summary: `Tells the registration with the ${domain} network: 1 home, 5 roaming, 2 searching, 3 denied.`,
    source,
  });
}

function registrationReports<const N extends string>(name: N, domain: string, source: string) {
  return command({
    name,
    form: 'set',
    arguments: [REPORT_MODE],
    responseDeadline: 5000,
    repeatable: true,
    summary: `Chooses whether changes of the ${domain} registration are reported by a URC.`,
    source,
  });
}

export const registrationQueryCs = registrationQuery('+CREG', 'circuit-switched', '3GPP TS 27.007 §7.2');
export const registrationQueryPacket = registrationQuery('+CGREG', 'packet', '§3.1, §4.1.1');
export const registrationQueryEps = registrationQuery('+CEREG', 'LTE', '3GPP TS 27.007 §10.1.22');
export const registrationReportsCs = registrationReports('+CREG', 'circuit-switched', '3GPP TS 27.007 §7.2');
export const registrationReportsPacket = registrationReports('+CGREG', 'packet', '3GPP TS 27.007 §10.1.20');
export const registrationReportsEps = registrationReports('+CEREG', 'LTE', '3GPP TS 27.007 §10.1.22');

/** GPRS timer 3 and 2, as 3GPP TS 24.008 §10.5.7.4a and §10.5.7.3 have them: a unit of three bits, a value of five. */
const TIMER_BITS = 8;

export const powerSavingMode = command({
  name: '+CPSMS',
  form: 'set',
  arguments: [
    integer('mode', 0, 2),
    optional(quoted('gprsUpdate', 0, TIMER_BITS)),
    optional(quoted('gprsReady', 0, TIMER_BITS)),
    optional(quoted('update', TIMER_BITS, TIMER_BITS)),
    optional(quoted('active', TIMER_BITS, TIMER_BITS)),
  ],
  responseDeadline: 5000,
  repeatable: true,
  summary: 'Asks the network for PSM: deep sleep between two updates, reachable for the active time only.',
  source: '3GPP TS 27.007 §7.38',
});

export const extendedReception = command({
  name: '+CEDRXS',
  form: 'set',
  arguments: [integer('mode', 0, 3), optional(integer('technology', 2, 5)), optional(quoted('cycle', 4, 4))],
  responseDeadline: 5000,
  repeatable: true,
  summary: 'Asks the network for eDRX: the time between two looks for arriving data, as a code of four bits.',
  source: '3GPP TS 27.007 §7.40',
});

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
    urc: dataCall,
    echoesFirstArgument: false,
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
    urc: dataCall,
    echoesFirstArgument: false,
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
    echoesFirstArgument: false,
    deadline: 60000,
    succeeded: (fields) => fields.integer('status') === 1,
  },
  responseDeadline: 10000,
  repeatable: true,
  summary: "Sets the module's clock from an NTP server.",
  source: '§6',
});

export const clockQuery = command({
  name: '+CCLK',
  form: 'read',
  arguments: [],
  // Without its quotes it falls into two fields, as there is a comma in it.
  reply: { prefix: '+CCLK', fields: [quoted('time', 17, 22), optional(word('rest'))] },
  responseDeadline: 2000,
  repeatable: true,
  summary: 'Tells the local time with its offset from UTC in quarter hours.',
  source: '§3.3, §6',
});
