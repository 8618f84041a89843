import test from 'ava';
import { startEmbeddedBroker } from '../../host-sim/broker/embedded-broker.js';
import { MqttUplink } from '../../host-sim/broker/mqtt-uplink.js';
import { SimulatedModule } from '../../host-sim/module/simulated-module.js';
import { RealTime } from '../../host-sim/time/real-time.js';
import { VirtualUart } from '../../host-sim/uart/virtual-uart.js';
import { SensorNode } from '../../modules/firmware/sensor-node.js';
import type { Progress } from '../../modules/telemetry/progress.js';
import { Awaiter } from '../support/awaiter.js';
import { text } from '../support/bytes.js';
import { CrashingHost } from '../support/crashing-host.js';
import { IndependentClient } from '../support/independent-client.js';

const COMMAND = 'cellnode/greenhouse/command';

class Sensor {
  sample(): object {
    return { level: 1 };
  }

  close(): void {
    // Nothing to give back.
  }
}

test('no boot loop can be planted: a retained restart ends one start, and the next one refuses it', async (t) => {
  t.timeout(120_000);
  const broker = await startEmbeddedBroker({});
  t.teardown(() => broker.close());
  const time = new RealTime();
  const uart = new VirtualUart({ time, receiveFifo: 2 ** 16 });
  const awaiter = new Awaiter();
  const answers: Record<string, unknown>[] = [];
  const progress: Progress[] = [];
  const client = await IndependentClient.connect(broker.brokerUrl);
  t.teardown(() => client.close());
  await client.subscribe('cellnode/greenhouse/response', ({ payload }) => {
    answers.push(JSON.parse(text(payload)) as Record<string, unknown>);
    awaiter.changed();
  });
  const module = new SimulatedModule({ time, uplink: new MqttUplink({ brokerUrl: broker.brokerUrl }), line: uart.module });
  module.powerOn();
  t.teardown(() => module.powerOff());
  let restarts = 0;
  const start = (): { host: CrashingHost; node: SensorNode } => {
    const host = new CrashingHost(time, uart.Serial);
    const restartHost = (): void => {
      restarts += 1;
      awaiter.changed();
    };
    const node = new SensorNode({
      serial: { io: host.Serial },
      time: host,
      sensors: [{ name: 'air', io: Sensor, interval: 5000 }],
      // Chance that is none: the clock alone tells the starts apart.
      random: () => 0.02,
      modem: { recovery: { restartHost } },
      configuration: { nodeId: 'greenhouse', broker: { host: 'broker.example.com' } },
      onProgress: (...event) => {
        progress.push(event);
        awaiter.changed();
      },
    });
    node.start();
    return { host, node };
  };
  const state = (): string => `${restarts} restarts, ${JSON.stringify(answers)}`;
  const first = start();
  await awaiter.until(() => first.node.session === 'ready', 'the node listens', state);
  await client.publish(COMMAND, '{"status":true,"id":1}', 1);
  await awaiter.until(() => answers.length === 1, 'the status', state);
  const { start: number } = answers[0].status as { start: number };
  await client.publish(COMMAND, `{"restart":${number},"id":2}`, 1, true);
  await awaiter.until(() => restarts === 1, 'the restart', state);
  t.deepEqual(answers[1], { restart: true, id: 2 });
  first.host.crash();

  const second = start();
  t.teardown(() => new Promise<null>((resolve) => second.node.close(resolve)));
  await awaiter.until(() => answers.length === 3, 'what the next start says to it', state);
  t.like(answers[2], { error: 'bad-value', command: 'restart', id: 2 });
  // On another connection it comes once more.
  const losses = progress.filter(([event]) => event === 'connection-lost').length;
  module.reset();
  await awaiter.until(() => progress.filter(([event]) => event === 'connection-lost').length > losses, 'the loss is noticed', state);
  await awaiter.until(() => answers.length === 4, 'what it says on another connection', state);
  t.like(answers[3], { error: 'bad-value', command: 'restart', id: 2 });
  t.is(restarts, 1);
  t.is(progress.filter(([event]) => event === 'restart').length, 1);
});
