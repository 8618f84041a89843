import type { Command } from '../../../modules/at/command.js';
import * as network from '../../../modules/fibocom/network.js';
import { answer, handle, type Handler, ok } from '../line/handler.js';
import type { Settings } from '../line/settings.js';
import type { Radio, RegistrationReport } from './radio.js';

export function radioHandlers(radio: Radio, settings: Settings): readonly Handler[] {
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
    handle(network.signalQuality, () => answer(radio.signal)),
    handle(network.signalQualityQuery, () => answer(radio.signal)),
    // 2 is "deregistered": what a capture shows of a module without a network.
    handle(network.operatorQuery, () =>
      radio.isRegistered ? answer([0, 0, radio.network.operator, radio.network.cell.technology]) : answer([2]),
    ),
    ...registration('+CREG', network.registrationQueryCs, network.registrationReportsCs),
    ...registration('+CGREG', network.registrationQueryPacket, network.registrationReportsPacket),
    ...registration('+CEREG', network.registrationQueryEps, network.registrationReportsEps),
  ];
}
