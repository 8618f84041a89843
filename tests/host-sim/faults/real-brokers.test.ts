import test, { type ExecutionContext } from 'ava';
import { startEmbeddedBroker } from '../../../host-sim/broker/embedded-broker.js';
import { MqttUplink } from '../../../host-sim/broker/mqtt-uplink.js';
import type { ConnectOptions } from '../../../host-sim/broker/uplink.js';
import { FaultyUplink } from '../../../host-sim/faults/uplink/faulty-uplink.js';
import { RealTime } from '../../../host-sim/time/real-time.js';
import { IndependentClient } from '../broker/independent-client.js';
import { Mosquitto } from '../broker/mosquitto.js';
import { message, NotedClient } from '../broker/noted-client.js';

const BROKERS: Readonly<Record<string, (t: ExecutionContext) => Promise<string>>> = {
  aedes: async (t) => {
    const broker = await startEmbeddedBroker();
    t.teardown(() => broker.close());
    return broker.brokerUrl;
  },
  mosquitto: async (t) => (await Mosquitto.start(t)).url,
};

interface Scene {
  readonly uplink: FaultyUplink;
  readonly observer: IndependentClient;
  connect(options?: Partial<ConnectOptions>): Promise<NotedClient>;
}

async function scene(t: ExecutionContext, broker: string): Promise<Scene> {
  const brokerUrl = await BROKERS[broker](t);
  const uplink = new FaultyUplink(new RealTime(), new MqttUplink({ brokerUrl }), Math.random);
  const observer = await IndependentClient.connect(brokerUrl, '#');
  const clients: NotedClient[] = [];
  // Before the broker, which was begun first, is ended.
  t.teardown(async () => {
    for (const { session } of clients) session.drop();
    await observer.close();
  });
  const connect = async (options?: Partial<ConnectOptions>): Promise<NotedClient> => {
    const client = new NotedClient(uplink, options);
    clients.push(client);
    await client.until(() => client.connected !== undefined || client.refusal !== undefined);
    return client;
  };
  return { uplink, observer, connect };
}

for (const broker of Object.keys(BROKERS)) {
  test(`${broker}: refused on the way, and taken again`, async (t) => {
    const { uplink, connect } = await scene(t, broker);
    const refusal = { phase: 'mqtt', code: 704, reason: 'not authorised' } as const;
    const lift = uplink.conditions.refusal.override.set(() => refusal);
    t.deepEqual((await connect()).refusal, refusal);
    lift();
    t.is((await connect()).connected, false);
  });

  test(`${broker}: closed from outside, the will is published and what is under way fails`, async (t) => {
    const { uplink, observer, connect } = await scene(t, broker);
    const client = await connect({ will: message('will', 'gone', 1) });
    const undo = uplink.conditions.isSilentOnPublish.override.set(true);
    client.publish(message('up', 'x', 1));
    await observer.arrived(1);
    t.deepEqual(client.outcomes, []);
    undo();
    uplink.closeAll('closed by the broker');
    await client.until(() => client.lost.length === 1);
    t.deepEqual([client.outcomes, client.lost], [[false], ['closed by the broker']]);
    await observer.arrived(2);
    t.deepEqual(observer.texts, ['up 1: x', 'will 1: gone']);
  });

  test(`${broker}: a stall keeps all, and the order`, async (t) => {
    const { uplink, observer, connect } = await scene(t, broker);
    const client = await connect();
    const undo = uplink.conditions.isStalled.override.set(true);
    for (const text of ['a', 'b', 'c']) client.publish(message('up', text, 1));
    await observer.client.publishAsync('between', 'x', { qos: 1 });
    await observer.arrived(1);
    undo();
    uplink.pass();
    await client.until(() => client.outcomes.length === 3);
    await observer.arrived(4);
    t.deepEqual(observer.texts, ['between 1: x', 'up 1: a', 'up 1: b', 'up 1: c']);
  });

  test(`${broker}: a session that is forgotten`, async (t) => {
    const { uplink, observer, connect } = await scene(t, broker);
    for (const isForgotten of [false, true]) {
      const clientId = isForgotten ? 'forgotten' : 'kept';
      const first = await connect({ clientId, clean: false });
      first.subscribe('down', 1);
      await first.until(() => first.granted.length === 1);
      first.disconnect();
      await first.until(() => first.disconnected === 1);
      await observer.client.publishAsync('down', 'x', { qos: 1 });
      const undo = uplink.conditions.isForgetful.override.set(isForgotten);
      const second = await connect({ clientId, clean: false });
      undo();
      t.is(second.connected, !isForgotten);
      if (!isForgotten) await second.until(() => second.messages.length === 1);
    }
  });

  test(`${broker}: muted, neither side is told`, async (t) => {
    const { uplink, connect } = await scene(t, broker);
    const client = await connect();
    uplink.muteAll();
    client.publish(message('up', 'x', 1));
    const other = await connect({ clientId: 'other' });
    other.publish(message('up', 'y', 1));
    await other.until(() => other.outcomes.length === 1);
    t.deepEqual([client.outcomes, client.lost], [[], []]);
  });
}
