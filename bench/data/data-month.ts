import { ModelBroker } from '../../host-sim/broker/model-broker.js';
import type { Message } from '../../host-sim/broker/uplink.js';
import { SimulatedModule } from '../../host-sim/module/simulated-module.js';
import { sequencesIn } from '../../host-sim/cli/run/arrived-readings.js';
import { VirtualTime } from '../../host-sim/time/virtual-time.js';
import { VirtualUart } from '../../host-sim/uart/virtual-uart.js';
import type { NodeConfiguration } from '../../modules/firmware/configuration.js';
import { SensorNode } from '../../modules/firmware/sensor-node.js';
import { SimulatedSensor } from '../../host-sim/sensors/simulated-sensor.js';
import { bytesOnAir, SEGMENT_HEADERS } from '../batching/bytes-on-air.js';

const DAY = 86_400_000;
const DAYS_OF_A_MONTH = 30;
const KEEP_ALIVE = 60_000;
/** PINGREQ and PINGRESP (MQTT 3.1.1 §3.12, §3.13). */
const PING = 2 * (SEGMENT_HEADERS + 2);
/** A TLS 1.2 record with AES-GCM: header 5, explicit nonce 8, tag 16 (RFC 5246 §6.2.3.3, RFC 5288 §3). */
const RECORD = 29;

/** The sensor's interval, a minute by default, and the configuration. */
export type DataConfiguration = Partial<NodeConfiguration> & { readonly interval?: number };

export interface DataMonth {
  /** Readings that arrived. */
  readonly readings: number;
  /** The payload of the first of them, in bytes. */
  readonly readingBytes: number;
  /** Times that the node connected. */
  readonly connections: number;
  /** Without TLS. */
  readonly bytes: number;
  /** What the records of TLS add; its handshakes are not in it. */
  readonly tlsBytes: number;
}

/** A node's month, from its first whole day in virtual time: what it publishes, the pings between, and its connections. */
export function dataMonth({ interval = 60_000, ...configuration }: DataConfiguration): DataMonth {
  const time = new VirtualTime();
  const broker = new ModelBroker({ time });
  const uart = new VirtualUart({ time });
  const module = new SimulatedModule({
    time,
    uplink: broker.uplink(),
    line: uart.module,
    utcNow: () => Date.UTC(2026, 2, 1) + time.now(),
  });
  const node = new SensorNode({
    serial: { io: uart.Serial },
    time,
    sensors: [{ name: 'room', io: SimulatedSensor, interval, time, seed: 1 }],
    random: () => 0.5,
    configuration: { nodeId: 'roof-1', broker: { host: 'broker.example.com', keepAlive: KEEP_ALIVE }, ...configuration },
  });
  const messages: { readonly message: Message; readonly at: number }[] = [];
  broker.subscribe('#', (message) => messages.push({ message, at: time.now() }));
  module.powerOn();
  node.start();
  time.advance(DAY);
  const { connections } = broker.counters;
  const isSleeping = configuration.dutyCycle !== undefined;
  const pings = isSleeping ? 0 : pingsBetween(messages.map(({ at }) => at));
  const segments = messages.reduce((sum, { message }) => sum + (message.qos > 0 ? 2 : 1), 0) + 2 * pings + connections * CONNECTION.packets;
  const published = messages.reduce((sum, { message }) => sum + bytesOnAir(message), 0);
  return {
    readings: node.statistics.delivered * DAYS_OF_A_MONTH,
    readingBytes: messages.find(({ message }) => sequencesIn(message.payload).length > 0)?.message.payload.length ?? 0,
    connections: connections * DAYS_OF_A_MONTH,
    bytes: (published + pings * PING + connections * CONNECTION.bytes) * DAYS_OF_A_MONTH,
    tlsBytes: segments * RECORD * DAYS_OF_A_MONTH,
  };
}

/** The module pings when it has sent nothing for the keep-alive. */
function pingsBetween(times: readonly number[]): number {
  return times.slice(1).reduce((sum, at, index) => sum + Math.floor((at - times[index]) / KEEP_ALIVE), 0);
}

/** TCP's beginning and end, and what is said at each connection besides publishes: CONNECT with the will, SUBSCRIBE, DISCONNECT. */
const CONNECTION = connection('cellnode/roof-1/status', 'cellnode/roof-1/command', 'roof-1');

function connection(statusTopic: string, commandTopic: string, clientId: string): { readonly bytes: number; readonly packets: number } {
  const will = 2 + statusTopic.length + 2 + 'offline'.length;
  const connect = 2 + 10 + 2 + clientId.length + will;
  const subscribe = 2 + 2 + 2 + commandTopic.length + 1;
  const [connack, suback, disconnect] = [4, 5, 2];
  const packets = [connect, connack, subscribe, suback, disconnect];
  const handshakes = 3 + 4;
  const bytes = packets.reduce((sum, packet) => sum + SEGMENT_HEADERS + packet, handshakes * SEGMENT_HEADERS);
  return { bytes, packets: packets.length };
}
