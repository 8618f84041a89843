import test, { type ExecutionContext } from 'ava';
import { startEmbeddedBroker } from '../../host-sim/broker/embedded-broker.js';
import { MqttUplink } from '../../host-sim/broker/mqtt-uplink.js';
import { SimulatedModule } from '../../host-sim/module/simulated-module.js';
import { RealTime } from '../../host-sim/time/real-time.js';
import { VirtualUart } from '../../host-sim/uart/virtual-uart.js';
import { SensorNode } from '../../modules/firmware/sensor-node.js';
import type { RefusedMessage } from '../../modules/telemetry/refused-message.js';
import type { Progress } from '../../modules/telemetry/progress.js';
import { Mosquitto } from '../host-sim/broker/mosquitto.js';
import { text } from '../support/bytes.js';
import { Awaiter } from '../support/awaiter.js';
import { IndependentClient } from '../support/independent-client.js';

const READINGS = 'cellnode/greenhouse/readings';
/** Of the sample that the broker does not take, and of the last one that is waited for. */
const POISON = 3;
const LAST = 9;
const LONG = 'x'.repeat(300);

/** Real brokers that close the connection on a long message, each in its own way. */
const BROKERS: readonly (readonly [name: string, start: (t: ExecutionContext) => Promise<string>])[] = [
  [
    'aedes, by authorizePublish',
    async (t) => {
      const broker = await startEmbeddedBroker({ closesOn: (_topic, payload) => payload.length > 250 });
      t.teardown(() => broker.close());
      return broker.brokerUrl;
    },
  ],
  ['mosquitto, by max_packet_size', async (t) => (await Mosquitto.start(t, ['max_packet_size 250'])).url],
];

/** A sample a second, of which one is long. */
class Sensor {
  #count = 0;

  sample(): object {
    this.#count += 1;
    return { number: this.#count, note: this.#count === POISON ? LONG : '' };
  }

  close(): void {
    // Nothing to give back.
  }
}

for (const [name, start] of BROKERS) {
  test(`F39: a reading on which ${name} closes is given up, and the others arrive`, async (t) => {
    t.timeout(90_000);
    const brokerUrl = await start(t);
    const time = new RealTime();
    const uart = new VirtualUart({ time, receiveFifo: 2 ** 16 });
    const awaiter = new Awaiter();
    const arrived: { sequence: number; sample: object | null }[] = [];
    const progress: Progress[] = [];
    const client = await IndependentClient.connect(brokerUrl);
    t.teardown(() => client.close());
    await client.subscribe(READINGS, ({ payload }) => {
      arrived.push(JSON.parse(text(payload)) as { sequence: number; sample: object | null });
      awaiter.changed();
    });
    const module = new SimulatedModule({ time, uplink: new MqttUplink({ brokerUrl }), line: uart.module });
    module.powerOn();
    t.teardown(() => module.powerOff());
    const node = new SensorNode({
      serial: { io: uart.Serial },
      time,
      sensors: [{ name: 'air', io: Sensor, interval: 1000 }],
      random: () => 0.02,
      configuration: { nodeId: 'greenhouse', broker: { host: 'broker.example.com' } },
      onProgress: (...event) => {
        progress.push(event);
        awaiter.changed();
      },
    });
    t.teardown(() => new Promise<null>((resolve) => node.close(resolve)));
    node.start();
    const has = (sequence: number): boolean => arrived.some((reading) => reading.sequence === sequence);
    const state = (): string => `${node.session}, arrived ${arrived.map(({ sequence }) => sequence).join(' ')}`;
    await awaiter.until(() => node.session === 'ready', 'the node is ready to publish', state);
    await awaiter.until(() => has(POISON) && has(LAST), 'the others arrive', state);
    const refused = progress.flatMap(([event, detail]) => (event === 'message-refused' ? [detail as RefusedMessage] : []));
    t.deepEqual(refused.map(({ code, sequence }) => [code, sequence]), [['message-refused', POISON]]);
    t.is(text(refused[0].payload), JSON.stringify({ number: POISON, note: LONG }));
    t.deepEqual(arrived.filter(({ sample }) => sample === null).map(({ sequence }) => sequence), [POISON]);
    t.like(node.statistics, { refused: 1, dropped: 0 });
    t.deepEqual(Array.from({ length: LAST }, (_, index) => has(index + 1)), new Array(LAST).fill(true));
    t.is(progress.filter(([event]) => event === 'connection-lost').length, 4);
  });
}
