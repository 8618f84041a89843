import test from 'ava';
import type { ControlMessage, ReadableOptions } from '../../modules/ports/mqtt-client.js';
import { MQTTClient } from '../../modules/mqtt/mqtt-client.js';
import { latin1, utf8 } from '../support/bytes.js';
import { VirtualBench } from '../support/virtual-bench.js';

/** ECMA-419 §25 and Annex A, MQTT Client. Where this client differs on purpose is in docs/mqtt-client.md. */

const { CONNACK, DISCONNECT, PUBACK, PUBCOMP, PUBREC, SUBACK, SUBSCRIBE, UNSUBACK, UNSUBSCRIBE } = MQTTClient;

function connected() {
  const bench = new VirtualBench().bringUp();
  return { bench, client: bench.connectedClient() };
}

test('the constructor has the control packet types of MQTT 3.1.1', (t) => {
  const { CONNECT, PUBLISH, PUBREL, PINGREQ, PINGRESP } = MQTTClient;
  const types = [CONNECT, CONNACK, PUBLISH, PUBACK, PUBREC, PUBREL, PUBCOMP, SUBSCRIBE, SUBACK, UNSUBSCRIBE, UNSUBACK];
  t.deepEqual([...types, PINGREQ, PINGRESP, DISCONNECT], Array.from({ length: 14 }, (_, index) => index + 1));
});

test('host is required, all else has its default: port 1883, a clean session, no user, no will', (t) => {
  const bench = new VirtualBench().bringUp();
  t.throws(() => new MQTTClient({ link: bench.modem } as never), { code: 'invalid-argument', message: /^host: / });
  bench.sent();
  new MQTTClient({ link: bench.modem, host: 'broker.example.com' });
  bench.advance(5000);
  t.regex(bench.sent(), /AT\+MQTTOPEN=1,"broker\.example\.com",1883,1,/);
});

test('port, id, user, password, keepAlive in milliseconds, clean and will reach the broker', (t) => {
  const bench = new VirtualBench().bringUp();
  const will = { topic: 'gone', message: Uint8Array.from(utf8('bye')), QoS: 1, retain: true };
  bench.sent();
  bench.client({ port: 1884, id: 'me', user: 'u', password: utf8('secret') as never, keepAlive: 90_000, clean: false, will });
  bench.until(() => bench.broker.isConnected('me'), 'the client is connected');
  const sent = bench.sent();
  t.regex(sent, /AT\+MQTTUSER=1,"u","secret","me"/);
  t.regex(sent, /AT\+MQTTOPEN=1,"broker\.example\.com",1884,0,90/);
  bench.module.powerOff();
  bench.until(() => bench.received.length === 1, 'the will is published');
  const [{ topic, payload, qos, isRetained }] = bench.received;
  t.deepEqual([topic, latin1(payload), qos, isRetained], ['gone', 'bye', 1, false]);
});

test('booleans are what their values make of them: clean, retain', (t) => {
  const bench = new VirtualBench().bringUp();
  bench.sent();
  const client = bench.connectedClient({ clean: 0 as never });
  t.regex(bench.sent(), /AT\+MQTTOPEN=1,"broker\.example\.com",1883,0,/);
  client.write(utf8('x'), { topic: 'kept', retain: 1 as never });
  client.untilWritable();
  const kept: string[] = [];
  bench.broker.subscribe('kept', ({ payload }) => kept.push(latin1(payload)));
  bench.advance(100);
  t.deepEqual(kept, ['x']);
});

test('write before CONNACK is an error', (t) => {
  const bench = new VirtualBench().bringUp();
  const { client, events } = bench.client();
  t.throws(() => client.write(utf8('x'), { topic: 'a' }), { code: 'connection-lost' });
  bench.until(() => events.includes(`control ${CONNACK}`), 'CONNACK has come');
  t.notThrows(() => client.write(utf8('x'), { topic: 'a' }));
});

test('write without options is an error, but for the fragments after the first', (t) => {
  const { bench, client } = connected();
  const { client: mqtt } = client;
  for (const none of [undefined, null]) t.throws(() => mqtt.write(utf8('x'), none as never), { code: 'invalid-argument' });
  mqtt.write(utf8('in '), { topic: 'a', byteLength: 15 });
  mqtt.write(utf8('three '));
  mqtt.write(utf8('pieces'), undefined);
  bench.until(() => bench.received.length === 1, 'the message has arrived');
  t.is(latin1(bench.received[0].payload), 'in three pieces');
});

