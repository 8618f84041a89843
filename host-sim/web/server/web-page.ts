import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LineEnd } from '../../uart/ends/line-end.js';
import { type Asset, importMap, readAssets } from './assets.js';
import { watchBroker } from './broker-watch.js';
import { controls } from './controls.js';
import { EVENT_STREAM, EventStream } from './event-stream.js';
import { HttpError } from './http-error.js';
import { jsonBody } from './json-body.js';
import { LiveSession } from './live-session.js';
import { guard } from './request-guard.js';
import { securityHeaders } from './security-headers.js';
import { TerminalEnd } from './terminal-end.js';
import type { WatchedSimulator } from './watched-simulator.js';

const INDEX = '/index.html';
const CONTROL = '/control/';
const IMPORT_MAP_HASH = `sha256-${createHash('sha256').update(importMap).digest('base64')}`;

interface Shown {
  readonly simulator: WatchedSimulator;
  readonly session: LiveSession;
}

/** The simulator's page, on 127.0.0.1 only: assets, server-sent events and controls. Its terminal is an end of the UART. */
export class WebPage {
  readonly #server: Server;
  readonly #port: number;
  readonly #assets: ReadonlyMap<string, Asset>;
  readonly #stream = new EventStream();
  readonly #terminal: TerminalEnd;
  #endBrokerWatch: (() => Promise<void>) | undefined;
  #shown: Shown | undefined;

  private constructor(server: Server, assets: ReadonlyMap<string, Asset>) {
    this.#server = server;
    this.#port = (server.address() as AddressInfo).port;
    this.#assets = assets;
    this.#terminal = new TerminalEnd(`web http://127.0.0.1:${this.#port}`, () => this.#close());
    server.on('request', (request, response) => void this.#answer(request, response));
  }

  /** Listens on this port, or on any where it is 0. */
  static async listen(port: number): Promise<WebPage> {
    const assets = await readAssets();
    const server = createServer();
    server.listen({ host: '127.0.0.1', port });
    await once(server, 'listening');
    return new WebPage(server, assets);
  }

  /** Its name is where the page is: `web http://127.0.0.1:8080`. Closed, it ends the server too. */
  get end(): LineEnd {
    return this.#terminal;
  }

  /** Shows this simulator from now on; to be called once, before it is switched on. */
  async show(simulator: WatchedSimulator): Promise<void> {
    const session = new LiveSession(simulator, this.#terminal);
    session.events.watch((event) => this.#stream.send(event));
    this.#shown = { simulator, session };
    const { embeddedBroker } = simulator;
    if (embeddedBroker === undefined) return;
    this.#endBrokerWatch = await watchBroker(embeddedBroker, (topic, payload) => session.arrived(topic, payload));
  }

  async #close(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#stream.close();
    this.#server.closeAllConnections();
    await Promise.all([closed, this.#endBrokerWatch?.()]);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const nonce = randomBytes(16).toString('base64');
    for (const [name, value] of Object.entries(securityHeaders(IMPORT_MAP_HASH, nonce))) response.setHeader(name, value);
    try {
      guard(request, this.#port);
      const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
      if (request.method === 'POST') await this.#control(pathname, request, response);
      else if (pathname.startsWith(CONTROL)) throw new HttpError(405, 'controls are posted to', { allow: 'POST' });
      else if (pathname === '/events') this.#streamEvents(request, response);
      else this.#serve(pathname === '/' ? INDEX : pathname, nonce, response);
    } catch (error) {
      if (!response.headersSent) refuse(response, error);
    }
  }

  /** Of a stream without an end there is nothing but the head to answer HEAD with. */
  #streamEvents(request: IncomingMessage, response: ServerResponse): void {
    const snapshot = this.#ready.session.snapshot();
    if (request.method === 'HEAD') response.writeHead(200, { 'content-type': EVENT_STREAM }).end();
    else this.#stream.admit(response, snapshot);
  }

  get #ready(): Shown {
    if (this.#shown === undefined) throw new HttpError(503, 'the simulator is starting; try again');
    return this.#shown;
  }

  async #control(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const control = path.startsWith(CONTROL) ? controls.get(path.slice(CONTROL.length)) : undefined;
    if (control === undefined) throw new HttpError(404, 'there is no such control');
    const body = await jsonBody(request);
    const { simulator, session } = this.#ready;
    control({ simulator, terminal: this.#terminal }, body);
    // Before the answer: the page that asked takes what it is told meanwhile for older than what it asked for.
    session.tellState();
    response.writeHead(204).end();
  }

  #serve(path: string, nonce: string, response: ServerResponse): void {
    const asset = this.#assets.get(path);
    if (asset === undefined) throw new HttpError(404, 'there is no such file');
    response.writeHead(200, { 'content-type': asset.type });
    response.end(path === INDEX ? filledIn(asset.bytes.toString(), nonce) : asset.bytes);
  }
}

function filledIn(index: string, nonce: string): string {
  return index.replace('{{nonce}}', nonce).replace('{{importMap}}', importMap);
}

/** Says what was wrong, and takes nothing more: a body that was not read would be the next request. */
function refuse(response: ServerResponse, error: unknown): void {
  const { status, message, headers } = error instanceof HttpError ? error : new HttpError(500, 'the request failed');
  response.writeHead(status, { ...headers, 'content-type': 'text/plain; charset=utf-8', connection: 'close' });
  response.end(`${message}\n`);
}
