import { integer, quoted } from '../../../modules/at/field.js';
import { answer, handle, type Handler } from '../line/handler.js';
import { actionRow, readRow } from '../line/rows.js';
import type { Settings } from '../line/settings.js';
import { encodeText } from '../line/text-encoding.js';
import { operatorsAround } from './operators.js';
import type { Radio } from './radio.js';

/** Made once: a module makes its handlers at each start. */
const COPN_ACTION = actionRow('+COPN', { summary: 'Lists the names of carriers.', source: '3GPP TS 27.007 §7.21' }, [
  quoted('code', 5, 6),
  quoted('name', 1, 64),
]);
const CPOL_READ = readRow('+CPOL', { summary: 'Lists the carriers that the card prefers.', source: '3GPP TS 27.007 §7.19' }, [
  integer('index', 1, 255),
  integer('format', 0, 2),
  quoted('operator', 1, 64),
]);
/** A carrier told by its number. */
const NUMERIC = 2;

/** Names that the module has by heart, and the one carrier that the card's list has. */
export function operatorListHandlers(radio: Radio, settings: Settings): readonly Handler[] {
  return [
    handle(COPN_ACTION, () =>
      answer(...operatorsAround(radio.network, radio.isRegistered).map(({ code, long }) => [code, encodeText(long, settings)])),
    ),
    handle(CPOL_READ, () => answer([1, NUMERIC, radio.network.code])),
  ];
}
