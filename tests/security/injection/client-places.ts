import type { ConnectOptions as Connection } from '../../../host-sim/broker/uplink.js';
import type { CellularError } from '../../../modules/base/errors.js';
import { MQTTClient, type MQTTClientOptions } from '../../../modules/mqtt/mqtt-client.js';
import { latin1, utf8 } from '../../support/bytes.js';
import { VirtualBench } from '../../support/virtual-bench.js';
import { CERTIFICATE } from '../canaries.js';
import { isHost, isQuotable, onTheWire, type Outcome, type Place } from './place.js';
import { RecordingUplink } from './recording-uplink.js';

const PATIENCE = 20_000;
const DAY = 86_400_000;

/** A module that is up, for one client after the other; nobody looks at it in between. */
class Session {
  readonly uplink = new RecordingUplink();
  readonly bench: VirtualBench;
  executed: string[] = [];

  constructor() {
    const { uplink } = this;
    this.bench = new VirtualBench({
      modem: { checkInterval: DAY },
      module: { uplink, onEvent: (event) => void (event.type === 'command' && this.executed.push(event.command)) },
    });
    uplink.inner = this.bench.broker.uplink();
    this.bench.bringUp({ tls: { trust: CERTIFICATE } });
  }

  /** What comes of `act`, and of the time after it. */
  outcome(act: () => () => void, arrived: (uplink: RecordingUplink) => readonly string[]): Outcome {
    this.executed = [];
    this.uplink.forget();
    this.bench.sent();
    try {
      const end = act();
      this.bench.advance(PATIENCE);
      const outcome = { executed: [...this.executed], arrived: arrived(this.uplink) };
      end();
      return outcome;
    } catch (error) {
      this.bench.advance(PATIENCE);
      return { refusal: error as CellularError, sent: this.bench.sent() };
    }
  }
}

const session = new Session();

/** A text among the options of a client; what arrives is what the module opens the connection with. */
function option(
  argument: string,
  takes: (text: string) => boolean,
  options: (text: string) => Partial<MQTTClientOptions>,
  arrived: (connection: Connection) => string | Uint8Array | undefined,
  name = argument,
): Place {
  return {
    name: `MQTTClient: ${name}`,
    argument,
    plain: 'plain',
    takes,
    hand: (text) =>
      session.outcome(
        () => {
          const { client } = session.bench.client(options(text));
          return () => {
            client.close();
            session.bench.advance(PATIENCE);
          };
        },
        ({ connections }) => connections.map((connection) => asBytes(arrived(connection))),
      ),
  };
}

/** A text that a connected client writes; what arrives is what the module passes on. */
function written(
  argument: string,
  takes: (text: string) => boolean,
  write: (client: MQTTClient, text: string) => void,
  arrived: (uplink: RecordingUplink) => readonly (string | Uint8Array)[],
  name = argument,
): Place {
  return {
    name: `MQTTClient.write: ${name}`,
    argument,
    plain: 'plain',
    takes,
    hand: (text) => {
      const { client } = session.bench.connectedClient();
      session.bench.advance(PATIENCE);
      const outcome = session.outcome(
        () => {
          write(client, text);
          return () => undefined;
        },
        (uplink) => arrived(uplink).map(asBytes),
      );
      client.close();
      session.bench.advance(PATIENCE);
      return outcome;
    },
  };
}

function asBytes(arrived: string | Uint8Array | undefined): string {
  return typeof arrived === 'string' ? onTheWire(arrived) : latin1(arrived ?? new Uint8Array());
}

function isTopic(text: string): boolean {
  return isQuotable(text, 1, 255) && !/[+#]/.test(text);
}

/** MQTT 3.1.1 §4.7.1. */
function isFilter(text: string): boolean {
  const levels = text.split('/');
  const isLevel = (level: string, index: number): boolean =>
    !/[+#]/.test(level) || level === '+' || (level === '#' && index === levels.length - 1);
  return isQuotable(text, 1, 255) && levels.every(isLevel);
}

const login = { user: 'me', password: 'secret' };
const items = (topic: string): { readonly items: readonly { readonly topic: string }[] } => ({ items: [{ topic }] });

export const clientPlaces: readonly Place[] = [
  option('host', isHost, (host) => ({ host }), ({ host }) => host),
  option('host', isHost, (host) => ({ host, tls: true }), ({ host }) => host, 'host, to be verified'),
  option('clientId', (text) => isQuotable(text, 0, 256), (id) => ({ id }), ({ clientId }) => clientId, 'id'),
  option('user', (text) => isQuotable(text, 0, 512), (user) => ({ ...login, user }), ({ user }) => user),
  option('password', (text) => isQuotable(text, 0, 1024), (password) => ({ ...login, password }), ({ password }) => password),
  option(
    'password',
    (text) => isQuotable(text, 0, 1024),
    (text) => ({ ...login, password: utf8(text) }),
    ({ password }) => password,
    'password as bytes',
  ),
  option('topic', isTopic, (topic) => ({ will: { topic, message: 'gone' } }), ({ will }) => will?.topic, 'will.topic'),
  option('will.message', () => true, (message) => ({ will: { topic: 'w', message } }), ({ will }) => will?.payload),
  written(
    'topic',
    isTopic,
    (client, topic) => void client.write(utf8('x'), { topic }),
    ({ publications }) => publications.map(({ topic }) => topic),
    'topic of a message',
  ),
  written(
    'payload',
    () => true,
    (client, payload) => void client.write(utf8(payload), { topic: 't', QoS: 1 }),
    ({ publications }) => publications.map(({ payload }) => payload),
  ),
  written(
    'topic',
    isFilter,
    (client, topic) => void client.write(null, { operation: MQTTClient.SUBSCRIBE, ...items(topic) }),
    ({ filters }) => filters,
    'topic to subscribe to',
  ),
  written(
    'topic',
    isFilter,
    (client, topic) => void client.write(null, { operation: MQTTClient.UNSUBSCRIBE, ...items(topic) }),
    ({ filters }) => filters,
    'topic to unsubscribe from',
  ),
];
