import { profiles } from '../../host-sim/module/profile.js';
import { cbor } from '../../modules/encodings/cbor.js';
import type { EncodingMaker } from '../../modules/encodings/encoding.js';
import { json } from '../../modules/encodings/json.js';
import { senml } from '../../modules/encodings/senml.js';
import type { SensorNode, SensorNodeOptions } from '../../modules/firmware/sensor-node.js';
import type { Time } from '../../modules/ports/time.js';
import type { RemoteCommand } from '../../modules/telemetry/commands/command.js';

const SECOND = 1000;
const ENCODINGS: readonly EncodingMaker[] = [cbor, senml, json];

/** What the program of a host does besides its first sensor, `room`. */
export interface NodeProgram {
  readonly name: string;
  /** The encoding is another one on each profile. */
  options(profile: string): Pick<SensorNodeOptions, 'encoding' | 'commands' | 'subscriptions'>;
  readonly sensors: SensorNodeOptions['sensors'];
  /** Of a host that has just started. */
  run(node: SensorNode, host: Time): void;
}

/** One sensor and JSON. */
const room: NodeProgram = { name: 'one sensor', options: () => ({}), sensors: [], run: () => undefined };

const valve: RemoteCommand = { run: (value, reply) => reply({ isOpen: value }) };

/** Three sensors with intervals of their own, commands, a subscription, and messages on a topic of its own. */
const plant: NodeProgram = {
  name: 'a plant',
  options: (profile) => ({
    encoding: ENCODINGS[Object.keys(profiles).indexOf(profile) % ENCODINGS.length],
    commands: { valve },
    subscriptions: [{ topic: 'plant/+/word', QoS: 1, onMessage: () => undefined }],
  }),
  sensors: [
    { name: 'door', interval: 7 * SECOND, sample: () => ({ isOpen: true, opened: 17 }) },
    { name: 'supply', interval: 60 * SECOND, sample: () => 3.71 },
  ],
  run(node, host) {
    const event = node.topic('plant/{nodeId}/event');
    let count = 0;
    const publish = host.alarm(() => {
      publish.arm(20 * SECOND);
      count += 1;
      try {
        event.publish(`event ${count} of the start at ${start}`);
      } catch {
        // A closed node, or flash that takes nothing: who publishes is told.
      }
    });
    const start = host.now();
    publish.arm(3 * SECOND);
  },
};

/** Each scenario is run with each of them. */
export const NODE_PROGRAMS: readonly NodeProgram[] = [room, plant];
