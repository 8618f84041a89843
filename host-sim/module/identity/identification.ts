import type { Command } from '../../../modules/at/command.js';
import { integer, quoted, word } from '../../../modules/at/field.js';
import { model, revision, serialNumber } from '../../../modules/cellular/device.js';
import { answer, answerAs, handle, type Handler, type Outcome } from '../line/handler.js';
import { actionRow, asRead, BARE_TEXT, basicRow, readRow, setRow, withBareReply } from '../line/rows.js';
import type { Profile } from '../profile.js';

/** Digits of an IMEI without the check digit, which the software version takes the place of in an IMEISV. */
const IMEI_DIGITS = 14;
const SOFTWARE_VERSION = '01';

/** Who the module is, by the 3GPP names and by V.250's. */
export function identificationHandlers(profile: Profile): readonly Handler[] {
  /** As the voice has it now; words are written as they are, so quotes are written here. */
  const named = (label: string, row: Command, text: string): Outcome => {
    switch (profile.identityForm) {
      case 'bare':
        return answerAs({ fields: BARE_TEXT }, [text]);
      case 'prefixed':
        return answerAs({ prefix: row.name, fields: BARE_TEXT }, [`"${text}"`]);
      case 'labelled':
        return answerAs({ prefix: label, fields: BARE_TEXT }, [text]);
    }
  };
  const tells = (name: string, source: string, text: string): Handler =>
    handle(withBareReply(actionRow(name, { summary: 'Tells a part of what the module is.', source })), () => answer([text]));
  return [
    ...[serialNumber, SERIAL_NUMBER_READ].map((row) => handle(row, () => named('IMEI', row, profile.imei))),
    handle(SERIAL_NUMBER_OF_KIND, (fields) => answer([serialNumberOf(profile.imei, fields.integer('kind'))])),
    ...[model, MODEL_READ].map((row) => handle(row, () => named('Model', row, profile.model))),
    ...[revision, REVISION_READ].map((row) => handle(row, () => named('Revision', row, profile.revision))),
    ...[FACTORY_NUMBER, FACTORY_NUMBER_READ].map((row) => handle(row, () => answer([profile.serialNumber]))),
    handle(PACKAGE_VERSION, () => answer([profile.revision])),
    tells('+CGMI', '3GPP TS 27.007 §5.1', profile.manufacturer),
    tells('+GMI', 'V.250 §6.1.4', profile.manufacturer),
    tells('+GMM', 'V.250 §6.1.5', profile.model),
    tells('+GMR', 'V.250 §6.1.6', profile.revision),
    tells('+GSN', 'V.250 §6.1.7', profile.imei),
    handle(IDENTITY, () => answer([profile.manufacturer], [profile.model], [profile.revision])),
    handle(CAPABILITIES, () => answer(['+CGSM', '+CLTE1'])),
  ];
}

/** Made once: a module makes its handlers at each start. */
const SERIAL_NUMBER_READ = asRead(serialNumber);
const MODEL_READ = asRead(model);
const REVISION_READ = asRead(revision);
const FACTORY_NUMBER = actionRow(
  '+CFSN',
  { summary: "Tells the factory's serial number.", source: 'vendors' },
  [quoted('number', 1, 32)],
);
const FACTORY_NUMBER_READ = asRead(FACTORY_NUMBER);
const PACKAGE_VERSION = readRow(
  '+GTPKGVER',
  { summary: 'Tells the version of the firmware package.', source: 'vendors' },
  [quoted('version', 1, 64)],
);

/** 0 serial number, 1 IMEI, 2 IMEISV, 3 software version of it. */
function serialNumberOf(imei: string, kind: number): string {
  switch (kind) {
    case 2:
      return imei.slice(0, IMEI_DIGITS) + SOFTWARE_VERSION;
    case 3:
      return SOFTWARE_VERSION;
    default:
      return imei;
  }
}

const SERIAL_NUMBER_OF_KIND = setRow(
  '+CGSN',
  { summary: 'Tells one of the serial numbers.', source: '3GPP TS 27.007 §5.4' },
  [integer('kind', 0, 3)],
  [quoted('number', 1, 16)],
);

const IDENTITY = basicRow(
  'I',
  { summary: 'Tells manufacturer, model and revision.', source: 'V.250 §6.1.3' },
  [integer('which', 0, 9)],
  BARE_TEXT,
);

const CAPABILITIES = actionRow(
  '+GCAP',
  { summary: 'Tells the families of commands that the module has.', source: 'V.250 §6.1.9' },
  [word('first'), word('second')],
);
