import { ModelBroker } from '../../host-sim/broker/model-broker.js';
import type { Message } from '../../host-sim/broker/uplink.js';
import { NorFlash } from '../../host-sim/flash/nor-flash.js';
import { SimulatedModule } from '../../host-sim/module/simulated-module.js';
import { VirtualTime } from '../../host-sim/time/virtual-time.js';
import { VirtualUart } from '../../host-sim/uart/virtual-uart.js';
import type { BacklogConfiguration } from '../../modules/firmware/configuration.js';
import { SensorNode } from '../../modules/firmware/sensor-node.js';
import { SimulatedSensor } from '../../host-sim/sensors/simulated-sensor.js';
import { JournalOutbox } from '../../modules/telemetry/journal/journal-outbox.js';
import { sequencesIn } from '../../host-sim/cli/run/arrived-readings.js';
import type { EncodingMaker } from '../../modules/encodings/encoding.js';
import { bytesOnAir } from './bytes-on-air.js';

const MINUTE = 60_000;
/** A reading every ten seconds for half an hour without a network. */
const INTERVAL = 10_000;
const OUTAGE = 30 * MINUTE;
export const ROUND_TRIP = 60;

export interface Drain {
  readonly readings: number;
  readonly messages: number;
  readonly payloadBytes: number;
  readonly bytesOnAir: number;
  /** From the first message to the last, as the broker receives them. */
  readonly milliseconds: number;
}

/** A whole node in virtual time comes back from an outage and empties its outbox. */
export function drain(backlog: BacklogConfiguration | undefined, encoding?: EncodingMaker): Drain {
  const time = new VirtualTime();
  const broker = new ModelBroker({ time, roundTrip: ROUND_TRIP });
  const uart = new VirtualUart({ time });
  const module = new SimulatedModule({
    time,
    uplink: broker.uplink(),
    line: uart.module,
    utcNow: () => Date.UTC(2026, 2, 1) + time.now(),
    network: { registration: 2 },
  });
  const node = new SensorNode({
    serial: { io: uart.Serial },
    time,
    sensors: [{ name: 'room', io: SimulatedSensor, interval: INTERVAL, time, seed: 1 }],
    random: () => 0.5,
    encoding,
    outbox: new JournalOutbox({ flash: { io: new NorFlash({ blocks: 16 }) } }),
    configuration: { nodeId: 'node-1', broker: { host: 'broker.example.com' }, backlog },
  });
  const arrived: { readonly message: Message; readonly at: number }[] = [];
  for (const topic of ['readings', 'backlog']) {
    broker.subscribe(`cellnode/node-1/${topic}`, (message) => arrived.push({ message, at: time.now() }));
  }
  module.powerOn();
  node.start();
  time.advance(OUTAGE);
  module.radio.setRegistration(1);
  if (!time.runUntil(() => node.statistics.waiting === 0, 60 * MINUTE)) throw new Error('the outbox is not empty after an hour');
  const readings = arrived.reduce((sum, { message }) => sum + sequencesIn(message.payload).length, 0);
  if (readings !== node.statistics.accepted) throw new Error(`${readings} arrived, ${node.statistics.accepted} accepted`);
  return {
    readings,
    messages: arrived.length,
    payloadBytes: arrived.reduce((sum, { message }) => sum + message.payload.length, 0),
    bytesOnAir: arrived.reduce((sum, { message }) => sum + bytesOnAir(message), 0),
    milliseconds: arrived[arrived.length - 1].at - arrived[0].at,
  };
}
