import { integer, optional, quoted } from '../../../modules/at/field.js';
import { operatorQuery } from '../../../modules/cellular/network.js';
import type { Arguments } from '../line/arguments.js';
import { answer, handle, type Handler, ok, type Outcome, refuse } from '../line/handler.js';
import { CME } from '../line/result-codes.js';
import { setRow, testRow } from '../line/rows.js';
import type { Settings } from '../line/settings.js';
import { encodeText } from '../line/text-encoding.js';
import { type Operator, operatorsAround } from './operators.js';
import type { Radio } from './radio.js';
import type { Sim } from './sim.js';

const AUTOMATIC = 0;
const MANUAL = 1;
const DEREGISTER = 2;
const SET_FORMAT = 3;
const MANUAL_ELSE_AUTOMATIC = 4;

const LONG = 0;
const SHORT = 1;

const PURPOSE = { summary: 'Chooses the carrier, or the way in which it is told.', source: '3GPP TS 27.007 §7.3' };

const select = setRow('+COPS', PURPOSE, [
  integer('mode', AUTOMATIC, MANUAL_ELSE_AUTOMATIC),
  optional(integer('format', 0, 2)),
  optional(quoted('operator', 1, 64)),
  optional(integer('technology', 0, 15)),
]);

/** How the carrier is told: 0 long name, 1 short name, 2 number. */
export const OPERATOR_SETTINGS = [{ name: '+COPS', initial: [LONG] }];

export function operatorHandlers(radio: Radio, sim: Sim, settings: Settings): readonly Handler[] {
  let isManual = false;

  const around = (): readonly Operator[] => operatorsAround(radio.network, radio.isRegistered);
  const encoded = (text: string): string => encodeText(text, settings);

  function nameOf(operator: Operator, format: number): string {
    if (format === LONG) return encoded(operator.long);
    return format === SHORT ? encoded(operator.short) : operator.code;
  }

  function choose(fields: Arguments): Outcome {
    const format = fields.has('format') ? fields.integer('format') : settings.get('+COPS');
    const wanted = fields.text('operator');
    const operator = around().find((candidate) => nameOf(candidate, format) === wanted);
    if (operator?.status === 3) return refuse(CME.networkNotAllowed);
    if (operator === undefined) return refuse(CME.noNetworkService);
    return register(true);
  }

  function register(byHand: boolean): Outcome {
    isManual = byHand;
    return ok(() => radio.setWanted(true));
  }

  return [
    // 2 is "deregistered": what a capture shows of a module without a network.
    handle(operatorQuery, () => {
      if (!radio.isRegistered) return answer([DEREGISTER]);
      const format = settings.get('+COPS');
      return answer([isManual ? MANUAL : AUTOMATIC, format, nameOf(around()[0], format), radio.network.cell.technology]);
    }),
    handle(select, (fields) => {
      const mode = fields.integer('mode');
      if (mode === SET_FORMAT) {
        settings.set('+COPS', fields.integer('format'));
        return ok();
      }
      if (sim.fault !== undefined) return refuse(sim.fault);
      if (mode === DEREGISTER) return ok(() => radio.setWanted(false));
      if (mode === AUTOMATIC) return register(false);
      return choose(fields);
    }),
    handle(testRow('+COPS', PURPOSE), () => {
      if (sim.fault !== undefined) return refuse(sim.fault);
      const { technology } = radio.network.cell;
      const found = around().map(
        ({ status, long, short, code }) => `(${status},"${encoded(long)}","${encoded(short)}","${code}",${technology})`,
      );
      return answer([`${found.join(',')},,(0-4),(0-2)`]);
    }),
  ];
}
