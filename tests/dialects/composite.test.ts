import test from 'ava';
import { MQTTClient } from '../../modules/mqtt/mqtt-client.js';
import { checkExactDelivery } from '../mqtt/exact-delivery.js';
import { text, utf8 } from '../support/bytes.js';
import { CompositeBench, START } from './composite-bench.js';

const PUBLISH = ['AT+XMQTOPIC', 'AT+XMQPUB'];

test('the modem comes up by the commands of the vendor: a data call of two, an address that is asked for, its clock, its names', (t) => {
  const bench = new CompositeBench().bringUp();
  const { modem } = bench;
  t.is(modem.address, '10.20.30.40');
  t.is(bench.module.apn, 'internet');
  t.deepEqual([modem.model, modem.iccid, modem.operator], ['COMPOSITE-1', '89860000000000000001', 'Elsewhere']);
  t.true(Math.abs((modem.now() ?? 0) - START - bench.time.now()) < 1500);
  t.deepEqual(bench.anomalies, []);
  t.deepEqual(bench.errors, []);
});

test('a connection is opened by two commands, a publish at QoS 1 is two more, and both are closed by two', (t) => {
  const bench = new CompositeBench().bringUp();
  const client = bench.connectedClient({ keepAlive: 1_200_000, user: 'me', password: 'secret' });
  t.deepEqual(bench.heard(), ['AT+XMQALIVE', 'AT+XMQOPEN', 'AT+XMQCONN']);
  client.publish('a/b', '{"t":21}', 1);
  client.untilWritable();
  t.deepEqual(bench.heard(), PUBLISH);
  t.deepEqual(client.acknowledgements, [`control ${MQTTClient.PUBACK} 1`]);
  t.like(bench.received[0], { topic: 'a/b', qos: 1 });
  t.is(text(bench.received[0].payload), '{"t":21}');
  client.client.close();
  bench.time.advance(1000);
  t.deepEqual(bench.heard(), ['AT+XMQDISC', 'AT+XMQCLOSE']);
  t.deepEqual(bench.module.openClients, []);
  t.deepEqual(bench.anomalies, []);
});

test('whatever is published arrives exactly, at every QoS, and each is acknowledged by its identifier', (t) => {
  const bench = new CompositeBench().bringUp();
  checkExactDelivery(t, bench, 80);
  t.deepEqual(bench.anomalies, []);
});

test('topics are subscribed to and left, with the QoS that the module tells, and messages are fetched', (t) => {
  const bench = new CompositeBench({ grant: (filter, qos) => (filter === 'forbidden' ? 128 : filter === 'lower' ? 0 : qos) }).bringUp();
  const client = bench.connectedClient();
  client.subscribe('to/node', 'lower', 'forbidden');
  t.deepEqual(client.acknowledgements, [`control ${MQTTClient.SUBACK} 1 1,0,128`]);
  const payloadsSent = ['first', 'OK\r\n+XMQSTAT: 0,1\r\n', '"'];
  for (const payload of payloadsSent) bench.broker.publish({ topic: 'to/node', payload: utf8(payload), qos: 1, isRetained: false });
  bench.until(() => client.messages.length === payloadsSent.length, 'all have been fetched');
  t.deepEqual(client.messages.map(({ payload }) => text(payload)), payloadsSent);
  t.true(client.messages.every(({ topic }) => topic === 'to/node'));
  client.write(null, { operation: MQTTClient.UNSUBSCRIBE, items: [{ topic: 'to/node' }] });
  client.untilWritable();
  bench.broker.publish({ topic: 'to/node', payload: utf8('late'), qos: 1, isRetained: false });
  bench.time.advance(5000);
  t.is(client.messages.length, payloadsSent.length);
  t.is(client.error, undefined);
});

test('a window of publishes, each of two commands, is acknowledged in order', (t) => {
  const bench = new CompositeBench().bringUp();
  const client = bench.connectedClient({ publishWindow: 10 });
  for (let index = 0; index < 30; index += 1) client.publish('window', `message ${index}`, 1);
  bench.until(() => client.acknowledgements.length === 30, 'all are acknowledged');
  t.deepEqual(client.acknowledgements, Array.from({ length: 30 }, (_, index) => `control ${MQTTClient.PUBACK} ${index + 1}`));
  t.deepEqual(bench.received.map(({ payload }) => text(payload)), Array.from({ length: 30 }, (_, index) => `message ${index}`));
});

test('that a message is sent once more is not taken for its end', (t) => {
  for (const publishWindow of [1, 5]) {
    const bench = new CompositeBench().bringUp();
    bench.module.repeats = true;
    const client = bench.connectedClient({ publishWindow });
    for (let index = 0; index < 5; index += 1) client.publish('t', 'x', 1);
    bench.until(() => client.acknowledgements.length === 5, 'all are acknowledged');
    t.is(client.error, undefined);
    t.is(bench.received.length, 5);
  }
});

