import test from 'ava';
import { ModelBroker, type ModelBrokerOptions } from '../../../host-sim/broker/model-broker.js';
import type { ConnectOptions } from '../../../host-sim/broker/uplink.js';
import { VirtualTime } from '../../../host-sim/time/virtual-time.js';
import { message, NotedClient } from './noted-client.js';

const ROUND_TRIP = 60;

interface Scene {
  readonly time: VirtualTime;
  readonly broker: ModelBroker;
  /** What the broker has let through, as `topic qos: text`. */
  readonly arrived: string[];
  connect(options?: Partial<ConnectOptions>): NotedClient;
}

function scene(options: Omit<ModelBrokerOptions, 'time'> = {}): Scene {
  const time = new VirtualTime();
  const broker = new ModelBroker({ time, ...options });
  const arrived: string[] = [];
  broker.subscribe('#', ({ topic, qos, payload }) => {
    arrived.push(`${topic} ${qos}: ${Buffer.from(payload).toString('latin1')}`);
  });
  const connect = (connectOptions?: Partial<ConnectOptions>): NotedClient => {
    const client = new NotedClient(broker.uplink(), connectOptions);
    time.advance(10 * ROUND_TRIP);
    return client;
  };
  return { time, broker, arrived, connect };
}

test('a connection takes a round trip for TCP and one for MQTT, and two more for TLS', (t) => {
  const { time, broker } = scene();
  const plain = new NotedClient(broker.uplink(), { clientId: 'plain' });
  const tls = { version: 4, isVerified: true, trust: [], clock: 0 };
  const secure = new NotedClient(broker.uplink(), { clientId: 'secure', tls });
  time.run(2 * ROUND_TRIP - 1);
  t.is(plain.connected, undefined);
  time.run(2 * ROUND_TRIP);
  t.is(plain.connected, false);
  time.run(4 * ROUND_TRIP - 1);
  t.is(secure.connected, undefined);
  time.run(4 * ROUND_TRIP);
  t.is(secure.connected, false);
  t.is(broker.counters.connections, 2);
});

test('a publish is done when sent, after one round trip, or after two, by its QoS', (t) => {
  for (const [qos, roundTrips] of [
    [0, 0],
    [1, 1],
    [2, 2],
  ] as const) {
    const { time, arrived, connect } = scene();
    const client = connect();
    const start = time.now();
    client.publish(message('a', 'x', qos));
    t.deepEqual(client.outcomes, []);
    t.true(time.runUntil(() => client.outcomes.length > 0, 1000));
    t.is(time.now() - start, roundTrips * ROUND_TRIP);
    t.deepEqual(client.outcomes, [true]);
    time.advance(1000);
    t.deepEqual(arrived, [`a ${qos}: x`]);
  }
});

test('the round trip is an option', (t) => {
  const { time, connect } = scene({ roundTrip: 500 });
  const client = connect();
  time.advance(1000);
  const start = time.now();
  client.publish(message('a', 'x', 1));
  t.true(time.runUntil(() => client.outcomes.length > 0, 5000));
  t.is(time.now() - start, 500);
});

test('a message comes at the lower of the two QoS, once for all subscriptions that match', (t) => {
  const { time, broker, connect } = scene();
  const client = connect();
  client.subscribe('low/#', 0);
  client.subscribe('high/+', 1);
  client.subscribe('high/#', 2);
  time.advance(1000);
  t.deepEqual(client.granted, [0, 1, 2]);
  for (const qos of [0, 1, 2] as const) {
    broker.publish(message('low/x', String(qos), qos));
    broker.publish(message('high/x', String(qos), qos));
  }
  broker.publish(message('other', 'x', 2));
  time.advance(1000);
  t.deepEqual(client.texts, ['low/x 0: 0', 'high/x 0: 0', 'low/x 0: 1', 'high/x 1: 1', 'low/x 0: 2', 'high/x 2: 2']);
});

