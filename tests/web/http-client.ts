import { once } from 'node:events';
import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import type { ExecutionContext } from 'ava';
import type { PageEvent } from '../../host-sim/web/protocol.js';
import { Awaiter } from '../support/awaiter.js';

export interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A request with whatever headers; browsers would not let a page set some of them. */
export async function ask(url: string, { method = 'GET', headers = {}, body = '' }: Asked = {}): Promise<Answer> {
  const sent = request(url, { method, headers: { ...headers, 'content-length': Buffer.byteLength(body) } });
  // The server may have refused, and be gone, before all is sent.
  sent.on('error', () => undefined);
  sent.end(body);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  response.setEncoding('utf8');
  let text = '';
  for await (const part of response as AsyncIterable<string>) text += part;
  return { status: response.statusCode, headers: response.headers, body: text };
}

/** What the page itself would send. */
export function post(origin: string, control: string, body: object): Promise<Answer> {
  return ask(`${origin}/control/${control}`, {
    method: 'POST',
    headers: { origin, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

/** The server's events as they come. */
export class EventClient {
  readonly events: PageEvent[] = [];
  #text = '';
  readonly #awaiter = new Awaiter();

  private constructor(response: IncomingMessage) {
    response.setEncoding('utf8');
    response.on('data', (text: string) => {
      const [rest, ...messages] = `${this.#text}${text}`.split('\n\n').reverse();
      this.#text = rest;
      this.events.push(...messages.reverse().map((message) => JSON.parse(message.slice('data: '.length)) as PageEvent));
      this.#awaiter.changed();
    });
  }

  static async open(t: ExecutionContext, origin: string): Promise<EventClient> {
    const sent = request(`${origin}/events`);
    t.teardown(() => sent.destroy());
    sent.on('error', () => undefined);
    sent.end();
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    return new EventClient(response);
  }

  until<T>(find: (events: readonly PageEvent[]) => T | false | undefined, what: string): Promise<T> {
    return this.#awaiter.until(() => find(this.events), what, () => JSON.stringify(this.events.slice(-5)));
  }

  /** Resolves when such a line was said. */
  untilLine(text: string): Promise<PageEvent> {
    return this.until((events) => events.find((event) => event.type === 'line' && event.line.text.includes(text)), text);
  }
}