test('a completion that comes late acknowledges its own message and no other, though another client has begun anew in its slot', (t) => {
  const bench = new CompositeBench().bringUp();
  const client = bench.connectedClient({ slot: 0 });
  bench.module.completionDelay = () => 40_000;
  client.publish('t', 'late', 1);
  t.is(client.untilError().code, 'timeout');
  client.client.close();
  bench.time.advance(1000);
  // Identifiers begin anew: this one's first message has that of the late one. The broker has stopped to take anything.
  bench.broker.stall();
  bench.module.completionDelay = () => 0;
  bench.broker.resume();
  const other = bench.connectedClient({ slot: 0 });
  bench.broker.stall();
  other.publish('t', 'young', 1);
  bench.time.advance(12_000);
  t.deepEqual(other.acknowledgements, [], 'the late completion of the other message has come meanwhile');
  bench.broker.resume();
  other.untilWritable();
  t.deepEqual(other.acknowledgements, [`control ${MQTTClient.PUBACK} 1`]);
  t.deepEqual(bench.received.map(({ payload }) => text(payload)), ['late', 'young']);
});

test('a completion that is lost ends its connection, and keeps no other message and no other connection waiting', (t) => {
  const bench = new CompositeBench().bringUp();
  const client = bench.connectedClient({ slot: 0 });
  client.publish('t', 'one', 1);
  client.untilWritable();
  bench.module.completionDelay = () => Infinity;
  client.publish('t', 'two', 1);
  t.is(client.untilError().code, 'timeout');
  client.client.close();
  bench.module.completionDelay = () => 0;
  bench.time.advance(1000);
  const other = bench.connectedClient({ slot: 0 });
  // Its second message has the identifier of the one that owes its completion, and so it is the only one that waits in vain.
  other.publish('t', 'three', 1);
  other.untilWritable();
  t.deepEqual(other.acknowledgements, [`control ${MQTTClient.PUBACK} 1`]);
});

test('where the broker refuses the second of the two commands, what is half open is closed, and the next attempt succeeds', (t) => {
  let isRefused = true;
  const bench = new CompositeBench({ refuse: () => (isRefused ? 703 : undefined) }).bringUp();
  const client = bench.client({ slot: 0 });
  const error = client.untilError();
  t.is(error.code, 'connection-refused');
  t.is(error.message, 'AT+XMQCONN=: user or password');
  t.deepEqual(bench.module.openClients, [0]);
  client.client.close();
  bench.time.advance(1000);
  t.deepEqual(bench.module.openClients, []);
  isRefused = false;
  t.is(bench.connectedClient({ slot: 0 }).error, undefined);
});

test('a client that is closed between the two commands leaves nothing open', (t) => {
  const bench = new CompositeBench().bringUp();
  const client = bench.client({ slot: 0 });
  bench.until(() => bench.module.heard.some((line) => line.startsWith('AT+XMQCONN')), 'the second command was sent');
  client.client.close();
  bench.time.advance(10_000);
  t.deepEqual(bench.module.openClients, []);
  t.deepEqual(client.events, []);
});

test('a slot that a restarted host finds occupied is closed, left alone, and opened again in the end', (t) => {
  const bench = new CompositeBench().bringUp();
  bench.connectedClient({ slot: 0 }).publish('t', 'before', 1);
  bench.time.advance(1000);
  bench.restartHost();
  bench.bringUp();
  const client = bench.client({ slot: 0 });
  const error = client.untilError();
  t.regex(error.message, /slot 0 was left open by another program, and has been closed/);
  client.client.close();
  t.deepEqual(bench.module.openClients, []);
  t.is(bench.connectedClient({ slot: 1 }).error, undefined);
});

test('a lost connection, a lost address and a restart of the module are each told, and made good', (t) => {
  const bench = new CompositeBench().bringUp();
  const lost = bench.connectedClient();
  bench.broker.goAway();
  t.is(lost.untilError().message, 'connection lost: closed by the broker');
  lost.client.close();

  const withoutAddress = bench.connectedClient();
  bench.module.loseContext();
  t.regex(withoutAddress.untilError().message, /the network took the address back/);
  withoutAddress.client.close();
  bench.until(() => bench.modem.connection === 500, 'it has an address again');

  const restarted = bench.connectedClient();
  bench.module.powerOn();
  t.regex(restarted.untilError().message, /restarted/);
  restarted.client.close();
  bench.until(() => bench.modem.connection === 500, 'it is up again');
  const client = bench.connectedClient();
  client.publish('t', 'x', 1);
  client.untilWritable();
  t.is(client.acknowledgements.length, 1);
});

test('bounds are the vendor\'s: slots from 0 to 5, 1548 bytes, an hour of keep-alive, and no TLS', (t) => {
  const bench = new CompositeBench().bringUp();
  t.throws(() => bench.client({ slot: 6 }), { message: /^slot: must be 0 to 5/ });
  t.throws(() => bench.client({ publishCapacity: 1549 }), { message: /1548/ });
  t.throws(() => bench.client({ keepAlive: 3_600_001 }), { message: /3600000/ });
  t.throws(() => bench.client({ host: 'h'.repeat(101) }), { message: /1 to 100 bytes/ });
  const all = Array.from({ length: 6 }, () => bench.client());
  t.deepEqual(all.map(({ client }) => client.slot), [0, 1, 2, 3, 4, 5]);
  t.throws(() => bench.client(), { code: 'slot-taken' });
  const { modem } = new CompositeBench();
  t.throws(() => modem.connect({ tls: { verify: false } }), { message: /^tls: must not be asked for/ });
});
