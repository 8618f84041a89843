import { choice, integer, optional } from '../../../../modules/at/field.js';
import { parameterHandlers, changed } from '../../line/extended-parameters.js';
import { answer, handle, type Handler } from '../../line/handler.js';
import { readRow, setRow, testRow } from '../../line/rows.js';
import type { Settings } from '../../line/settings.js';
import { MESSAGE_PARAMETERS } from './message-parameters.js';
import { type Messages, STORAGES } from './messages.js';

const STORAGE = {
  summary: 'Chooses where messages are read and deleted, written and sent, received.',
  source: '3GPP TS 27.005 §3.2.2',
};
const SERVICE = { summary: 'Chooses the message service.', source: '3GPP TS 27.005 §3.2.1' };

const CHOICE = [choice('reading', STORAGES), optional(choice('writing', STORAGES)), optional(choice('receiving', STORAGES))];
const COUNTS = ['used', 'total'].map((name) => integer(name, 0, 255));
const COUNTED = STORAGES.flatMap(() => COUNTS).concat(COUNTS);
const NAMED = CHOICE.flatMap((field) => [field, ...COUNTS]);
/** Messages that are received, sent, and cell broadcasts. */
const TYPES = [1, 1, 0];
const TYPE_FIELDS = ['receiving', 'sending', 'broadcast'].map((name) => integer(name, 0, 1));

/** Made once: a module makes its handlers at each start. */
const CPMS_SET = setRow('+CPMS', STORAGE, CHOICE, COUNTED);
const CPMS_READ = readRow('+CPMS', STORAGE, NAMED);
const CPMS_TEST = testRow('+CPMS', STORAGE);
const CSMS_SET = setRow('+CSMS', SERVICE, [integer('service', 0, 1)], TYPE_FIELDS);
const CSMS_READ = readRow('+CSMS', SERVICE, [integer('service', 0, 1), ...TYPE_FIELDS]);

/** Where messages are kept, and how they are told. */
export function messageStorageHandlers(messages: Messages, settings: Settings): readonly Handler[] {
  const counts = (): readonly (readonly [number, number])[] =>
    [messages.reading, messages.writing, messages.receiving].map(({ used, capacity }) => [used, capacity]);
  const list = `(${STORAGES.map((name) => `"${name}"`).join(',')})`;

  return [
    ...parameterHandlers(MESSAGE_PARAMETERS, settings),
    handle(CPMS_SET, (fields) => {
      settings.set('+CPMS', ...changed(fields, CHOICE, settings.values('+CPMS')));
      return answer(counts().flat());
    }),
    handle(CPMS_READ, () =>
      answer(counts().flatMap((count, index) => [messages.selection[index], ...count])),
    ),
    handle(CPMS_TEST, () => answer([`${list},${list},${list}`])),
    handle(CSMS_SET, (fields) => {
      settings.set('+CSMS', fields.integer('service'));
      return answer(TYPES);
    }),
    handle(
      CSMS_READ,
      () => answer([settings.get('+CSMS'), ...TYPES]),
    ),
  ];
}
