import { integer, optional, quoted } from '../../../../modules/at/field.js';
import { answer, handle, type Handler, ok, refuse } from '../../line/handler.js';
import { CME } from '../../line/result-codes.js';
import { readRow, setRow } from '../../line/rows.js';
import type { Settings } from '../../line/settings.js';

const CALLER = { summary: "Chooses whether a caller's number is told.", source: '3GPP TS 27.007 §7.6' };
const OWN = { summary: 'Chooses whether the own number is told to whom is called.', source: '3GPP TS 27.007 §7.7' };
const FORWARDING = { summary: 'Tells where calls are forwarded to: nowhere.', source: '3GPP TS 27.007 §7.11' };
const WAITING = { summary: 'Tells whether calls wait: none does.', source: '3GPP TS 27.007 §7.12' };

/** What the network has of a service: 1 is provided. */
const PROVIDED = 1;
const QUERY = 2;
/** Voice, data and fax. */
const ALL_CLASSES = 7;
const CLASS = optional(integer('class', 1, 255));
const STATE = [integer('status', 0, 1), integer('class', 1, 255)];

export const CALL_SERVICE_SETTINGS = [
  { name: '+CLIP', initial: [0] },
  { name: '+CLIR', initial: [0] },
];

/** Made once: a module makes its handlers at each start. */
const CLIP_SET = setRow('+CLIP', CALLER, [integer('mode', 0, 1)]);
const CLIP_READ = readRow('+CLIP', CALLER, [integer('mode', 0, 1), integer('network', 0, 2)]);
const CLIR_SET = setRow('+CLIR', OWN, [integer('mode', 0, 2)]);
const CLIR_READ = readRow('+CLIR', OWN, [integer('mode', 0, 2), integer('network', 0, 4)]);
const CCFC_SET = setRow(
  '+CCFC',
  FORWARDING,
  [integer('reason', 0, 5), integer('mode', 0, 4), optional(quoted('number', 0, 40)), optional(integer('type', 128, 255)), CLASS],
  STATE,
);
const CCWA_SET = setRow('+CCWA', WAITING, [optional(integer('mode', 0, 1)), optional(integer('query', 0, 2)), CLASS], STATE);
const CCWA_READ = readRow('+CCWA', WAITING, [integer('mode', 0, 1)]);

/** Services around calls. There are none, so they can be asked for, and nothing of them can be switched on. */
export function callServiceHandlers(settings: Settings): readonly Handler[] {
  const keeper = (row: typeof CLIP_SET, name: '+CLIP' | '+CLIR'): Handler =>
    handle(row, (fields) => {
      settings.set(name, fields.integer('mode'));
      return ok();
    });
  const teller = (row: typeof CLIP_READ, name: '+CLIP' | '+CLIR'): Handler => handle(row, () => answer([settings.get(name), PROVIDED]));
  return [
    keeper(CLIP_SET, '+CLIP'),
    teller(CLIP_READ, '+CLIP'),
    keeper(CLIR_SET, '+CLIR'),
    teller(CLIR_READ, '+CLIR'),
    handle(CCFC_SET, (fields) => {
      const mode = fields.integer('mode');
      if (mode === QUERY) return answer([0, ALL_CLASSES]);
      // To switch off what is off is right.
      return mode === 0 || mode === 4 ? ok() : refuse(CME.notSupported);
    }),
    handle(CCWA_SET, (fields) => {
      if (!fields.has('query')) return ok();
      if (fields.integer('query') === QUERY) return answer([0, ALL_CLASSES]);
      return fields.integer('query') === 0 ? ok() : refuse(CME.notSupported);
    }),
    handle(CCWA_READ, () => answer([0])),
  ];
}
