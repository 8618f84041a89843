import { byId } from './dom.js';

/** Says what went wrong, above everything; an empty text takes it back. */
export function tell(text: string): void {
  const notice = byId('notice', HTMLDivElement);
  notice.textContent = text;
  notice.hidden = text === '';
}