test('a subscription can be granted less, or refused, and ends with unsubscribe', (t) => {
  const { time, broker, connect } = scene({ grant: (filter, qos) => (filter === 'secret' ? 128 : qos === 2 ? 1 : qos) });
  const client = connect();
  client.subscribe('open', 2);
  client.subscribe('secret', 1);
  client.subscribe('not/#/valid', 1);
  time.advance(1000);
  t.deepEqual(client.granted, [1, 128, 128]);
  broker.publish(message('open', 'x', 2));
  broker.publish(message('secret', 'x', 2));
  time.advance(1000);
  t.deepEqual(client.texts, ['open 1: x']);
  client.unsubscribe('open');
  time.advance(1000);
  t.is(client.unsubscribed, 1);
  broker.publish(message('open', 'y', 2));
  time.advance(1000);
  t.is(client.messages.length, 1);
});

test('a retained message waits for subscribers, is replaced, and goes with an empty one', (t) => {
  const { time, broker, connect } = scene();
  const publisher = connect({ clientId: 'publisher' });
  publisher.publish(message('state/a', 'old', 1, true));
  publisher.publish(message('state/a', 'new', 1, true));
  publisher.publish(message('state/b', 'b', 2, true));
  publisher.publish(message('event', 'gone'));
  time.advance(1000);
  const client = connect();
  client.subscribe('state/+', 1);
  time.advance(1000);
  t.deepEqual(client.texts, ['state/a 1 retained: new', 'state/b 1 retained: b']);
  publisher.publish(message('state/a', 'live', 1, true));
  publisher.publish(message('state/b', '', 1, true));
  time.advance(1000);
  t.deepEqual(client.texts.slice(2), ['state/a 1: live', 'state/b 1: ']);
  client.subscribe('state/+', 0);
  time.advance(1000);
  t.deepEqual(client.texts.slice(4), ['state/a 0 retained: live']);
  const seen: string[] = [];
  broker.subscribe('state/#', ({ topic, isRetained }) => seen.push(`${topic} ${isRetained}`));
  t.deepEqual(seen, []);
  time.advance(1);
  t.deepEqual(seen, ['state/a true']);
});

test('the will is published when the connection breaks, not when it is closed', (t) => {
  const { time, broker, arrived, connect } = scene();
  const will = message('status', 'gone', 1, true);
  const first = connect({ will });
  first.disconnect();
  time.advance(1000);
  t.is(first.disconnected, 1);
  t.deepEqual(arrived, []);
  const second = connect({ will });
  second.session.drop();
  time.advance(1000);
  t.deepEqual(arrived, ['status 1: gone']);
  t.is(broker.counters.wills, 1);
  t.deepEqual(second.lost, []);
  t.false(broker.isConnected('node'));
  const late = connect({ clientId: 'late' });
  late.subscribe('status', 1);
  time.advance(1000);
  t.deepEqual(late.texts, ['status 1 retained: gone']);
});

test('a link that falls silent is found out after one and a half times the keep-alive, by the last ping', (t) => {
  const { time, broker, arrived, connect } = scene();
  const client = connect({ keepAlive: 60, will: message('status', 'gone') });
  // A ping goes out every 60 s after the last packet, which was CONNECT, a round trip before the connection stood.
  const connectSent = ROUND_TRIP;
  const lastPing = connectSent + 2 * 60_000;
  time.run(lastPing + 59_000);
  t.true(broker.isConnected('node'));
  client.session.mute();
  time.run(lastPing + 90_000 + ROUND_TRIP / 2 - 1);
  t.true(broker.isConnected('node'));
  time.run(lastPing + 90_000 + ROUND_TRIP / 2);
  t.false(broker.isConnected('node'));
  time.advance(1);
  t.deepEqual(arrived, ['status 0: gone']);
  t.is(broker.counters.expirations, 1);
  time.advance(1000);
  t.deepEqual(client.lost, []);
});

