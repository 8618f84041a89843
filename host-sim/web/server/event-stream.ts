import type { ServerResponse } from 'node:http';
import type { PageEvent } from '../protocol.js';
import { HttpError } from './http-error.js';

/** Pages at a time. */
const PAGES = 20;
/** Bytes that wait for a page which does not read them; its connection is ended then, and a new one starts with all there is. */
const WAITING_LIMIT = 4 * 1024 * 1024;

/** What its answers are. */
export const EVENT_STREAM = 'text/event-stream';

/** Server-sent events to any number of pages. */
export class EventStream {
  readonly #pages = new Set<ServerResponse>();

  /** Keeps the response open for events, the first of which is `first`. @throws HttpError 503 where there are too many. */
  admit(response: ServerResponse, first: PageEvent): void {
    if (this.#pages.size >= PAGES) throw new HttpError(503, `${PAGES} pages are open already; close one`);
    response.writeHead(200, { 'content-type': EVENT_STREAM });
    this.#pages.add(response);
    response.once('close', () => this.#pages.delete(response));
    response.write(message(first));
  }

  send(event: PageEvent): void {
    if (this.#pages.size === 0) return;
    const text = message(event);
    for (const page of this.#pages) {
      if (page.writableLength > WAITING_LIMIT) page.destroy();
      else page.write(text);
    }
  }

  close(): void {
    for (const page of this.#pages) page.destroy();
  }
}

function message(event: PageEvent): string {
  return `data: ${JSON.stringify(event)}\n\n`;
}
