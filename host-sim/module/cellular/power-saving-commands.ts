import { integer, optional, quoted } from '../../../modules/at/field.js';
import { edrxSetting, powerSavingMode } from '../../../modules/cellular/network.js';
import { sleepMode } from '../../../modules/fibocom/device.js';
import type { Arguments } from '../line/arguments.js';
import { changed } from '../line/extended-parameters.js';
import { answer, handle, type Handler, ok } from '../line/handler.js';
import { readRow } from '../line/rows.js';
import type { Settings } from '../line/settings.js';

/** The number of LTE's access technology. */
const LTE = 4;

/** As `AT+CPSMS` and `AT+CEDRXS` set them; what is left out stays as it was. */
export const POWER_SAVING_SETTINGS = [
  { name: '+CPSMS', initial: [0, '', '', '', ''] },
  { name: '+CEDRXS', initial: [0, LTE, ''] },
];

/** Made once: a module makes its handlers at each start. */
const PSM_READ = readRow('+CPSMS', { summary: 'Tells what was asked of PSM.', source: '3GPP TS 27.007 §7.38' }, [
  integer('mode', 0, 2),
  ...['gprsUpdate', 'gprsReady', 'update', 'active'].map((name) => optional(quoted(name, 0, 8))),
]);
const EDRX_READ = readRow('+CEDRXS', { summary: 'Tells what was asked of eDRX.', source: '3GPP TS 27.007 §7.40' }, [
  integer('technology', 0, 5),
  optional(quoted('cycle', 0, 4)),
]);

/** Taken and told again: this module never sleeps, and what its network grants is told by `+CEREG`. */
export function powerSavingHandlers(settings: Settings): readonly Handler[] {
  const keep = (name: '+CPSMS' | '+CEDRXS', fields: Arguments, row: typeof powerSavingMode | typeof edrxSetting) => {
    settings.set(name, ...changed(fields, row.arguments, settings.values(name)));
    return ok();
  };
  return [
    handle(sleepMode, () => ok()),
    handle(powerSavingMode, (fields) => keep('+CPSMS', fields, powerSavingMode)),
    handle(edrxSetting, (fields) => keep('+CEDRXS', fields, edrxSetting)),
    handle(PSM_READ, () => answer(settings.values('+CPSMS').map((value) => (value === '' ? undefined : value)))),
    handle(EDRX_READ, () => {
      const [mode, technology, cycle] = settings.values('+CEDRXS');
      const isAsked = mode === 1 || mode === 2;
      return isAsked ? answer([technology, cycle === '' ? undefined : cycle]) : answer([0]);
    }),
  ];
}