test('nothing passes a silent link, and what was acknowledged by nobody comes again', (t) => {
  const { time, broker, arrived, connect } = scene();
  const first = connect({ clean: false });
  first.subscribe('command', 1);
  time.advance(1000);
  first.publish(message('before', 'x', 1));
  first.session.mute();
  first.publish(message('after', 'x', 1));
  broker.publish(message('command', 'go', 1));
  time.advance(1000);
  t.deepEqual(arrived, ['command 1: go', 'before 1: x']);
  t.deepEqual(first.outcomes, []);
  t.deepEqual(first.messages, []);
  first.session.drop();
  time.advance(1000);
  t.true(broker.isConnected('node'));
  const second = connect({ clean: false });
  t.true(second.connected);
  t.deepEqual(second.texts, ['command 1: go']);
  t.is(broker.counters.takeOvers, 1);
});

test('without keep-alive a silent link is not found out', (t) => {
  const { time, broker, connect } = scene();
  connect({ keepAlive: 0 }).session.mute();
  time.advance(24 * 3600 * 1000);
  t.true(broker.isConnected('node'));
});

test('a kept session has its subscriptions, and what came at QoS 1 and 2 meanwhile, in order', (t) => {
  const { time, broker, connect } = scene();
  const first = connect({ clean: false });
  t.false(first.connected);
  first.subscribe('command/#', 2);
  time.advance(1000);
  first.disconnect();
  time.advance(1000);
  for (const [index, qos] of ([2, 0, 1, 1, 2] as const).entries()) broker.publish(message('command/x', String(index), qos));
  const second = connect({ clean: false });
  t.true(second.connected);
  t.deepEqual(second.texts, ['command/x 2: 0', 'command/x 1: 2', 'command/x 1: 3', 'command/x 2: 4']);
  broker.publish(message('command/x', 'now', 0));
  time.advance(1000);
  t.is(second.messages.length, 5);
  second.disconnect();
  const third = connect({ clean: false });
  t.deepEqual(third.messages, []);
  t.is(broker.counters.acknowledged, 4);
});

test('a clean session ends with its connection, and ends a kept one', (t) => {
  const { time, broker, connect } = scene();
  const kept = connect({ clean: false });
  kept.subscribe('command', 1);
  time.advance(1000);
  kept.disconnect();
  time.advance(1000);
  t.true(broker.hasSession('node'));
  const clean = connect({ clean: true });
  t.false(clean.connected);
  clean.disconnect();
  time.advance(1000);
  t.false(broker.hasSession('node'));
  broker.publish(message('command', 'x', 1));
  const again = connect({ clean: false });
  t.false(again.connected);
  t.deepEqual(again.messages, []);
});

test('a session keeps so many messages, and loses the oldest', (t) => {
  const { time, broker, connect } = scene({ sessionLimit: 2 });
  const first = connect({ clean: false });
  first.subscribe('command', 1);
  time.advance(1000);
  first.disconnect();
  time.advance(1000);
  for (const text of ['1', '2', '3']) broker.publish(message('command', text, 1));
  t.deepEqual(connect({ clean: false }).texts, ['command 1: 2', 'command 1: 3']);
  t.is(broker.counters.dropped, 1);
});

test('a message whose acknowledgement was on its way when the link broke comes again', (t) => {
  const { time, broker, connect } = scene();
  const first = connect({ clean: false });
  first.subscribe('command', 1);
  time.advance(1000);
  broker.publish(message('command', 'go', 1));
  t.true(time.runUntil(() => first.messages.length === 1, 1000));
  first.session.mute();
  t.deepEqual(connect({ clean: false }).texts, []);
  broker.publish(message('command', 'twice', 1));
  time.advance(1000);
  const third = connect({ clean: false });
  t.deepEqual(third.texts, []);
  broker.publish(message('command', 'late', 1));
  time.advance(ROUND_TRIP / 2 - 1);
  third.session.mute();
  t.deepEqual(connect({ clean: false }).texts, ['command 1: late']);
});

