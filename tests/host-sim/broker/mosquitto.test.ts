import test, { type ExecutionContext } from 'ava';
import { MqttUplink } from '../../../host-sim/broker/mqtt-uplink.js';
import type { ConnectOptions } from '../../../host-sim/broker/uplink.js';
import { IndependentClient } from './independent-client.js';
import { Mosquitto } from './mosquitto.js';
import { message, NotedClient } from './noted-client.js';

interface Scene {
  readonly broker: Mosquitto;
  connect(options?: Partial<ConnectOptions>): Promise<NotedClient>;
  /** Subscribed to everything, at QoS 2. */
  observe(): Promise<IndependentClient>;
}

async function scene(t: ExecutionContext): Promise<Scene> {
  const broker = await Mosquitto.start(t);
  const uplink = new MqttUplink({ brokerUrl: broker.url });
  const clients: NotedClient[] = [];
  const observers: IndependentClient[] = [];
  t.teardown(async () => {
    for (const { session } of clients) session.drop();
    for (const observer of observers) await observer.close();
  });
  return {
    broker,
    connect: async (options) => {
      const client = new NotedClient(uplink, options);
      clients.push(client);
      await client.until(() => client.connected !== undefined || client.refusal !== undefined);
      return client;
    },
    observe: async () => {
      const observer = await IndependentClient.connect(broker.url, '#');
      observers.push(observer);
      return observer;
    },
  };
}

async function left(client: NotedClient): Promise<void> {
  client.disconnect();
  await client.until(() => client.disconnected === 1);
}

test('mosquitto: QoS 0, 1 and 2 as the broker sees them, without a complaint', async (t) => {
  const { broker, connect, observe } = await scene(t);
  const observer = await observe();
  const client = await connect();
  for (const qos of [0, 1, 2] as const) {
    client.publish(message(`up/${qos}`, 'x', qos));
    await client.until(() => client.outcomes.length === qos + 1);
  }
  await observer.arrived(3);
  t.deepEqual(observer.texts, ['up/0 0: x', 'up/1 1: x', 'up/2 2: x']);
  client.subscribe('down/#', 2);
  await client.until(() => client.granted.length === 1);
  await observer.client.publishAsync('down/2', 'y', { qos: 2 });
  await client.until(() => client.messages.length === 1);
  await broker.says(/PUBCOMP from node/);
  client.unsubscribe('down/#');
  await client.until(() => client.unsubscribed === 1);
  await left(client);
  await broker.says(/Client node disconnected/);
  const packets = broker.log.filter((line) => / (from|to) node\b/.test(line)).map((line) => line.replace(/ \(.*/, ''));
  t.deepEqual(packets, [
    'Sending CONNACK to node',
    'Received PUBLISH from node',
    'Received PUBLISH from node',
    'Sending PUBACK to node',
    'Received PUBLISH from node',
    'Sending PUBREC to node',
    'Received PUBREL from node',
    'Sending PUBCOMP to node',
    'Received SUBSCRIBE from node',
    'Sending SUBACK to node',
    'Sending PUBLISH to node',
    'Received PUBREC from node',
    'Sending PUBREL to node',
    'Received PUBCOMP from node',
    'Received UNSUBSCRIBE from node',
    'Sending UNSUBACK to node',
    'Received DISCONNECT from node',
  ]);
  t.deepEqual(broker.complaints, []);
});

test('mosquitto: a session that was kept delivers what was sent meanwhile, in order; a clean one does not', async (t) => {
  const { broker, connect, observe } = await scene(t);
  const observer = await observe();
  for (const clean of [false, true]) {
    const clientId = clean ? 'clean' : 'kept';
    const first = await connect({ clientId, clean });
    t.is(first.connected, false);
    first.subscribe('down', 1);
    await first.until(() => first.granted.length === 1);
    await left(first);
    for (const text of ['a', 'b', 'c']) await observer.client.publishAsync('down', text, { qos: 1 });
    const second = await connect({ clientId, clean });
    t.is(second.connected, !clean);
    if (!clean) await second.until(() => second.messages.length === 3);
    t.deepEqual(second.texts, clean ? [] : ['down 1: a', 'down 1: b', 'down 1: c']);
    await left(second);
    await broker.says(new RegExp(`Client ${clientId} disconnected`));
  }
  t.deepEqual(broker.complaints, []);
});

test('mosquitto: retained messages stay and go', async (t) => {
  const { broker, connect, observe } = await scene(t);
  const client = await connect();
  client.publish(message('state', 'on', 1, true));
  await client.until(() => client.outcomes.length === 1);
  const late = await observe();
  await late.arrived(1);
  t.deepEqual(late.texts, ['state 1 retained: on']);
  client.publish(message('state', '', 1, true));
  await client.until(() => client.outcomes.length === 2);
  client.subscribe('state', 1);
  await client.until(() => client.granted.length === 1);
  client.publish(message('state', 'live', 1));
  await client.until(() => client.messages.length === 1);
  t.deepEqual(client.texts, ['state 1: live']);
  await left(client);
  t.deepEqual(broker.complaints, []);
});

test('mosquitto: a will is published when the connection breaks, and not after DISCONNECT', async (t) => {
  const { broker, connect, observe } = await scene(t);
  const observer = await observe();
  const will = message('will', 'gone', 2, true);
  await left(await connect({ clientId: 'polite', will }));
  const broken = await connect({ clientId: 'broken', will });
  t.deepEqual(broker.complaints, []);
  broken.session.drop();
  await observer.arrived(1);
  t.deepEqual(observer.texts, ['will 2: gone']);
  await broker.says(/broken closed its connection/);
  // That the connection broke is all there is to say.
  t.deepEqual(broker.complaints.filter((line) => !line.includes('broken closed its connection')), []);
});

test('mosquitto: a take-over, and messages of QoS 2 that it interrupts', async (t) => {
  const { broker, connect, observe } = await scene(t);
  const observer = await observe();
  const first = await connect({ clean: false });
  first.subscribe('down', 2);
  await first.until(() => first.granted.length === 1);
  const second = await connect({ clean: false });
  await first.until(() => first.lost.length === 1);
  t.is(second.connected, true);
  await observer.client.publishAsync('down', 'x', { qos: 2 });
  await second.until(() => second.messages.length === 1);
  second.publish(message('up', 'y', 2));
  await second.until(() => second.outcomes.length === 1);
  await observer.arrived(2);
  await left(second);
  const taken = broker.complaints;
  // One line on the first connection, which had to go; MQTT 3.1.1 §3.1.4.
  const expected = /node already connected, closing old connection|node (disconnected|closed)/;
  t.true(taken.every((line) => expected.test(line)), taken.join('\n'));
});
