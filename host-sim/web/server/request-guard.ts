import type { IncomingMessage } from 'node:http';
import { HttpError } from './http-error.js';

const METHODS = ['GET', 'HEAD', 'POST'];

/**
 * Lets only requests through that the page itself makes. A page of another site can send requests to loopback, too: its name
 * may even be made to resolve to 127.0.0.1, which `Host` shows, and what it sends cross-origin `Origin` shows.
 *
 * @throws HttpError where it does not.
 */
export function guard({ method = '', headers }: IncomingMessage, port: number): void {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  const { host = '', origin } = headers;
  if (!hosts.includes(host)) throw new HttpError(421, `this server is ${hosts.join(' or ')}`);
  if (!METHODS.includes(method)) throw new HttpError(405, `the methods are ${METHODS.join(', ')}`, { allow: METHODS.join(', ') });
  if (origin === undefined ? method === 'POST' : origin !== `http://${host}`) {
    throw new HttpError(403, 'requests of other origins are refused');
  }
}