test('at QoS 2 what the client has received is not sent again, only released', (t) => {
  const { time, broker, connect } = scene();
  const first = connect({ clean: false });
  first.subscribe('command', 2);
  time.advance(1000);
  broker.publish(message('command', 'go', 2));
  // PUBLISH arrives after half a round trip, PUBREC after a whole one.
  time.advance(ROUND_TRIP);
  t.deepEqual(first.texts, ['command 2: go']);
  first.session.drop();
  const second = connect({ clean: false });
  t.true(second.connected);
  t.deepEqual(second.messages, []);
  t.is(broker.counters.acknowledged, 1);
});

test('a second connection of the same client identifier takes over', (t) => {
  const { time, broker, arrived, connect } = scene();
  const first = connect({ will: message('status', 'gone') });
  first.publish(message('a', 'x', 1));
  const second = connect();
  t.is(first.lost.length, 1);
  t.regex(first.lost[0], /taken over/);
  t.true(arrived.includes('status 0: gone'));
  t.true(broker.isConnected('node'));
  second.publish(message('b', 'x', 1));
  first.publish(message('c', 'x', 1));
  time.advance(1000);
  t.deepEqual(second.outcomes, [true]);
  t.deepEqual(first.outcomes, [true, false]);
  t.false(arrived.includes('c 1: x'));
});

test('credentials are judged by the option, and TLS by its own', (t) => {
  const { broker, connect } = scene({
    refuse: ({ user, password = new Uint8Array() }) => {
      return user === 'user' && Buffer.from('pass').equals(password) ? undefined : 703;
    },
    refuseTls: ({ tls }) => ((tls?.clock ?? 0) < Date.UTC(2024, 0, 1) ? -11 : undefined),
  });
  const login = { user: 'user', password: Buffer.from('pass') };
  t.is(connect(login).connected, false);
  const refused = connect({ ...login, password: Buffer.from('wrong') });
  t.like(refused.refusal, { phase: 'mqtt', code: 703 });
  t.is(refused.connected, undefined);
  const tls = { version: 4, isVerified: true, trust: [], clock: 0 };
  t.like(connect({ ...login, tls }).refusal, { phase: 'tls', code: -11 });
  t.is(connect({ ...login, tls: { ...tls, clock: Date.UTC(2025, 0, 1) } }).connected, false);
  t.like(connect({ ...login, clientId: '', clean: false }).refusal, { phase: 'mqtt', code: 701 });
  t.is(connect({ ...login, clientId: '', clean: true }).connected, false);
  t.is(broker.counters.refusals, 3);
});

test('a stalled broker acknowledges nothing, and takes up all that waited when it resumes', (t) => {
  const { time, broker, arrived, connect } = scene();
  const client = connect();
  broker.stall();
  client.publish(message('a', '1', 1));
  client.publish(message('a', '2', 1));
  client.subscribe('b', 1);
  const newcomer = connect({ clientId: 'newcomer' });
  time.advance(3600_000);
  t.deepEqual(client.outcomes, []);
  t.is(newcomer.connected, undefined);
  t.deepEqual(arrived, []);
  broker.resume();
  time.advance(1000);
  t.deepEqual(client.outcomes, [true, true]);
  t.deepEqual(client.granted, [1]);
  t.is(newcomer.connected, false);
  t.deepEqual(arrived, ['a 1: 1', 'a 1: 2']);
});

test('when the broker goes away, connections are lost and what was under way has failed', (t) => {
  const { time, broker, connect } = scene();
  const client = connect();
  broker.stall();
  client.publish(message('a', 'x', 1));
  client.subscribe('b', 1);
  const connecting = new NotedClient(broker.uplink(), { clientId: 'connecting' });
  time.advance(ROUND_TRIP * 2);
  broker.goAway(10_000);
  time.advance(1000);
  t.deepEqual(client.outcomes, [false]);
  t.deepEqual(client.granted, [128]);
  t.deepEqual(client.lost, ['closed by the broker']);
  t.like(connecting.refusal, { phase: 'network' });
  t.like(connect().refusal, { phase: 'network' });
  time.advance(10_000);
  t.is(connect().connected, false);
});

