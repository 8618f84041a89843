import type { Urc } from '../../../../modules/at/command.js';
import { integer, optional, quoted } from '../../../../modules/at/field.js';
import { answer, handle, type Handler, ok, refuse } from '../../line/handler.js';
import { CME } from '../../line/result-codes.js';
import { readRow, setRow, testRow } from '../../line/rows.js';
import { decodeText, encodeText } from '../../line/text-encoding.js';
import type { Runtime } from '../../runtime.js';
import type { Radio } from '../../cellular/radio.js';
import type { Sim } from '../../cellular/sim.js';

const PURPOSE = {
  summary: 'Sends a code to the network, and chooses whether its answers are told.',
  source: '3GPP TS 27.007 §7.15',
};
const REPORTS = integer('reports', 0, 2);
/** The state of the dialogue: 0 ended, 4 the network knows no such code. */
const ENDED = 0;
const NOT_SUPPORTED = 4;
/** The default alphabet, with a language that is not told. */
const CODING = 15;

export const SERVICE_SETTINGS = [{ name: '+CUSD', initial: [0] }];

const answered: Urc = {
  name: '+CUSD',
  fields: [integer('state', 0, 5), optional(quoted('text', 0, 400)), optional(integer('coding', 0, 255))],
  summary: 'The network answers a code.',
  source: '3GPP TS 27.007 §7.15',
};

const ask = setRow('+CUSD', PURPOSE, [REPORTS, optional(quoted('code', 1, 400)), optional(integer('coding', 0, 255))]);

/** Codes such as `*100#` (USSD), as far as the network knows them. */
export function serviceHandlers(runtime: Runtime, radio: Radio, sim: Sim): readonly Handler[] {
  const { settings, schedule, profile, draw } = runtime;

  function request(code: string): void {
    schedule.after(draw(profile.timing.dial), () => {
      const text = radio.network.services[code];
      if (settings.get('+CUSD') !== 1) return;
      runtime.report(answered, text === undefined ? [NOT_SUPPORTED] : [ENDED, encodeText(text, settings), CODING]);
    });
  }

  return [
    handle(ask, (fields) => {
      const reports = fields.integer('reports');
      // 2 ends a dialogue; none lasts longer than its answer here.
      if (reports !== 2) settings.set('+CUSD', reports);
      if (!fields.has('code')) return ok();
      const code = decodeText(fields.text('code'), settings);
      if (code === undefined) return refuse(CME.incorrectParameters);
      if (sim.fault !== undefined) return refuse(sim.fault);
      if (!radio.isRegistered) return refuse(CME.noNetworkService);
      return ok(() => request(code));
    }),
    handle(readRow('+CUSD', PURPOSE, [REPORTS]), () => answer([settings.get('+CUSD')])),
    handle(testRow('+CUSD', PURPOSE), () => answer(['(0-2)'])),
  ];
}
