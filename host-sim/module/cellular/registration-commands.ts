import type { Command } from '../../../modules/at/command.js';
import { integer } from '../../../modules/at/field.js';
import * as network from '../../../modules/cellular/network.js';
import { REGISTRATION_MODE } from '../../../modules/cellular/urcs.js';
import { answerAs, handle, type Handler, ok } from '../line/handler.js';
import type { Settings } from '../line/settings.js';
import { type Radio, type RegistrationReport, REPORT_FIELDS } from './radio.js';

export const REGISTRATION_SETTINGS = (['+CREG', '+CGREG', '+CEREG'] as const).map((name) => ({ name, initial: [0] }));

interface RegistrationRows {
  readonly name: RegistrationReport;
  readonly query: Command;
  readonly reports: Command;
}

/** Made once: a module makes its handlers at each start. The driver's rows have the modes that it uses; `highest` is the standard's. */
function rowsOf(name: RegistrationReport, highest: number, query: Command, reports: Command): RegistrationRows {
  return { name, query, reports: { ...reports, arguments: [integer('mode', 0, highest)] } };
}

const ROWS = [
  rowsOf('+CREG', 3, network.registrationQueryCs, network.registrationReportsCs),
  rowsOf('+CGREG', 5, network.registrationQueryPacket, network.registrationReportsPacket),
  rowsOf('+CEREG', 5, network.registrationQueryEps, network.registrationReportsEps),
];
const ANSWER_FIELDS = [REGISTRATION_MODE, ...REPORT_FIELDS];

/** One registration, told by three commands: an LTE module registers for everything at once. */
export function registrationHandlers(radio: Radio, settings: Settings): readonly Handler[] {
  return ROWS.flatMap(({ name, query, reports }) => [
    handle(query, () => {
      const mode = settings.get(name);
      return answerAs({ prefix: name, fields: ANSWER_FIELDS }, [mode, ...radio.report(mode)]);
    }),
    handle(reports, (fields) => {
      settings.set(name, fields.integer('mode'));
      return ok();
    }),
  ]);
}
