import { answer, handle, type Handler } from '../line/handler.js';
import { actionRow, BARE_TEXT, withBareReply } from '../line/rows.js';

const LIST = withBareReply(actionRow('+CLAC', { summary: 'Lists the commands.', source: '3GPP TS 27.007 §8.37' }), BARE_TEXT);

/** `AT+CLAC`: every command of `handlers`, and itself. */
export function withCommandList(handlers: readonly Handler[]): readonly Handler[] {
  const list = handle(LIST, () => {
    const names = new Set([...handlers.map(({ row }) => row.name), LIST.name]);
    return answer(...[...names].filter((name) => name !== '').map((name) => [`AT${name}`]));
  });
  return [...handlers, list];
}
