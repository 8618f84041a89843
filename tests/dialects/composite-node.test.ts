import test from 'ava';
import { ModelBroker } from '../../host-sim/broker/model-broker.js';
import type { Message } from '../../host-sim/broker/uplink.js';
import { SimulatedSensor } from '../../host-sim/sensors/simulated-sensor.js';
import { VirtualTime } from '../../host-sim/time/virtual-time.js';
import { VirtualUart } from '../../host-sim/uart/virtual-uart.js';
import { SensorNode } from '../../modules/firmware/sensor-node.js';
import { text, utf8 } from '../support/bytes.js';
import { START } from './composite-bench.js';
import { composite } from './composite/dialect.js';
import { SimulatedComposite } from './composite/simulated-module.js';

const INTERVAL = 10_000;
const broker = { host: 'broker.example.com' };

function nodeOf(dialect = composite) {
  const time = new VirtualTime();
  const uart = new VirtualUart({ time });
  const model = new ModelBroker({ time });
  const module = new SimulatedComposite({ time, line: uart.module, uplink: model.uplink(), utcNow: () => START + time.now() });
  const received: Message[] = [];
  model.subscribe('#', (message) => received.push(message));
  const node = new SensorNode({
    serial: { io: uart.Serial },
    time,
    modem: { dialect },
    sensors: [{ name: 'room', interval: INTERVAL, io: SimulatedSensor, time, seed: 1 }],
    random: () => 0.5,
    configuration: { nodeId: 'node-1', broker },
  });
  module.powerOn();
  const texts = (topic: string): string[] =>
    received.filter((message) => message.topic === `cellnode/node-1/${topic}`).map(({ payload }) => text(payload));
  const numbers = (): number[] => texts('readings').map((reading) => (JSON.parse(reading) as { sequence: number }).sequence);
  return { time, model, module, node, texts, numbers };
}

test('the whole node runs with the dialect of another vendor: every reading arrives, and commands are obeyed', (t) => {
  const { time, model, module, node, texts, numbers } = nodeOf();
  node.start();
  t.true(time.runUntil(() => texts('status').includes('online') || texts('status').length > 0, 60_000));
  t.true(time.runUntil(() => numbers().length >= 5, 120_000));
  model.publish({ topic: 'cellnode/node-1/command', payload: utf8('{"interval":20,"id":1}'), qos: 1, isRetained: false });
  t.true(time.runUntil(() => texts('response').length > 0, 30_000));

  // An outage, a restart of the module, and a completion that never comes.
  model.goAway(120_000);
  time.advance(60_000);
  module.powerOn();
  time.advance(120_000);
  module.completionDelay = () => Infinity;
  time.advance(45_000);
  module.completionDelay = () => 0;
  t.true(time.runUntil(() => node.statistics.accepted > 10 && node.statistics.waiting === 0, 600_000));
  const sequences = [...new Set(numbers())].sort((a, b) => a - b);
  t.deepEqual(sequences, Array.from({ length: node.statistics.accepted }, (_, index) => index + 1));
});

test('the limits of its configuration are those of the vendor', (t) => {
  const make = (configuration: object) => () =>
    new SensorNode({
      serial: { io: new VirtualUart({ time: new VirtualTime() }).Serial },
      time: new VirtualTime(),
      modem: { dialect: composite },
      sensors: [{ name: 'room', interval: INTERVAL, io: SimulatedSensor, time: new VirtualTime(), seed: 1 }],
      random: () => 0.5,
      configuration: { nodeId: 'n', broker, ...configuration },
    });
  t.throws(make({ backlog: { limit: 1549 } }), { message: /1548/ });
  t.throws(make({ broker: { ...broker, keepAlive: 3_601_000 } }), { message: /3600000/ });
  t.notThrows(make({ broker: { ...broker, keepAlive: 3_600_000 } }));
  t.throws(make({ broker: { host: 'h'.repeat(101) } }), { message: /1 to 100 bytes/ });
  t.throws(make({ network: { tls: { verify: false } }, broker: { ...broker, tls: true } }), { message: /^tls: must not be asked for/ });
});