test('a broker that goes away keeps its sessions, unless it forgets them', (t) => {
  const { time, broker, connect } = scene();
  const first = connect({ clean: false });
  first.subscribe('command', 1);
  time.advance(1000);
  broker.goAway();
  time.advance(1000);
  broker.publish(message('command', 'x', 1));
  const second = connect({ clean: false });
  t.true(second.connected);
  t.is(second.messages.length, 1);
  broker.goAway();
  broker.forgetSessions();
  time.advance(1000);
  const third = connect({ clean: false });
  t.false(third.connected);
  broker.publish(message('command', 'y', 1));
  time.advance(1000);
  t.deepEqual(third.messages, []);
});

test('publishing to a filter is a protocol error: the broker closes the connection', (t) => {
  const { time, broker, arrived, connect } = scene();
  const client = connect();
  client.publish(message('a/+', 'x', 1));
  time.advance(1000);
  t.regex(client.lost[0], /protocol error/);
  t.deepEqual(client.outcomes, [false]);
  t.deepEqual(arrived, []);
  t.throws(() => broker.publish(message('#', 'x')), { instanceOf: RangeError });
  t.throws(() => broker.subscribe('a#', () => undefined), { instanceOf: RangeError });
});

test('a connection that is given up while it is made has no events', (t) => {
  const { time, broker } = scene();
  for (const moment of [0, ROUND_TRIP - 1, ROUND_TRIP + 1, ROUND_TRIP * 1.5 + 1]) {
    const dropped = new NotedClient(broker.uplink(), { clientId: 'dropped' });
    const closed = new NotedClient(broker.uplink(), { clientId: 'closed' });
    time.advance(moment);
    dropped.session.drop();
    closed.disconnect();
    time.advance(1000);
    t.is(dropped.connected ?? closed.connected, undefined);
    t.is(dropped.refusal ?? closed.refusal, undefined);
    t.is(closed.disconnected, 1);
    t.false(broker.isConnected('dropped') || broker.isConnected('closed'));
  }
});

test('a client that falls silent while it connects is found out too', (t) => {
  const { time, broker } = scene();
  const client = new NotedClient(broker.uplink(), { keepAlive: 10 });
  time.advance(ROUND_TRIP + 1);
  client.session.mute();
  time.advance(1000);
  t.true(broker.isConnected('node'));
  time.advance(15_000);
  t.false(broker.isConnected('node'));
});

test('nobody keeps what it is given', (t) => {
  const { time, broker, connect } = scene();
  const client = connect({ clean: false });
  client.subscribe('a', 1);
  time.advance(1000);
  const published = message('a', 'text', 1, true);
  broker.publish(published);
  published.payload.fill(0);
  time.advance(1000);
  client.messages[0].payload.fill(0);
  client.subscribe('a', 1);
  time.advance(1000);
  t.deepEqual(client.texts.slice(1), ['a 1 retained: text']);
  const sent = message('b', 'sent', 1, true);
  client.publish(sent);
  sent.payload.fill(0);
  client.subscribe('b', 1);
  time.advance(1000);
  t.deepEqual(client.texts.slice(2), ['b 1 retained: sent']);
});

test('a subscription of the scenario ends when it says so', (t) => {
  const { time, broker } = scene();
  const seen: string[] = [];
  const end = broker.subscribe('a', ({ payload }) => seen.push(Buffer.from(payload).toString()));
  broker.publish(message('a', '1'));
  time.advance(1);
  broker.publish(message('a', '2'));
  end();
  time.advance(1);
  t.deepEqual(seen, ['1']);
});
