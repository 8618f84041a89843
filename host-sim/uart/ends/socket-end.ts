import { once } from 'node:events';
import { lstat, rm } from 'node:fs/promises';
import { type AddressInfo, connect, createServer, type ListenOptions, type Server, type Socket } from 'node:net';
import type { LineEnd } from './line-end.js';

/** Bytes that wait for a client that does not read; what is more is lost to it. About as many as a PTY holds. */
const WAITING_LIMIT = 64 * 1024;

/** Bytes of a socket's path, without the zero behind it: a longer one would be cut without a word, and the socket be elsewhere. */
const PATH_LIMIT = process.platform === 'linux' ? 107 : 103;

/** Listens on 127.0.0.1, on a port of the system's choice where `port` is 0. Bytes pass as they are, without Telnet. */
export async function listenTcp(port: number): Promise<LineEnd> {
  const server = await listen({ host: '127.0.0.1', port });
  return new SocketEnd(`tcp 127.0.0.1:${(server.address() as AddressInfo).port}`, server);
}

/**
 * Listens on a Unix socket, which is removed with the end. What a program that crashed has left at the path is removed too;
 * rejects when anything else is there, or the path is longer than the system's sockets have it.
 */
export async function listenUnix(path: string): Promise<LineEnd> {
  const length = Buffer.byteLength(path);
  if (length > PATH_LIMIT) throw new RangeError(`the path has ${length} bytes, a socket's at most ${PATH_LIMIT}; choose a shorter one`);
  if (await isAbandonedSocket(path)) await rm(path);
  return new SocketEnd(`unix ${path}`, await listen({ path }));
}

/** Only a socket refuses a connection; whoever listens on it takes one. */
async function isAbandonedSocket(path: string): Promise<boolean> {
  const probe = connect({ path });
  try {
    await once(probe, 'connect');
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED' && (await lstat(path)).isSocket();
  } finally {
    probe.destroy();
  }
}

async function listen(options: ListenOptions): Promise<Server> {
  const server = createServer({ noDelay: true });
  server.listen(options);
  await once(server, 'listening');
  return server;
}

/** Any number of clients, one after another or at once. All hear the module; what any of them sends goes to it. */
class SocketEnd implements LineEnd {
  readonly name: string;
  lost = 0;
  readonly #server: Server;
  readonly #clients = new Set<Socket>();
  #onBytes: ((bytes: Uint8Array) => void) | undefined;
  #onGone: () => void = () => undefined;
  /** Whose bytes came last. */
  #sender: Socket | undefined;
  #isPaused = false;

  constructor(name: string, server: Server) {
    this.name = name;
    this.#server = server;
    server.on('connection', (client) => this.#admit(client));
  }

  write(bytes: Uint8Array): void {
    for (const client of this.#clients) {
      if (client.writableLength + bytes.length > WAITING_LIMIT) this.lost += bytes.length;
      else client.write(bytes);
    }
  }

  onBytes(handler: (bytes: Uint8Array) => void): void {
    this.#onBytes = handler;
  }

  onGone(handler: () => void): void {
    this.#onGone = handler;
  }

  pause(): void {
    this.#isPaused = true;
    for (const client of this.#clients) client.pause();
  }

  resume(): void {
    this.#isPaused = false;
    for (const client of this.#clients) client.resume();
  }

  async close(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const client of this.#clients) client.destroy();
    await closed;
  }

  #forget(client: Socket): void {
    this.#clients.delete(client);
    if (this.#sender !== client) return;
    this.#sender = undefined;
    this.#onGone();
  }

  #admit(client: Socket): void {
    this.#clients.add(client);
    client.once('close', () => this.#forget(client));
    // Another program's crash is its own affair; 'close' follows.
    client.on('error', () => undefined);
    client.on('data', (bytes: Buffer) => {
      this.#sender = client;
      this.#onBytes?.(bytes);
    });
    if (this.#isPaused) client.pause();
  }
}
