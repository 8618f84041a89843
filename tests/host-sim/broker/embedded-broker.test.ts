import { once } from 'node:events';
import { connect } from 'node:net';
import test from 'ava';
import { connectAsync, type MqttClient } from 'mqtt';
import { CertificateAuthority } from '../../../host-sim/broker/certificates.js';
import { startEmbeddedBroker } from '../../../host-sim/broker/embedded-broker.js';

function closing(client: MqttClient): Promise<void> {
  return new Promise((resolve) => client.once('close', resolve));
}

test('closing ends connections of every kind, and frees the ports', async (t) => {
  const authority = await CertificateAuthority.create('root');
  const broker = await startEmbeddedBroker({ tls: { server: await authority.issueServer(['127.0.0.1']) } });
  const client = await connectAsync(broker.brokerUrl, { reconnectPeriod: 0 });
  const secure = await connectAsync(broker.tlsUrl ?? '', { reconnectPeriod: 0, ca: authority.certificate });
  const ports = [broker.brokerUrl, broker.tlsUrl ?? ''].map((url) => Number(new URL(url).port));
  // Connections on which nobody has said anything yet.
  const silent = await Promise.all(
    ports.map(async (port) => {
      const socket = connect(port, '127.0.0.1');
      await once(socket, 'connect');
      return socket;
    }),
  );
  const ended = Promise.all([closing(client), closing(secure), ...silent.map((socket) => once(socket, 'close'))]);
  await broker.close();
  await ended;
  for (const port of ports) {
    await t.throwsAsync(once(connect(port, '127.0.0.1'), 'connect'), { message: /ECONNREFUSED/ });
  }
});

test('brokers beside each other have nothing in common', async (t) => {
  const [one, other] = await Promise.all([startEmbeddedBroker(), startEmbeddedBroker()]);
  t.not(one.brokerUrl, other.brokerUrl);
  t.is(one.tlsUrl, undefined);
  const client = await connectAsync(one.brokerUrl, { reconnectPeriod: 0 });
  await client.publishAsync('a', 'x', { qos: 1, retain: true });
  const witness = await connectAsync(other.brokerUrl, { reconnectPeriod: 0 });
  const arrived: string[] = [];
  witness.on('message', (topic) => arrived.push(topic));
  await witness.subscribeAsync('#', { qos: 1 });
  const end = new Promise<void>((resolve) => witness.once('message', () => resolve()));
  await witness.publishAsync('end', '', { qos: 1 });
  await end;
  t.deepEqual(arrived, ['end']);
  await Promise.all([client.endAsync(true), witness.endAsync(true), one.close(), other.close()]);
});

test('a subscription is sent what is retained last, by its topic, by a wildcard, or by both at once', async (t) => {
  const broker = await startEmbeddedBroker();
  const client = await connectAsync(broker.brokerUrl, { reconnectPeriod: 0 });
  const retained: readonly (readonly [topic: string, payload: string])[] = [
    ['a', 'old'],
    ['a', 'new'],
    ['cleared', 'x'],
    ['cleared', ''],
    ['b/1', 'one'],
    ['b/2', 'two'],
  ];
  for (const [topic, payload] of retained) await client.publishAsync(topic, payload, { qos: 1, retain: true });
  for (const [filters, expected] of [
    [['a'], ['a new']],
    [['cleared', 'b/1', 'nothing'], ['b/1 one']],
    [['b/+'], ['b/1 one', 'b/2 two']],
    [['a', 'b/#'], ['a new', 'b/1 one', 'b/2 two']],
  ]) {
    const witness = await connectAsync(broker.brokerUrl, { reconnectPeriod: 0 });
    const heard: string[] = [];
    let isEnd = false;
    const all = new Promise<void>((resolve) => {
      witness.on('message', (topic, payload, { retain }) => {
        if (retain) heard.push(`${topic} ${payload.toString()}`);
        isEnd ||= topic === 'end';
        if (isEnd && heard.length >= expected.length) resolve();
      });
    });
    await witness.subscribeAsync(filters, { qos: 1 });
    await witness.subscribeAsync('end', { qos: 1 });
    await client.publishAsync('end', 'x', { qos: 1 });
    await all;
    t.deepEqual(heard.sort(), expected);
    await witness.endAsync(true);
  }
  await client.endAsync(true);
  await broker.close();
});
