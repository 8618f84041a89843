import { command } from '../at/command.js';
import { integer, optional, quoted, word } from '../at/field.js';
import { REGISTRATION, REGISTRATION_MODE } from './urcs.js';

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

export const extendedSignalQuality = command({
  name: '+CESQ',
  form: 'action',
  arguments: [],
  reply: {
    prefix: '+CESQ',
    fields: [
      integer('rxlev', 0, 255),
      integer('ber', 0, 255),
      integer('rscp', 0, 255),
      integer('ecno', 0, 255),
      integer('rsrq', 0, 255),
      integer('rsrp', 0, 255),
    ],
  },
  responseDeadline: 5000,
  repeatable: true,
  summary: 'Tells the signal of each technology: RSRQ 0–34 is −20 dB + n/2, RSRP 0–97 is −141 dBm + n; 255 is unknown.',
  source: '3GPP TS 27.007 §8.69',
});

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

export const edrxSetting = command({
  name: '+CEDRXS',
  form: 'set',
  arguments: [integer('mode', 0, 3), optional(integer('technology', 2, 5)), optional(quoted('cycle', 4, 4))],
  responseDeadline: 5000,
  repeatable: true,
  summary: 'Asks the network for eDRX: the time between two looks for arriving data, as a code of four bits.',
  source: '3GPP TS 27.007 §7.40',
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
