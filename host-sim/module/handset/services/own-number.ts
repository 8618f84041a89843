import { integer, optional, quoted } from '../../../../modules/at/field.js';
import type { Sim } from '../../cellular/sim.js';
import { answer, handle, type Handler, ok, refuse } from '../../line/handler.js';
import { actionRow } from '../../line/rows.js';
import { typeOfNumber } from '../messages/tpdu.js';

const ownNumber = actionRow('+CNUM', { summary: "Tells the subscriber's own number.", source: '3GPP TS 27.007 §7.1' }, [
  optional(quoted('name', 0, 16)),
  quoted('number', 0, 80),
  integer('type', 128, 255),
]);

export function ownNumberHandlers(sim: Sim): readonly Handler[] {
  return [
    handle(ownNumber, () => {
      const { number } = sim.card;
      if (sim.fault !== undefined) return refuse(sim.fault);
      return number === '' ? ok() : answer([undefined, number, typeOfNumber(number)]);
    }),
  ];
}
