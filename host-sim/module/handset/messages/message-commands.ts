import { choice, integer, optional } from '../../../../modules/at/field.js';
import { answer, answerWithBodies, handle, type Handler, ok, type Outcome, refuse } from '../../line/handler.js';
import { CMS } from '../../line/result-codes.js';
import { actionRow, setRow, testRow } from '../../line/rows.js';
import type { Settings } from '../../line/settings.js';
import { ALL, listed, MESSAGE_HEADER, STATUS_NAMES } from './message-listing.js';
import type { MessageStore, StoredMessage } from './message-store.js';
import type { Messages } from './messages.js';

const LIST = { summary: 'Lists the messages in a state.', source: '3GPP TS 27.005 §3.4.2, §4.1' };
const READ = { summary: 'Reads a message.', source: '3GPP TS 27.005 §3.4.3, §4.2' };
const DELETE = { summary: 'Deletes messages.', source: '3GPP TS 27.005 §3.5.4' };

const INDEX = integer('index', 1, 255);

/** States whose messages `AT+CMGD` deletes by its flag, besides the one that is named. */
const DELETED_BY_FLAG = [[], [1], [1, 3], [1, 2, 3], [0, 1, 2, 3]];

/** Made once: a module makes its handlers at each start. */
const CMGL_PDU = setRow('+CMGL', LIST, [integer('status', 0, ALL)], MESSAGE_HEADER);
const CMGL_TEXT = setRow('+CMGL', LIST, [choice('status', [...STATUS_NAMES, 'ALL'])], MESSAGE_HEADER);
const CMGL_ACTION = actionRow('+CMGL', LIST, MESSAGE_HEADER);
const CMGL_TEST = testRow('+CMGL', LIST);
const CMGR_SET = setRow('+CMGR', READ, [INDEX], MESSAGE_HEADER);
const CMGR_TEST = testRow('+CMGR', READ);
const CMGD_SET = setRow('+CMGD', DELETE, [integer('index', 0, 255), optional(integer('flag', 0, 4))]);
const CMGD_TEST = testRow('+CMGD', DELETE);

/** Reading and deleting stored messages. */
export function messageHandlers(messages: Messages, settings: Settings): readonly Handler[] {
  function list(status: number): Outcome {
    if (messages.fault !== undefined) return refuse(messages.fault);
    const store = messages.reading;
    const found = store.list().filter(([, message]) => status === ALL || message.status === status);
    const parts = found.map(([index, message]) => listed(message, settings, index));
    for (const [index, message] of found) markRead(store, index, message);
    return answerWithBodies(parts);
  }

  function read(index: number): Outcome {
    if (messages.fault !== undefined) return refuse(messages.fault);
    const message = messages.reading.at(index);
    if (message === undefined) return refuse({ cms: CMS.invalidIndex });
    const part = listed(message, settings);
    markRead(messages.reading, index, message);
    return answerWithBodies([part]);
  }

  function remove(index: number, flag: number): Outcome {
    if (messages.fault !== undefined) return refuse(messages.fault);
    const store = messages.reading;
    const states = DELETED_BY_FLAG[flag];
    for (const [other, { status }] of store.list()) if (states.includes(status)) store.remove(other);
    if (flag === 0) store.remove(index);
    return ok();
  }

  const isTextMode = (): boolean => settings.get('+CMGF') === 1;
  return [
    handle(CMGL_PDU, (fields) =>
      isTextMode() ? refuse({ cms: CMS.invalidText }) : list(fields.integer('status')),
    ),
    handle(CMGL_TEXT, (fields) =>
      isTextMode() ? list([...STATUS_NAMES, 'ALL'].indexOf(fields.text('status'))) : refuse({ cms: CMS.invalidPdu }),
    ),
    handle(CMGL_ACTION, () => list(0)),
    handle(CMGL_TEST, () =>
      answer([isTextMode() ? `(${[...STATUS_NAMES, 'ALL'].map((name) => `"${name}"`).join(',')})` : '(0-4)']),
    ),
    handle(CMGR_SET, (fields) => read(fields.integer('index'))),
    handle(CMGR_TEST, () => answer([`(${indices(messages.reading)})`])),
    handle(CMGD_SET, (fields) =>
      remove(fields.integer('index'), fields.integer('flag')),
    ),
    handle(CMGD_TEST, () => answer([`(${indices(messages.reading)}),(0-4)`])),
  ];
}

function indices(store: MessageStore): string {
  return store.list().map(([index]) => index).join(',');
}

/** Whoever has been shown a message has read it. */
function markRead(store: MessageStore, index: number, message: StoredMessage): void {
  if (message.status === 0) store.put(index, { ...message, status: 1 });
}
