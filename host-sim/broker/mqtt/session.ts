import type { Socket } from 'node:net';
import { MqttClient, type IClientOptions, type Packet } from 'mqtt';
import { Outstanding } from '../outstanding.js';
import { networkRefused, RefusedError } from '../tls/refused.js';
import type { ConnectOptions, Message, QoS, UplinkEvents, UplinkSession } from '../uplink.js';
import { type Endpoints, openTransport } from './transport.js';

const DISCONNECT = Uint8Array.of(0xe0, 0x00);

/** Milliseconds that the broker is given to close its side after DISCONNECT. */
const CLOSE_LIMIT = 5000;

/** `Refusal.code` of CONNACK return code 0; 700 to 704 are the return codes 1 to 5. */
const CONNACK_BASE = 699;

/** One connection of mqtt.js to a real broker. */
export class MqttSession implements UplinkSession {
  readonly #options: IClientOptions;
  readonly #events: UplinkEvents;
  readonly #outstanding = new Outstanding();
  readonly #abort = new AbortController();
  #transport: Socket | undefined;
  #client: MqttClient | undefined;
  /** mqtt.js reports a connection some turns after CONNACK; what a kept session sends at once waits here meanwhile. */
  #early: Message[] = [];
  #isConnected = false;
  #isOver = false;
  #lastError = 'closed by the broker';

  constructor(options: ConnectOptions, endpoints: Endpoints, events: UplinkEvents) {
    this.#options = clientOptions(options);
    this.#events = events;
    openTransport(options, endpoints, this.#abort.signal).then(
      (transport) => this.#speak(transport),
      (error: unknown) => this.#refuse(error instanceof RefusedError ? error : networkRefused(String(error))),
    );
  }

  publish(message: Message, onDone: (isDone: boolean) => void): void {
    const settle = this.#settleSoon(onDone, false);
    if (this.#isOver || this.#client === undefined) return settle(false);
    const { topic, payload, qos, isRetained } = message;
    this.#client.publish(topic, Buffer.from(payload), { qos, retain: isRetained }, (error) => settle(!error));
  }

  subscribe(filter: string, qos: QoS, onDone: (granted: number) => void): void {
    const settle = this.#settleSoon(onDone, 128);
    if (this.#isOver || this.#client === undefined) return settle(128);
    this.#client.subscribe(filter, { qos }, (_error, _grants, packet) => {
      const granted: unknown = packet?.granted[0];
      settle(typeof granted === 'number' ? granted : 128);
    });
  }

  unsubscribe(filter: string, onDone: (isDone: boolean) => void): void {
    const settle = this.#settleSoon(onDone, false);
    if (this.#isOver || this.#client === undefined) return settle(false);
    this.#client.unsubscribe(filter, (error) => settle(!error));
  }

  disconnect(onDone: () => void): void {
    const transport = this.#transport;
    if (transport === undefined || !this.#isOpen) {
      this.drop();
      setImmediate(onDone);
      return;
    }
    this.#stopPings();
    this.#end();
    const limit = setTimeout(() => transport.destroy(), CLOSE_LIMIT);
    transport.once('close', () => {
      clearTimeout(limit);
      onDone();
    });
    // mqtt.js would first wait for what is not acknowledged yet, for ever where the broker is gone; a module does not.
    transport.end(DISCONNECT);
  }

  drop(): void {
    this.#end();
    this.#abort.abort();
    this.#transport?.destroy();
  }

  mute(): void {
    if (this.#isOpen) this.#stopPings();
    this.#end();
    // Nobody reads any more, so nothing is acknowledged; and a socket that nobody waits for keeps no process alive.
    this.#transport?.unpipe();
    this.#transport?.unref();
  }

  #speak(transport: Socket): void {
    if (this.#isOver) {
      transport.destroy();
      return;
    }
    this.#transport = transport;
    const client = new MqttClient(() => transport, this.#options);
    this.#client = client;
    client.on('packetreceive', (packet) => this.#observe(packet));
    client.on('connect', (packet) => this.#connected(packet.sessionPresent));
    client.on('error', (error) => {
      this.#lastError = error.message;
    });
    client.on('close', () => this.#closed());
  }

  /**
   * Packets as they arrive. mqtt.js hands a QoS 2 message on when it is released, and what is interrupted before that would be
   * lost: without client state beyond the connection, nobody remembers the message when the broker repeats its PUBREL.
   */
  #observe(packet: Packet): void {
    if (packet.cmd === 'connack' && packet.returnCode !== undefined && packet.returnCode > 0) {
      const code = CONNACK_BASE + packet.returnCode;
      this.#refuse(new RefusedError({ phase: 'mqtt', code, reason: `CONNACK ${packet.returnCode}` }));
    }
    if (packet.cmd !== 'publish' || this.#isOver) return;
    const payload = new Uint8Array(Buffer.from(packet.payload));
    const message: Message = { topic: packet.topic, payload, qos: packet.qos, isRetained: packet.retain };
    if (this.#isConnected) this.#events.onMessage(message);
    else this.#early.push(message);
  }

  #connected(isSessionPresent: boolean): void {
    if (this.#isOver) return;
    this.#isConnected = true;
    this.#events.onConnected(isSessionPresent);
    const early = this.#early;
    this.#early = [];
    for (const message of early) if (!this.#isOver) this.#events.onMessage(message);
  }

  #closed(): void {
    if (this.#isOver) return;
    if (!this.#isConnected) return this.#refuse(networkRefused(this.#lastError));
    this.#isOver = true;
    this.#outstanding.failAll();
    this.#events.onLost(this.#lastError);
  }

  #refuse(error: RefusedError): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#transport?.destroy();
    this.#outstanding.failAll();
    this.#events.onRefused(error.refusal);
  }

  #end(): void {
    this.#isOver = true;
    this.#outstanding.end();
  }

  get #isOpen(): boolean {
    return this.#isConnected && !this.#isOver;
  }

  /** mqtt.js has its keep-alive timer only while a connection stands that wants one. */
  #stopPings(): void {
    if (this.#options.keepalive !== 0) this.#client?.keepaliveManager.destroy();
  }

  /** mqtt.js may call back from inside its call. */
  #settleSoon<Outcome>(onDone: (outcome: Outcome) => void, failure: NoInfer<Outcome>): (outcome: Outcome) => void {
    const settle = this.#outstanding.add(onDone, failure);
    return (outcome) => {
      setImmediate(settle, outcome);
    };
  }
}

function clientOptions(options: ConnectOptions): IClientOptions {
  const { clientId, user, password, clean, keepAlive, will } = options;
  return {
    protocolVersion: 4,
    clientId,
    username: user,
    password: password === undefined ? undefined : Buffer.from(password),
    clean,
    keepalive: keepAlive,
    will: will && { topic: will.topic, payload: Buffer.from(will.payload), qos: will.qos, retain: will.isRetained },
    reconnectPeriod: 0,
    resubscribe: false,
    queueQoSZero: false,
    timerVariant: 'native',
  };
}
