import test from 'ava';
import type { ConnectOptions } from '../../host-sim/broker/uplink.js';
import { MQTTClient } from '../../modules/mqtt/mqtt-client.js';
import { text, VirtualBench } from '../support/virtual-bench.js';

/** What the broker was told by the client of these options. */
function connection(options: Parameters<VirtualBench['client']>[0]): ConnectOptions {
  const seen: ConnectOptions[] = [];
  const bench = new VirtualBench({
    broker: {
      refuse: (connect) => {
        seen.push(connect);
        return undefined;
      },
    },
  }).bringUp();
  bench.connectedClient(options);
  return seen[0];
}

test('connects and says CONNACK, then how much can be written', (t) => {
  const client = new VirtualBench().bringUp().connectedClient();
  t.deepEqual(client.events, ['control 2', 'writable']);
});

test('the constructor has the control packet types of MQTT', (t) => {
  const names = ['CONNECT', 'CONNACK', 'PUBLISH', 'PUBACK', 'PUBREC', 'PUBREL', 'PUBCOMP', 'SUBSCRIBE', 'SUBACK'] as const;
  t.deepEqual(names.map((name) => MQTTClient[name]), [1, 2, 3, 4, 5, 6, 7, 8, 9]);
  const others = ['UNSUBSCRIBE', 'UNSUBACK', 'PINGREQ', 'PINGRESP', 'DISCONNECT'] as const;
  t.deepEqual(others.map((name) => MQTTClient[name]), [10, 11, 12, 13, 14]);
});

test('without options of their own the defaults reach the broker', (t) => {
  const { host, port, clientId, user, password, clean, keepAlive, will, tls } = connection({ id: undefined });
  t.deepEqual({ host, port, clientId, clean, keepAlive }, {
    host: 'broker.example.com',
    port: 1883,
    clientId: '866123040012345',
    clean: true,
    keepAlive: 60,
  });
  t.deepEqual([user, password, will, tls], [undefined, undefined, undefined, undefined]);
});

test('all options reach the broker', (t) => {
  const { port, clientId, user, password, clean, keepAlive, will } = connection({
    port: 2883,
    id: 'Knoten-Ä',
    user: 'u\\22',
    password: Buffer.from('p\\$%'),
    clean: false,
    keepAlive: 1001,
    will: { topic: 'will/ü', message: 'it "died"\r\n', QoS: 2, retain: true },
  });
  t.deepEqual([port, clientId, user, clean, keepAlive], [2883, 'Knoten-Ä', 'u\\22', false, 2]);
  t.is(text(password ?? Buffer.of()), 'p\\$%');
  t.deepEqual({ ...will, payload: text(will?.payload ?? Buffer.of()) }, {
    topic: 'will/ü',
    payload: 'it "died"\r\n',
    qos: 2,
    isRetained: true,
  });
});

test('bytes are copied when they are given: what becomes of their buffers changes nothing', (t) => {
  const seen: ConnectOptions[] = [];
  const broker = { refuse: (connect: ConnectOptions) => (seen.push(connect), undefined) };
  const bench = new VirtualBench({ broker }).bringUp();
  const password = Buffer.from('secret');
  const message = Buffer.from('gone');
  const topic = Buffer.from('a/b');
  const client = bench.client({ password, will: { topic: 'w', message } });
  password.fill(0);
  message.fill(0x22);
  client.untilWritable();
  t.is(text(seen[0].password ?? Buffer.of()), 'secret');
  t.is(text(seen[0].will?.payload ?? Buffer.of()), 'gone');

  client.write(Buffer.from('1'), { topic });
  topic.fill(0x0d);
  client.untilWritable();
  topic.set(Buffer.from('c/#'));
  client.write(null, { operation: MQTTClient.SUBSCRIBE, items: [{ topic }] });
  topic.fill(0x22);
  client.untilWritable();
  bench.publish('c/d', '2');
  t.is(bench.received[0].topic, 'a/b');
  t.is(client.untilReceived(1)[0].topic, 'c/d');
});

test('both spellings of keep-alive are read, the standard\'s first', (t) => {
  t.is(connection({ keepalive: 30_000 }).keepAlive, 30);
  t.is(connection({ keepAlive: 20_000, keepalive: 30_000 }).keepAlive, 20);
  t.is(connection({ keepAlive: 0 }).keepAlive, 0);
});

test('a port in digits is a port: so mqtt/js takes it from a URL', (t) => {
  t.is(connection({ port: '1884' as never }).port, 1884);
});

test('without an address it fails at once, and sends nothing', (t) => {
  const bench = new VirtualBench();
  const client = bench.client();
  const error = client.untilError();
  t.is(error.code, 'no-address');
  t.true(error.isRetryable);
  t.is(bench.time.now(), 0);
  t.is(bench.sent(), '');
});
