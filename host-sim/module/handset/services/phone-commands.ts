import { integer, word } from '../../../../modules/at/field.js';
import { batteryCharge } from '../../../../modules/cellular/device.js';
import { type ExtendedParameter, parameterHandlers } from '../../line/extended-parameters.js';
import { answer, handle, type Handler, ok } from '../../line/handler.js';
import { actionRow, BARE_TEXT, readRow, setRow, testRow, withBareReply } from '../../line/rows.js';
import type { Settings } from '../../line/settings.js';
import type { Profile } from '../../profile.js';

/** Millivolts of the supply. */
const SUPPLY = 3800;
/** State 2 is that there is no battery. */
const BATTERY_REPORTS = { charge: [2, 0], 'charge-and-voltage': [2, 0, SUPPLY], voltage: [SUPPLY] } as const;

/** LTE only. */
const LTE = 28;
const TECHNOLOGY = { summary: 'Chooses the radio technology; there is LTE only.', source: '3GPP TS 27.007 §5.9' };
const ACTIVITY = { summary: 'Tells whether the module is ready.', source: '3GPP TS 27.007 §8.1' };
const CALLS = { summary: 'Lists the calls; there are none.', source: '3GPP TS 27.007 §7.18' };
const HANG_UP = { summary: 'Ends all calls; there are none.', source: '3GPP TS 27.007 §6.5' };
const ERROR_REPORT = { summary: 'Tells why the last call failed; there was none.', source: '3GPP TS 27.007 §6.10' };

export const PHONE_PARAMETERS: readonly ExtendedParameter[] = [
  {
    name: '+GTRAT', fields: [integer('mode', 3, 3)], initial: [3],
    summary: 'Chooses the radio technology, as Fibocom numbers them: 3 is LTE only.', source: 'vendors', range: '(3),,',
  },
];

/** Made once: a module makes its handlers at each start. */
const CPAS_ACTION = actionRow('+CPAS', ACTIVITY, [integer('state', 0, 5)]);
const CPAS_TEST = testRow('+CPAS', ACTIVITY);
const WS46_SET = setRow('+WS46', TECHNOLOGY, [integer('technology', LTE, LTE)]);
const WS46_READ = withBareReply(readRow('+WS46', TECHNOLOGY, BARE_TEXT));
const WS46_TEST = withBareReply(testRow('+WS46', TECHNOLOGY));
const CLCC_ACTION = actionRow('+CLCC', CALLS);
const CHUP_ACTION = actionRow('+CHUP', HANG_UP);
const CEER_ACTION = actionRow('+CEER', ERROR_REPORT, [word('cause')]);

/** What a telephone has and a data module answers for: no calls, one technology. */
export function phoneHandlers(settings: Settings, profile: Profile): readonly Handler[] {
  return [
    ...parameterHandlers(PHONE_PARAMETERS, settings),
    handle(CPAS_ACTION, () => answer([0])),
    handle(CPAS_TEST, () => answer(['(0)'])),
    handle(batteryCharge, () => answer(BATTERY_REPORTS[profile.batteryReport])),
    handle(WS46_SET, () => ok()),
    handle(WS46_READ, () => answer([String(LTE)])),
    handle(WS46_TEST, () => answer([`(${LTE})`])),
    handle(CLCC_ACTION, () => ok()),
    handle(CHUP_ACTION, () => ok()),
    handle(CEER_ACTION, () => answer(['No report available'])),
  ];
}
