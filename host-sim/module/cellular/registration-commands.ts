import type { Command } from '../../../modules/at/command.js';
import * as network from '../../../modules/cellular/network.js';
import { answer, handle, type Handler, ok } from '../line/handler.js';
import type { Settings } from '../line/settings.js';
import type { Radio, RegistrationReport } from './radio.js';

export const REGISTRATION_SETTINGS = (['+CREG', '+CGREG', '+CEREG'] as const).map((name) => ({ name, initial: [0] }));

/** One registration, told by three commands: an LTE module registers for everything at once. */
export function registrationHandlers(radio: Radio, settings: Settings): readonly Handler[] {
  const registration = (name: RegistrationReport, query: Command, reports: Command): readonly Handler[] => [
    handle(query, () => {
      const mode = settings.get(name);
      return answer([mode, radio.status, ...(mode === 2 ? radio.place : [])]);
    }),
    handle(reports, (fields) => {
      settings.set(name, fields.integer('mode'));
      return ok();
    }),
  ];
  return [
    ...registration('+CREG', network.registrationQueryCs, network.registrationReportsCs),
    ...registration('+CGREG', network.registrationQueryPacket, network.registrationReportsPacket),
    ...registration('+CEREG', network.registrationQueryEps, network.registrationReportsEps),
  ];
}