test('fragments: more than byteLength is an error, which takes nothing', (t) => {
  const { bench, client } = connected();
  client.client.write(utf8('ab'), { topic: 'a', byteLength: 4 });
  t.throws(() => client.client.write(utf8('cde')), { code: 'invalid-argument' });
  client.client.write(utf8('cd'));
  bench.until(() => bench.received.length === 1, 'the message has arrived');
  t.is(latin1(bench.received[0].payload), 'abcd');
});

test('write gives the bytes that may still be written; onWritable says when there is room again, and how much', (t) => {
  const { client } = connected();
  const room = client.writable;
  t.true(room > 0);
  t.is(client.client.write(utf8('ab'), { topic: 'a', byteLength: 10 }), 8);
  t.is(client.client.write(new Uint8Array(8)), 0);
  client.writable = 0;
  client.untilWritable();
  t.is(client.writable, room);
});

test('PUBLISH is the default operation, at QoS 0, not retained; topic is required', (t) => {
  const { bench, client } = connected();
  client.client.write(utf8('x'), { topic: 'a' });
  bench.until(() => bench.received.length === 1, 'the message has arrived');
  const [{ qos, isRetained }] = bench.received;
  t.deepEqual([qos, isRetained], [0, false]);
  client.untilWritable();
  t.throws(() => client.client.write(utf8('x'), {}), { code: 'invalid-argument', message: /^topic: / });
});

test('a quality of service that there is not throws', (t) => {
  const { bench, client } = connected();
  bench.sent();
  for (const QoS of [3, -1, 0.5]) {
    t.throws(() => client.client.write(utf8('x'), { topic: 'a', QoS }), { code: 'invalid-argument' });
    const items = [{ topic: 'a', QoS }];
    t.throws(() => client.client.write(null, { operation: SUBSCRIBE, items }), { code: 'invalid-argument' });
  }
  bench.advance(1000);
  t.is(bench.sent(), '');
});

test('SUBSCRIBE and UNSUBSCRIBE want at least one item, and each a topic', (t) => {
  const { client } = connected();
  for (const operation of [SUBSCRIBE, UNSUBSCRIBE]) {
    for (const items of [undefined, [], [{}]]) {
      t.throws(() => client.client.write(null, { operation, items: items as never }), { code: 'invalid-argument' });
    }
  }
});

test('what the module does by itself cannot be written: PINGREQ and the acknowledgements throw', (t) => {
  const { bench, client } = connected();
  bench.sent();
  const { CONNECT, PUBREL, PINGREQ, PINGRESP } = MQTTClient;
  for (const operation of [CONNECT, CONNACK, PUBACK, PUBREC, PUBREL, PUBCOMP, SUBACK, UNSUBACK, PINGREQ, PINGRESP, 0, 15]) {
    t.throws(() => client.client.write(null, { operation }), { code: 'invalid-argument', message: /^operation: / });
  }
  bench.advance(1000);
  t.is(bench.sent(), '');
});

test('the program\'s ids come back in PUBACK, PUBREC, PUBCOMP, SUBACK and UNSUBACK', (t) => {
  const { client } = connected();
  const items = [{ topic: 'a' }];
  client.write(utf8('x'), { topic: 'b', QoS: 1, id: 11 });
  client.write(utf8('x'), { topic: 'b', QoS: 2, id: 12 });
  client.write(null, { operation: SUBSCRIBE, items, id: 13 });
  client.write(null, { operation: UNSUBSCRIBE, items, id: 14 });
  client.untilWritable();
  const expected = [[PUBACK, 11], [PUBREC, 12], [PUBCOMP, 12], [SUBACK, '13 0'], [UNSUBACK, 14]];
  t.deepEqual(client.acknowledgements, expected.map(([operation, id]) => `control ${operation} ${id}`));
});

test('without ids of the program\'s the client makes them', (t) => {
  const { client } = connected();
  for (let count = 0; count < 3; count += 1) client.publish('b', 'x', 1);
  client.untilWritable();
  const ids = client.acknowledgements.map((event) => Number(event.split(' ')[2]));
  t.is(new Set(ids).size, 3);
  t.true(ids.every((id) => id >= 1 && id <= 65535));
});

