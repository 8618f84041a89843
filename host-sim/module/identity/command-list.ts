import { answer, handle, type Handler } from '../line/handler.js';
import { actionRow, BARE_TEXT, withBareReply } from '../line/rows.js';

/** `AT+CLAC`: every command of `handlers`, and itself. */
export function withCommandList(handlers: readonly Handler[]): readonly Handler[] {
  const row = withBareReply(actionRow('+CLAC', { summary: 'Lists the commands.', source: '3GPP TS 27.007 §8.37' }), BARE_TEXT);
  const names = new Set([...handlers.map((handler) => handler.row.name), row.name]);
  return [...handlers, handle(row, () => answer(...[...names].filter((name) => name !== '').map((name) => [`AT${name}`])))];
}
