import { createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import test, { type ExecutionContext } from 'ava';
import { type EmbeddedBrokerOptions, startEmbeddedBroker } from '../../../host-sim/broker/embedded-broker.js';
import { MqttUplink } from '../../../host-sim/broker/mqtt-uplink.js';
import type { ConnectOptions } from '../../../host-sim/broker/uplink.js';
import { IndependentClient } from './independent-client.js';
import { message, NotedClient } from './noted-client.js';

interface Scene {
  readonly uplink: MqttUplink;
  /** Sees everything. */
  readonly independent: IndependentClient;
  connect(options?: Partial<ConnectOptions>): Promise<NotedClient>;
}

async function scene(t: ExecutionContext, options?: EmbeddedBrokerOptions): Promise<Scene> {
  const broker = await startEmbeddedBroker(options);
  const uplink = new MqttUplink(broker);
  const independent = await IndependentClient.connect(broker.brokerUrl, '#');
  const clients: NotedClient[] = [];
  t.teardown(async () => {
    for (const client of clients) client.session.drop();
    await independent.close();
    await broker.close();
  });
  const connect = async (connectOptions?: Partial<ConnectOptions>): Promise<NotedClient> => {
    const client = new NotedClient(uplink, connectOptions);
    clients.push(client);
    await client.until(() => client.connected !== undefined || client.refusal !== undefined);
    return client;
  };
  return { uplink, independent, connect };
}

/** A server that is no broker: what it does with a connection is given. */
async function fakeServer(t: ExecutionContext, onConnection: (socket: Socket) => void): Promise<string> {
  const server: Server = createServer((socket) => {
    // A client that drops its connection may reset it.
    socket.on('error', () => undefined);
    onConnection(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  const address = server.address();
  return typeof address === 'object' && address !== null ? `mqtt://127.0.0.1:${address.port}` : '';
}

const everyByte = Uint8Array.from({ length: 256 }, (_, index) => index);

test('publishes at each QoS, byte for byte, acknowledged where the QoS has it', async (t) => {
  const { independent, connect } = await scene(t);
  const client = await connect();
  t.is(client.connected, false);
  for (const qos of [0, 1, 2] as const) {
    client.publish({ topic: `up/${qos}`, payload: everyByte, qos, isRetained: false });
    t.is(client.outcomes.length, qos);
    await client.until(() => client.outcomes.length === qos + 1);
    await independent.arrived(qos + 1);
    t.true(independent.texts[qos].startsWith(`up/${qos} ${qos}: `));
    t.deepEqual(new Uint8Array(independent.payloads[qos]), everyByte);
  }
  t.deepEqual(client.outcomes, [true, true, true]);
});

test('hands on messages of each QoS, byte for byte, at the QoS granted', async (t) => {
  const { independent, connect } = await scene(t);
  const client = await connect();
  client.subscribe('down/+', 2);
  client.subscribe('low', 1);
  await client.until(() => client.granted.length === 2);
  t.deepEqual(client.granted, [2, 1]);
  for (const qos of [0, 1, 2] as const) {
    await independent.client.publishAsync(`down/${qos}`, Buffer.from(everyByte), { qos });
  }
  await independent.client.publishAsync('low', 'x', { qos: 2 });
  await client.until(() => client.messages.length === 4);
  t.deepEqual(client.messages.slice(0, 3), [
    { topic: 'down/0', payload: everyByte, qos: 0, isRetained: false },
    { topic: 'down/1', payload: everyByte, qos: 1, isRetained: false },
    { topic: 'down/2', payload: everyByte, qos: 2, isRetained: false },
  ]);
  t.is(client.texts[3], 'low 1: x');
});

test('empty payloads pass in both directions', async (t) => {
  const { independent, connect } = await scene(t);
  const client = await connect();
  client.subscribe('a', 1);
  await client.until(() => client.granted.length === 1);
  client.publish(message('a', '', 1));
  await client.until(() => client.messages.length === 1);
  t.deepEqual(client.texts, ['a 1: ']);
  await independent.arrived(1);
});

test('an unsubscribed topic brings nothing any more', async (t) => {
  const { independent, connect } = await scene(t);
  const client = await connect();
  client.subscribe('a', 1);
  client.subscribe('end', 1);
  await client.until(() => client.granted.length === 2);
  client.unsubscribe('a');
  await client.until(() => client.unsubscribed === 1);
  await independent.client.publishAsync('a', 'x', { qos: 1 });
  await independent.client.publishAsync('end', 'x', { qos: 1 });
  await client.until(() => client.messages.length > 0);
  t.deepEqual(client.texts, ['end 1: x']);
});

test('what cannot be subscribed to is refused with 128', async (t) => {
  const { connect } = await scene(t);
  const client = await connect();
  client.subscribe('a/#/b', 1);
  await client.until(() => client.granted.length === 1);
  t.deepEqual(client.granted, [128]);
});

test('a retained message is kept by the broker and marked when it comes from there', async (t) => {
  const { connect } = await scene(t);
  const client = await connect();
  client.publish(message('state', 'on', 1, true));
  await client.until(() => client.outcomes.length === 1);
  client.subscribe('state', 1);
  await client.until(() => client.messages.length === 1);
  t.deepEqual(client.texts, ['state 1 retained: on']);
});

test('the will is published after drop, as it was given', async (t) => {
  const { independent, connect } = await scene(t);
  const client = await connect({ will: { topic: 'status', payload: everyByte, qos: 2, isRetained: true } });
  client.session.drop();
  await independent.arrived(1);
  t.true(independent.texts[0].startsWith('status 2: '));
  t.deepEqual(new Uint8Array(independent.payloads[0]), everyByte);
  t.deepEqual(client.lost, []);
});

test('no will is published after disconnect', async (t) => {
  const { independent, connect } = await scene(t);
  const client = await connect({ will: message('status', 'gone', 1) });
  client.disconnect();
  await client.until(() => client.disconnected === 1);
  const witness = await connect({ clientId: 'witness' });
  witness.publish(message('end', 'x', 1));
  await independent.arrived(1);
  t.deepEqual(independent.texts, ['end 1: x']);
  t.deepEqual(client.lost, []);
});

test('a kept session brings what came meanwhile, behind the news of the connection', async (t) => {
  const { uplink, independent, connect } = await scene(t);
  const first = await connect({ clean: false });
  t.false(first.connected);
  first.subscribe('command', 2);
  await first.until(() => first.granted.length === 1);
  first.disconnect();
  await first.until(() => first.disconnected === 1);
  await independent.client.publishAsync('command', '1', { qos: 1 });
  await independent.client.publishAsync('command', '2', { qos: 2 });
  const order: string[] = [];
  const second = await new Promise<NotedClient>((resolve) => {
    const client = new NotedClient(uplink, { clean: false });
    const onConnected = client.onConnected.bind(client);
    const onMessage = client.onMessage.bind(client);
    client.onConnected = (isPresent) => {
      order.push('connected');
      onConnected(isPresent);
    };
    client.onMessage = (arrived) => {
      order.push('message');
      onMessage(arrived);
      if (client.messages.length === 2) resolve(client);
    };
  });
  t.true(second.connected);
  t.deepEqual(second.texts, ['command 1: 1', 'command 2: 2']);
  t.deepEqual(order, ['connected', 'message', 'message']);
  second.disconnect();
  await second.until(() => second.disconnected === 1);
  const third = await connect({ clean: false });
  t.true(third.connected);
  third.subscribe('end', 1);
  await third.until(() => third.granted.length === 1);
  await independent.client.publishAsync('end', 'x', { qos: 1 });
  await third.until(() => third.messages.length > 0);
  t.deepEqual(third.texts, ['end 1: x']);
});

test('user, password and client identifier reach the broker, and its refusals come back', async (t) => {
  const password = Uint8Array.of(0, 255, 34);
  const { connect } = await scene(t, {
    refuse: (login) => {
      if (login.clientId === 'independent') return undefined;
      if (login.clientId === 'banned') return 701;
      if (login.clientId === 'early') return 702;
      if (login.user === undefined) return 704;
      return login.user === 'user' && Buffer.from(password).equals(login.password ?? new Uint8Array()) ? undefined : 703;
    },
  });
  const login = { user: 'user', password };
  t.is((await connect(login)).connected, false);
  const codes: unknown[] = [];
  for (const options of [
    { ...login, clientId: 'banned' },
    { ...login, clientId: 'early' },
    { ...login, password: Uint8Array.of(0) },
    { user: 'user' },
    {},
  ]) {
    const client = await connect(options);
    codes.push(client.refusal?.phase, client.refusal?.code);
    t.is(client.connected, undefined);
  }
  t.deepEqual(codes, ['mqtt', 701, 'mqtt', 702, 'mqtt', 703, 'mqtt', 703, 'mqtt', 704]);
});

test('a connection taken over by another is lost, and what was under way has failed', async (t) => {
  const { connect } = await scene(t);
  const first = await connect();
  const second = await connect();
  await first.until(() => first.lost.length === 1);
  first.publish(message('a', 'x', 1));
  first.subscribe('a', 1);
  t.deepEqual(first.outcomes, []);
  await first.until(() => first.outcomes.length === 1 && first.granted.length === 1);
  t.deepEqual(first.outcomes, [false]);
  t.deepEqual(first.granted, [128]);
  t.is(second.lost.length, 0);
});

test('a broker that goes away fails what waits for it', async (t) => {
  const broker = await startEmbeddedBroker();
  const client = new NotedClient(new MqttUplink(broker));
  await client.until(() => client.connected !== undefined);
  await broker.close();
  await client.until(() => client.lost.length === 1);
  t.is(client.lost.length, 1);
});

test('nobody who listens, and a server that hangs up, are failures of the network', async (t) => {
  const broker = await startEmbeddedBroker();
  await broker.close();
  const refused = new NotedClient(new MqttUplink(broker));
  await refused.until(() => refused.refusal !== undefined);
  t.like(refused.refusal, { phase: 'network' });
  t.regex(refused.refusal?.reason ?? '', /ECONNREFUSED/);
  const brokerUrl = await fakeServer(t, (socket) => socket.destroy());
  const hungUp = new NotedClient(new MqttUplink({ brokerUrl }));
  await hungUp.until(() => hungUp.refusal !== undefined);
  t.like(hungUp.refusal, { phase: 'network' });
  const tls = { version: 4, isVerified: false, trust: [], clock: 0 };
  const noTls = new NotedClient(new MqttUplink({ brokerUrl }), { tls });
  await noTls.until(() => noTls.refusal !== undefined);
  t.like(noTls.refusal, { phase: 'network' });
});

test('each CONNACK return code has its number', async (t) => {
  for (let returnCode = 1; returnCode <= 5; returnCode += 1) {
    const brokerUrl = await fakeServer(t, (socket) => {
      socket.once('data', () => socket.end(Uint8Array.of(0x20, 2, 0, returnCode)));
    });
    const client = new NotedClient(new MqttUplink({ brokerUrl }));
    await client.until(() => client.refusal !== undefined);
    t.like(client.refusal, { phase: 'mqtt', code: 699 + returnCode });
  }
});

test('what arrives together with CONNACK comes behind the news of the connection', async (t) => {
  const connack = Uint8Array.of(0x20, 2, 1, 0);
  const publish = Uint8Array.of(0x30, 4, 0, 1, 0x61, 0x78);
  const brokerUrl = await fakeServer(t, (socket) => {
    socket.once('data', () => socket.write(Buffer.concat([connack, publish])));
  });
  let arrivedBefore: number | undefined;
  const client = new NotedClient(new MqttUplink({ brokerUrl }), { clean: false });
  const onConnected = client.onConnected.bind(client);
  client.onConnected = (isPresent) => {
    arrivedBefore = client.messages.length;
    onConnected(isPresent);
  };
  await client.until(() => client.messages.length === 1);
  t.is(arrivedBefore, 0);
  t.true(client.connected);
  t.deepEqual(client.texts, ['a 0: x']);
  client.session.drop();
});

test('what is under way when the connection is lost has failed, before the loss is told', async (t) => {
  const brokerUrl = await fakeServer(t, (socket) => {
    let count = 0;
    socket.on('data', () => {
      count += 1;
      if (count === 1) socket.write(Uint8Array.of(0x20, 2, 0, 0));
      else socket.destroy();
    });
  });
  const client = new NotedClient(new MqttUplink({ brokerUrl }));
  await client.until(() => client.connected !== undefined);
  client.publish(message('a', 'x', 1));
  client.publish(message('a', 'x', 2));
  let failedBefore: boolean[] | undefined;
  const onLost = client.onLost.bind(client);
  client.onLost = (reason) => {
    failedBefore = [...client.outcomes];
    onLost(reason);
  };
  await client.until(() => client.lost.length === 1);
  t.deepEqual(failedBefore, [false, false]);
});

test('keep-alive pings come from the uplink, and silence of the broker is loss', async (t) => {
  const packets: number[] = [];
  const brokerUrl = await fakeServer(t, (socket) => {
    socket.on('data', (data) => {
      packets.push(data[0]);
      if (data[0] === 0x10) socket.write(Uint8Array.of(0x20, 2, 0, 0));
      if (data[0] === 0xc0 && packets.length < 4) socket.write(Uint8Array.of(0xd0, 0));
    });
  });
  const client = new NotedClient(new MqttUplink({ brokerUrl }), { keepAlive: 1 });
  await client.until(() => client.lost.length === 1);
  t.deepEqual(packets, [0x10, 0xc0, 0xc0, 0xc0]);
  t.deepEqual(client.lost, ['Keepalive timeout']);
});

test('a silent link passes nothing, keep-alive included', async (t) => {
  const packets = new Map<string, number[]>();
  const sockets = new Map<string, Socket>();
  const brokerUrl = await fakeServer(t, (socket) => {
    let name = '';
    socket.on('data', (data) => {
      if (data[0] === 0x10) {
        name = data.includes('silent') ? 'silent' : 'witness';
        sockets.set(name, socket);
        packets.set(name, []);
        socket.write(Uint8Array.of(0x20, 2, 0, 0));
      } else {
        packets.get(name)?.push(data[0]);
        if (data[0] === 0xc0) socket.write(Uint8Array.of(0xd0, 0));
      }
    });
  });
  const uplink = new MqttUplink({ brokerUrl });
  const silent = new NotedClient(uplink, { clientId: 'silent', keepAlive: 1 });
  await silent.until(() => silent.connected !== undefined);
  silent.session.mute();
  silent.publish(message('up', 'x', 1));
  sockets.get('silent')?.write(Uint8Array.of(0x32, 6, 0, 1, 0x61, 0, 1, 0x78));
  const witness = new NotedClient(uplink, { clientId: 'witness', keepAlive: 1 });
  await witness.until(() => witness.connected !== undefined);
  // The silent one would have pinged by the time of the witness's first ping, and answered the message.
  await new Promise<void>((resolve) => sockets.get('witness')?.once('data', () => resolve()));
  t.deepEqual(packets.get('witness'), [0xc0]);
  t.deepEqual(packets.get('silent'), []);
  t.deepEqual([silent.messages.length, silent.outcomes.length, silent.lost.length], [0, 0, 0]);
  silent.session.drop();
  witness.session.drop();
});

test('a silent link is found out by the broker, which publishes the will', async (t) => {
  const { independent, connect } = await scene(t);
  const client = await connect({ keepAlive: 1, will: message('status', 'gone', 1) });
  client.session.mute();
  await independent.arrived(1);
  t.deepEqual(independent.texts, ['status 1: gone']);
  t.deepEqual(client.lost, []);
});

test('a connection given up while it is made has no events', async (t) => {
  const { uplink, connect } = await scene(t);
  const dropped = new NotedClient(uplink, { clientId: 'dropped' });
  dropped.session.drop();
  const closed = new NotedClient(uplink, { clientId: 'closed' });
  closed.disconnect();
  await closed.until(() => closed.disconnected === 1);
  await connect({ clientId: 'witness' });
  for (const client of [dropped, closed]) {
    t.is(client.connected, undefined);
    t.is(client.refusal, undefined);
  }
});

test('disconnect does not wait for a broker that acknowledges nothing', async (t) => {
  const received: Buffer[] = [];
  const brokerUrl = await fakeServer(t, (socket) => {
    socket.on('data', (data) => {
      if (data[0] === 0x10) socket.write(Uint8Array.of(0x20, 2, 0, 0));
      received.push(data);
    });
  });
  const client = new NotedClient(new MqttUplink({ brokerUrl }));
  await client.until(() => client.connected !== undefined);
  client.publish(message('a', 'x', 1));
  client.disconnect();
  await client.until(() => client.disconnected === 1);
  t.deepEqual([...Buffer.concat(received).subarray(-2)], [0xe0, 0x00]);
  t.deepEqual(client.outcomes, []);
});
