import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, TLSSocket } from 'node:tls';
import { Aedes, type AuthenticateError, type Client, type ConnectPacket } from 'aedes';
import type { Credential } from './certificates.js';
import { indexRetained, type RetainedStore } from './retained-index.js';
import type { ConnectOptions, Message, QoS } from './uplink.js';

/** As whom a client comes. */
export interface Login {
  /** The MQTT client identifier. */
  readonly clientId: string;
  /** Absent where none was given. */
  readonly user?: string;
  /** As it came; absent where none was given. */
  readonly password?: Uint8Array;
}

/** Who stands before the broker: looks at each CONNECT, SUBSCRIBE and PUBLISH as it has come. */
export interface Gatekeeper {
  /** Refuses with 701 to 704, as `Refusal.code` has them. */
  login(connect: ConnectOptions, handshake: { readonly serverName?: string; readonly certificate?: string }): number | undefined;
  /** A login is taken while an older connection has its identifier, which ends. */
  takeOver(clientId: string): void;
  /** The QoS that is granted, or 128. */
  grant(filter: string, qos: QoS): QoS | 128;
  /** Whether a publish ends its connection. */
  closesOn(message: Message): boolean;
  /** Is told once how it can say something itself. */
  attach(broker: { publish(message: Message): void; disconnect(): void }): void;
}

/** What the embedded broker asks of its clients, and where it listens. */
export interface EmbeddedBrokerOptions {
  /** Where it listens without TLS; of the system's choice when not given. */
  readonly port?: number;
  /** Opens a listener for TLS too. */
  readonly tls?: EmbeddedTlsOptions;
  /** Refuses a login with 701 to 704, as `Refusal.code` has them; all are accepted when not given. */
  readonly refuse?: (login: Login) => number | undefined;
  /** In the place of `refuse` and `closesOn`. */
  readonly gate?: Gatekeeper;
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
  if (options.gate !== undefined) setGate(aedes, options.gate);
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

function setGate(aedes: Aedes, gate: Gatekeeper): void {
  const connects = new WeakMap<object, ConnectPacket>();
  const clients = new Set<Client>();
  aedes.preConnect = (client, packet, done) => {
    connects.set(client, packet);
    done(null, true);
  };
  aedes.authenticate = (client, user, password, done) => {
    const packet = connects.get(client);
    const code = packet === undefined ? 702 : gate.login(connectOf(packet, user, password, client.conn), handshakeOf(client.conn));
    if (code !== undefined) return done(refusal(code), null);
    if ([...clients].some(({ id }) => id === client.id)) gate.takeOver(client.id);
    clients.add(client);
    done(null, true);
  };
  aedes.authorizeSubscribe = (_client, subscription, done) => {
    const qos = gate.grant(subscription.topic, subscription.qos);
    done(null, qos === 128 ? null : { ...subscription, qos });
  };
  aedes.authorizePublish = (client, { topic, payload, qos, retain }, done) => {
    // The broker's own messages, a will among them, have no client.
    const message = { topic, payload: new Uint8Array(Buffer.from(payload)), qos, isRetained: retain };
    done(client !== null && gate.closesOn(message) ? new Error('not authorised') : null);
  };
  aedes.on('clientDisconnect', (client) => clients.delete(client));
  gate.attach({
    publish: ({ topic, payload, qos, isRetained }) => {
      aedes.publish({ cmd: 'publish', topic, payload: Buffer.from(payload), qos, retain: isRetained, dup: false }, () => undefined);
    },
    disconnect: () => {
      for (const client of clients) client.close();
    },
  });
}

/** As the client has sent it. */
function connectOf(packet: ConnectPacket, user: string | undefined, password: Uint8Array | undefined, socket: unknown): ConnectOptions {
  const { clientId, keepalive = 0, clean = true, will } = packet;
  return {
    host: '',
    port: 0,
    clientId,
    user,
    password,
    clean,
    keepAlive: keepalive,
    will: will && willOf(will),
    tls: socket instanceof TLSSocket ? { version: 4, isVerified: true, trust: [], clock: Date.now() } : undefined,
  };
}

function willOf({ topic, payload, qos = 0, retain = false }: NonNullable<ConnectPacket['will']>): Message {
  return { topic, payload: new Uint8Array(Buffer.from(payload)), qos, isRetained: retain };
}

/** What TLS has told. */
function handshakeOf(socket: unknown): { readonly serverName?: string; readonly certificate?: string } {
  if (!(socket instanceof TLSSocket)) return {};
  const { servername } = socket as { readonly servername?: string | false };
  const { subject } = socket.getPeerCertificate() as { readonly subject?: { readonly CN?: string } };
  return { serverName: typeof servername === 'string' ? servername : undefined, certificate: subject?.CN };
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
