import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { Aedes, type AuthenticateError } from 'aedes';
import type { Credential } from './certificates.js';
import { indexRetained, type RetainedStore } from './retained-index.js';

/** As whom a client comes. */
export interface Login {
  /** The MQTT client identifier. */
  readonly clientId: string;
  /** Absent where none was given. */
  readonly user?: string;
  /** As it came; absent where none was given. */
  readonly password?: Uint8Array;
}

/** What the embedded broker asks of its clients, and where it listens. */
export interface EmbeddedBrokerOptions {
  /** Where it listens without TLS; of the system's choice when not given. */
  readonly port?: number;
  /** Opens a listener for TLS too. */
  readonly tls?: EmbeddedTlsOptions;
  /** Refuses a login with 701 to 704, as `Refusal.code` has them; all are accepted when not given. */
  readonly refuse?: (login: Login) => number | undefined;
  /** Closes the connection on a client's publish; all are taken when not given. */
  readonly closesOn?: (topic: string, payload: Uint8Array) => boolean;
}

/** With what the embedded broker takes TLS. */
export interface EmbeddedTlsOptions {
  /** The certificate that the broker shows, and its key. */
  readonly server: Credential;
  /** PEM text of the authority from which clients must have certificates; without it, they need none. */
  readonly clientAuthority?: string;
}

/** A broker on loopback, until it is closed. */
export interface EmbeddedBroker {
  /** `mqtt://127.0.0.1:…` */
  readonly brokerUrl: string;
  /** `mqtts://127.0.0.1:…`, with `tls`. */
  readonly tlsUrl?: string;
  /** Drops all connections and frees the ports. */
  close(): Promise<void>;
}

/** CONNACK return code of `Refusal.code` 700, less 700. */
const CONNACK_BASE = 699;

/** Starts a real MQTT 3.1.1 broker on loopback, on ports of the system's choice. It keeps everything in memory. */
export async function startEmbeddedBroker(options: EmbeddedBrokerOptions = {}): Promise<EmbeddedBroker> {
  const aedes = await Aedes.createBroker();
  // Its own, in memory; the typings leave it out.
  indexRetained((aedes as Aedes & { readonly persistence: RetainedStore }).persistence);
  const { refuse, closesOn } = options;
  if (closesOn !== undefined) {
    aedes.authorizePublish = (_client, { topic, payload }, done) => {
      done(closesOn(topic, Buffer.from(payload)) ? new Error('not authorised') : null);
    };
  }
  if (refuse !== undefined) {
    aedes.authenticate = (client, user, password, done) => {
      const code = refuse({ clientId: client.id, user, password });
      if (code === undefined) done(null, true);
      else done(refusal(code), null);
    };
  }
  const plain = new Listener(createServer(), 'connection', aedes);
  const secure = options.tls && new Listener(tlsServer(options.tls), 'secureConnection', aedes);
  const brokerUrl = `mqtt://127.0.0.1:${await plain.listen(options.port)}`;
  const tlsUrl = secure && `mqtts://127.0.0.1:${await secure.listen()}`;
  return {
    brokerUrl,
    tlsUrl,
    close: async () => {
      await new Promise<void>((resolve) => aedes.close(resolve));
      await Promise.all([plain.close(), secure?.close()]);
    },
  };
}

/** A server whose connections go to aedes, and none of which outlives it. */
class Listener {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  /** `event` tells of a connection that MQTT can be spoken on; raw connections come before and are ended with the rest. */
  constructor(server: Server, event: 'connection' | 'secureConnection', aedes: Aedes) {
    this.#server = server;
    server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
    server.on(event, (socket: Socket) => {
      aedes.handle(socket);
    });
  }

  async listen(port = 0): Promise<number> {
    this.#server.listen(port, '127.0.0.1');
    await once(this.#server, 'listening');
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}

function tlsServer({ server, clientAuthority }: EmbeddedTlsOptions): Server {
  const isMutual = clientAuthority !== undefined;
  return createTlsServer({
    cert: server.certificate,
    key: server.key,
    ca: clientAuthority,
    requestCert: isMutual,
    rejectUnauthorized: isMutual,
  });
}

function refusal(code: number): AuthenticateError {
  return Object.assign(new Error('refused'), { returnCode: code - CONNACK_BASE });
}