test('onControl: an object with operation, with id where there is one, and SUBACK with an array of bytes', (t) => {
  const bench = new VirtualBench().bringUp();
  const told: ControlMessage[] = [];
  const client = bench.client();
  const plain = new MQTTClient(bench.clientOptions({ id: 'other', onControl: (message) => told.push({ ...message }) }));
  client.untilWritable();
  bench.until(() => told.length === 1, 'CONNACK has come');
  plain.write(null, { operation: SUBSCRIBE, items: [{ topic: 'a', QoS: 1 }, { topic: 'b', QoS: 2 }], id: 5 });
  bench.until(() => told.length === 2, 'SUBACK has come');
  t.deepEqual(told[0], { operation: CONNACK, id: undefined, payload: undefined });
  t.deepEqual(told[1], { operation: SUBACK, id: 5, payload: [1, 2] });
  t.true(Array.isArray(told[1].payload));
});

test('onReadable: the count, and topic, QoS, byteLength and more', (t) => {
  const bench = new VirtualBench().bringUp();
  const told: [number, ReadableOptions][] = [];
  const client = new MQTTClient({
    ...bench.clientOptions(),
    onReadable(count, options) {
      told.push([count, { ...options }]);
      this.read(count);
    },
  });
  bench.advance(5000);
  client.write(null, { operation: SUBSCRIBE, items: [{ topic: 'in/#', QoS: 1 }] });
  bench.advance(2000);
  bench.publish('in/a', new Uint8Array(100), 1);
  bench.publish('in/b', new Uint8Array(900), 0);
  bench.until(() => told.length === 2, 'both have come');
  t.deepEqual(told[0], [100, { topic: 'in/a', QoS: 1, byteLength: 100, more: false }]);
  t.deepEqual(told[1], [900, { topic: 'in/b', QoS: 0, byteLength: 900, more: false }]);
});

test('read gives bytes of the current message only, and the next one is told when it has been read', (t) => {
  const { bench, client } = connected();
  client.isReading = false;
  client.subscribe('in');
  for (const payload of ['one', 'two']) bench.publish('in', payload);
  bench.advance(60_000);
  t.is(client.messages.length, 1);
  t.is(latin1(new Uint8Array(client.client.read(100) ?? new ArrayBuffer(0))), 'one');
  t.is(client.client.read(), undefined);
  client.untilReceived(2);
  t.is(latin1(new Uint8Array(client.client.read() ?? new ArrayBuffer(0))), 'two');
});

test('unread bytes hold the next messages back, in the module, not in memory', (t) => {
  const { bench, client } = connected();
  client.isReading = false;
  client.subscribe('in');
  for (let index = 0; index < 5; index += 1) bench.publish('in', new Uint8Array(1000));
  bench.advance(60_000);
  t.is(client.messages.length, 1);
  t.is(bench.module.slots.waitingMessages(1), 4);
});

test('keep-alive is transmitted: an idle client stays connected, with no word of the program\'s', (t) => {
  const bench = new VirtualBench().bringUp();
  const client = bench.connectedClient({ keepAlive: 30_000 });
  bench.advance(600_000);
  t.true(bench.broker.isConnected('node-1'));
  t.is(client.error, undefined);
});

test('DISCONNECT ends the connection cleanly: no will, and onError', (t) => {
  const bench = new VirtualBench().bringUp();
  const client = bench.connectedClient({ will: { topic: 'gone', message: 'bye' } });
  client.client.write(null, { operation: DISCONNECT });
  t.is(client.untilError().code, 'closed');
  bench.advance(600_000);
  t.deepEqual(bench.received, []);
});

test('it reconnects no connection, repeats no message and keeps no subscription: that is for layers above', (t) => {
  const { bench, client } = connected();
  client.subscribe('in');
  bench.module.slots.break(1, 1);
  client.untilError();
  bench.sent();
  bench.advance(600_000);
  t.false(bench.sent().includes('AT+MQTTOPEN'));
  client.client.close();
  const next = bench.connectedClient();
  bench.publish('in', 'x');
  bench.advance(60_000);
  t.deepEqual(next.messages, []);
});
