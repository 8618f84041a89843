import { lineRate } from '../../../modules/cellular/device.js';
import type { ModuleLine } from '../module-line.js';
import type { Runtime } from '../runtime.js';
import { answer, handle, type Handler, ok, refuse } from './handler.js';
import { CME } from './result-codes.js';
import { readRow, testRow } from './rows.js';

/** The rate of a line that has none, until another is set. */
const USUAL_RATE = 115200;
const RATES: readonly number[] = [0, 9600, 19200, 38400, 57600, 115200, 230400, 460800, 921600];

/** Not the row itself: it would bring its form along. */
const PURPOSE = { summary: lineRate.summary, source: lineRate.source };

/** `AT+IPR`: the answer leaves at the old rate, and what follows at the new one. 0 is taken, and changes nothing. */
export function lineRateHandlers({ schedule }: Runtime, line: ModuleLine): readonly Handler[] {
  let withoutRate = USUAL_RATE;
  return [
    handle(readRow('+IPR', PURPOSE, lineRate.arguments), () => answer([line.baud ?? withoutRate])),
    handle(testRow('+IPR', PURPOSE), () => answer([`(),(${RATES.join(',')})`])),
    handle(lineRate, (fields) => {
      const rate = fields.integer('rate');
      if (!RATES.includes(rate)) return refuse(CME.incorrectParameters);
      return ok(() =>
        schedule.after(line.timeToSend ?? 0, () => {
          if (rate === 0) return;
          if (line.baud === undefined) withoutRate = rate;
          else line.baud = rate;
        }),
      );
    }),
  ];
}
