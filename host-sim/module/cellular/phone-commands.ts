import { integer, word } from '../../../modules/at/field.js';
import { type ExtendedParameter, parameterHandlers } from '../line/extended-parameters.js';
import { answer, handle, type Handler, ok } from '../line/handler.js';
import { actionRow, BARE_TEXT, readRow, setRow, testRow, withBareReply } from '../line/rows.js';
import type { Settings } from '../line/settings.js';

/** LTE only. */
const LTE = 28;
const TECHNOLOGY = { summary: 'Chooses the radio technology; there is LTE only.', source: '3GPP TS 27.007 §5.9' };
const ACTIVITY = { summary: 'Tells whether the module is ready.', source: '3GPP TS 27.007 §8.1' };
const BATTERY = { summary: 'Tells the battery; 2 is that there is none.', source: '3GPP TS 27.007 §8.4' };
const CALLS = { summary: 'Lists the calls; there are none.', source: '3GPP TS 27.007 §7.18' };
const HANG_UP = { summary: 'Ends all calls; there are none.', source: '3GPP TS 27.007 §6.5' };
const ERROR_REPORT = { summary: 'Tells why the last call failed; there was none.', source: '3GPP TS 27.007 §6.10' };

export const PHONE_PARAMETERS: readonly ExtendedParameter[] = [
  {
    name: '+GTRAT', fields: [integer('mode', 3, 3)], initial: [3],
    summary: 'Chooses the radio technology, as Fibocom numbers them: 3 is LTE only.', source: 'vendors', range: '(3),,',
  },
];

/** What a telephone has and a data module answers for: no calls, one technology. */
export function phoneHandlers(settings: Settings): readonly Handler[] {
  return [
    ...parameterHandlers(PHONE_PARAMETERS, settings),
    handle(actionRow('+CPAS', ACTIVITY, [integer('state', 0, 5)]), () => answer([0])),
    handle(testRow('+CPAS', ACTIVITY), () => answer(['(0)'])),
    handle(actionRow('+CBC', BATTERY, [integer('state', 0, 3), integer('charge', 0, 100)]), () => answer([2, 0])),
    handle(setRow('+WS46', TECHNOLOGY, [integer('technology', LTE, LTE)]), () => ok()),
    handle(withBareReply(readRow('+WS46', TECHNOLOGY, BARE_TEXT)), () => answer([String(LTE)])),
    handle(withBareReply(testRow('+WS46', TECHNOLOGY)), () => answer([`(${LTE})`])),
    handle(actionRow('+CLCC', CALLS), () => ok()),
    handle(actionRow('+CHUP', HANG_UP), () => ok()),
    handle(actionRow('+CEER', ERROR_REPORT, [word('cause')]), () => answer(['No report available'])),
  ];
}
