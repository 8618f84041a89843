import type { ConnectOptions as Connection } from '../../../host-sim/broker/uplink.js';
import type { ModuleEvent } from '../../../host-sim/module/module-event.js';
import type { CellularError } from '../../../modules/base/errors.js';
import type { BrokerConfiguration, NodeConfiguration } from '../../../modules/firmware/configuration.js';
import type { SensorNodeOptions } from '../../../modules/firmware/sensor-node.js';
import { latin1, text } from '../../support/bytes.js';
import { NodeBench } from '../../firmware/node-bench.js';
import { isHost, isQuotable, onTheWire, type Outcome, type Place } from './place.js';
import { RecordingUplink } from './recording-uplink.js';

const PATIENCE = 40_000;

/** What a node is made of that concerns one text. */
interface Parts {
  readonly configuration?: Partial<NodeConfiguration>;
  readonly options?: Partial<SensorNodeOptions>;
}

/** A node until its first reading is at the broker, or for so long. */
function run({ configuration, options }: Parts, arrived: (uplink: RecordingUplink) => readonly string[]): Outcome {
  const executed: string[] = [];
  const uplink = new RecordingUplink();
  const onEvent = (event: ModuleEvent): void => void (event.type === 'command' && executed.push(event.command));
  try {
    const bench = new NodeBench(configuration, options, { uplink, onEvent });
    uplink.inner = bench.broker.uplink();
    bench.node.start();
    const isPublished = (): boolean => uplink.publications.some(({ topic }) => topic.endsWith('/readings'));
    bench.time.runUntil(isPublished, PATIENCE);
    return { executed, arrived: arrived(uplink) };
  } catch (error) {
    // The node refuses its options before it opens its port.
    return { refusal: error as CellularError, sent: executed.join(' ') };
  }
}

function ofBroker(
  argument: string,
  limit: number,
  broker: (text: string) => Partial<BrokerConfiguration>,
  arrived: (connection: Connection) => string | Uint8Array | undefined,
  takes = (text: string): boolean => isQuotable(text, 1, limit),
): Place {
  return {
    name: `SensorNode: broker, ${argument}`,
    argument,
    plain: 'plain',
    takes,
    hand: (text) =>
      run({ configuration: { broker: { host: 'broker.example.com', ...broker(text) } } }, ({ connections: [connection] }) => {
        const value = connection === undefined ? undefined : arrived(connection);
        return [typeof value === 'string' ? onTheWire(value) : latin1(value ?? new Uint8Array())];
      }),
  };
}

function ofTopic(
  argument: 'nodeId' | 'topicPrefix',
  takes: (text: string) => boolean,
  topic: (text: string) => string,
): Place {
  return {
    name: `SensorNode: ${argument}`,
    argument,
    plain: 'plain',
    takes,
    hand: (text) =>
      run({ configuration: { [argument]: text } }, ({ publications }) => {
        const [before, behind] = topic('\0').split('\0');
        const topics = publications.map((message) => message.topic).filter((name) => name.endsWith('/readings'));
        return topics.map((name) => onTheWire(name.slice(before.length, name.length - behind.length)));
      }),
  };
}

function isTopicPart(text: string, limit: number): boolean {
  return isQuotable(text, 1, limit) && !/[+#]/.test(text);
}

function sensorThatSays(said: string): SensorNodeOptions['sensors'] {
  return [{
    name: 'air',
    interval: 10_000,
    io: class {
      sample(): { readonly text: string } {
        return { text: said };
      }

      close(): void {
        return undefined;
      }
    },
  }];
}

function saidIn(payload: Uint8Array): string {
  return (JSON.parse(text(payload)) as { readonly sample: { readonly text: string } }).sample.text;
}

const login = { user: 'me', password: 'secret' };

export const nodePlaces: readonly Place[] = [
  ofTopic('nodeId', (text) => isTopicPart(text, 64) && !text.includes('/'), (text) => `cellnode/${text}/readings`),
  ofTopic('topicPrefix', (text) => isTopicPart(text, 200) && !/^[/$]|\/$/.test(text), (text) => `${text}/node-1/readings`),
  ofBroker('host', 255, (host) => ({ host }), ({ host }) => host, isHost),
  ofBroker('user', 512, (user) => ({ ...login, user }), ({ user }) => user),
  ofBroker('password', 1024, (password) => ({ ...login, password }), ({ password }) => password),
  ofBroker('clientId', 256, (clientId) => ({ clientId }), ({ clientId }) => clientId),
  {
    name: 'SensorNode: what a sensor says',
    argument: '',
    plain: 'plain',
    takes: () => true,
    hand: (text) =>
      run({ options: { sensors: sensorThatSays(text) } }, ({ publications }) =>
        publications.filter(({ topic }) => topic.endsWith('/readings')).map(({ payload }) => onTheWire(saidIn(payload))),
      ),
  },
];
