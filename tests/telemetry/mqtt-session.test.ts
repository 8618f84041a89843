import test from 'ava';
import { sessionBench } from './session-bench.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test('with an address it connects, subscribes, says online and publishes in order', (t) => {
  const { time, broker, append, setLink, session, states, outbox } = sessionBench();
  append();
  append();
  setLink(400);
  time.advance(10000);
  t.is(session.state, 'waiting-for-link');
  setLink(500);
  time.advance(2000);
  t.deepEqual(states(), ['connecting', 'subscribing', 'announcing', 'ready']);
  t.deepEqual(broker.subscribed, ['p/n/command']);
  t.deepEqual(
    broker.received.map(({ topic, text, QoS, retain }) => [topic, text, QoS, retain]),
    [
      ['p/n/status', 'online', 1, true],
      ['p/n/readings', '1', 1, false],
      ['p/n/readings', '2', 1, false],
    ],
  );
  t.is(outbox.length, 0);
  append();
  time.advance(1000);
  t.deepEqual(broker.texts('p/n/readings'), ['1', '2', '3']);
  t.deepEqual(broker.violations, []);
  t.is(time.armed, 0);
});

test('the client is made with the will and with what the specifier holds', (t) => {
  const { time, broker, setLink } = sessionBench();
  setLink(500);
  time.advance(100);
  const { will, id } = broker.connected[0].options;
  t.is(id, 'n');
  t.deepEqual(will, { topic: 'p/n/status', message: bytes('offline'), QoS: 1, retain: true });
});

test('a reading stays in the outbox until PUBACK, and is sent again after a loss', (t) => {
  const { time, broker, append, setLink, outbox, publisher } = sessionBench();
  setLink(500);
  time.advance(2000);
  append();
  // One way is 50 ms: the broker has it, and the acknowledgement is on its way.
  time.advance(70);
  t.deepEqual(broker.texts('p/n/readings'), ['1']);
  t.is(outbox.length, 1);
  broker.drop();
  time.advance(5000);
  t.deepEqual(broker.texts('p/n/readings'), ['1', '1']);
  t.deepEqual([outbox.length, publisher.count], [0, 1]);
  t.deepEqual(broker.texts('p/n/status'), ['online', 'offline', 'online']);
  t.deepEqual(broker.subscribed, ['p/n/command', 'p/n/command']);
  t.deepEqual(broker.violations, []);
});

test('at QoS 2 it stays until PUBCOMP, at QoS 0 until the client can take more', (t) => {
  for (const QoS of [0, 2] as const) {
    const { time, broker, append, setLink, outbox } = sessionBench({ QoS });
    setLink(500);
    time.advance(2000);
    append();
    time.advance(70);
    t.is(outbox.length, 1);
    time.advance(70);
    t.is(outbox.length, 0);
    t.deepEqual(
      broker.received.map(({ text, QoS: received }) => [text, received]),
      [
        ['online', QoS],
        ['1', QoS],
      ],
    );
    t.deepEqual(broker.violations, []);
  }
});

test('a client by the letter of the standard serves as well: opcode first, small buffers, fragments', (t) => {
  const { time, broker, append, setLink, outbox } = sessionBench({ manner: { style: 'tcp', capacity: 24, isOpcodeFirst: true } });
  for (let count = 0; count < 12; count += 1) append();
  setLink(500);
  time.advance(5000);
  t.deepEqual(broker.texts('p/n/readings'), ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12']);
  t.is(outbox.length, 0);
  t.deepEqual(broker.violations, []);
});

test('attempts that fail are further and further apart', (t) => {
  const { time, broker, setLink, errors } = sessionBench({ random: () => 0.999 });
  broker.manner.isAccepting = false;
  setLink(500);
  time.advance(4 * 180000 + 1998 + 3996 + 7992 + 15984 + 100);
  t.is(broker.clients, 5);
  t.deepEqual(errors(), new Array(4).fill('CONNACK did not come within 180 s'));
  broker.manner.isAccepting = true;
  t.true(time.runUntil(() => broker.status === 'online', 400000));
});

test('a session that held makes the next wait short again, one that did not makes it longer', (t) => {
  const { time, broker, session, setLink } = sessionBench({ random: () => 0.999 });
  setLink(500);
  const waits: number[] = [];
  for (const held of [1000, 1000, 1000, 60001, 1000]) {
    t.true(time.runUntil(() => session.state === 'ready', 100000));
    time.advance(held);
    broker.drop();
    t.true(time.runUntil(() => session.state === 'backing-off', 1000));
    const lost = time.now();
    t.true(time.runUntil(() => session.state === 'connecting', 100000));
    waits.push(time.now() - lost);
  }
  t.deepEqual(waits, [1998, 3996, 7992, 1998, 3996]);
});

test('a broker that acknowledges no longer is left after a deadline, and nothing is lost (F19)', (t) => {
  const { time, broker, append, setLink, outbox, errors } = sessionBench();
  setLink(500);
  time.advance(1000);
  broker.manner.isAcknowledging = false;
  append();
  time.advance(89000);
  t.deepEqual(errors(), []);
  time.advance(2000);
  t.deepEqual(errors(), ['the acknowledgement of a message did not come within 90 s']);
  t.is(outbox.length, 1);
  broker.manner.isAcknowledging = true;
  time.advance(10000);
  t.is(outbox.length, 0);
  t.deepEqual(broker.violations, []);
});

test('a client that cannot be made is an attempt that failed', (t) => {
  const { time, broker, setLink, errors } = sessionBench();
  Object.defineProperty(broker, 'clients', {
    get: () => {
      throw new Error('no free slot');
    },
    configurable: true,
  });
  setLink(500);
  time.advance(500);
  t.deepEqual(errors(), ['no free slot']);
  Object.defineProperty(broker, 'clients', { value: 0, writable: true });
  time.advance(5000);
  t.is(broker.status, 'online');
});

test('a client that throws on write is a lost connection', (t) => {
  const { time, broker, append, setLink, errors, outbox } = sessionBench();
  setLink(500);
  time.advance(1000);
  const [client] = broker.connected;
  client.write = () => {
    throw new Error('hardware');
  };
  append();
  time.advance(5000);
  t.deepEqual(errors(), ['hardware']);
  t.is(outbox.length, 0);
});

test('a gap in radio cover holds messages back, and ends no connection', (t) => {
  const { time, broker, append, setLink, session } = sessionBench();
  setLink(500);
  time.advance(1000);
  setLink(400);
  append();
  time.advance(300000);
  t.is(session.state, 'ready');
  t.deepEqual(broker.texts('p/n/readings'), []);
  setLink(500);
  time.advance(1000);
  t.deepEqual(broker.texts('p/n/readings'), ['1']);
  t.is(broker.clients, 1);
});

test('without an address no attempt is made, and it comes with the address', (t) => {
  const { time, broker, setLink, session } = sessionBench();
  setLink(500);
  time.advance(1000);
  broker.drop();
  setLink(200);
  time.advance(600000);
  t.is(session.state, 'waiting-for-link');
  t.is(broker.clients, 1);
  setLink(500);
  time.advance(1000);
  t.is(session.state, 'ready');
});

test('commands are handed on, whole or as too long; other topics are not', (t) => {
  const { time, broker, setLink, commands } = sessionBench();
  setLink(500);
  time.advance(1000);
  broker.publish('p/n/command', bytes('{"interval":60}'), 4);
  time.advance(1000);
  broker.publish('p/old/command', bytes('{"interval":61}'));
  broker.publish('p/n/command', bytes('x'.repeat(500)), 100);
  broker.publish('p/n/command', bytes('{"interval":62}'));
  time.advance(1000);
  t.deepEqual(commands, ['{"interval":60}', 'too long', '{"interval":62}']);
  t.deepEqual(broker.violations, []);
});

test('a refused subscription is told, and telemetry goes on', (t) => {
  const { time, append, setLink, progress, broker } = sessionBench({ manner: { grant: () => 128 } });
  append();
  setLink(500);
  time.advance(2000);
  t.true(progress.some(([event, topic]) => event === 'subscription-refused' && topic === 'p/n/command'));
  t.deepEqual(broker.texts('p/n/readings'), ['1']);
});

test('taking leave publishes what waits, says offline and disconnects', (t) => {
  const { time, broker, append, setLink, session, states } = sessionBench();
  setLink(500);
  time.advance(1000);
  append();
  append();
  let left = 0;
  session.leave(10000, () => (left += 1));
  t.is(left, 0);
  time.advance(5000);
  t.is(left, 1);
  t.deepEqual(broker.texts('p/n/readings'), ['1', '2']);
  // The last message, and no will after it.
  t.deepEqual(broker.texts('p/n/status'), ['online', 'offline']);
  t.deepEqual(states().slice(-3), ['parting', 'disconnecting', 'closed']);
  t.is(broker.connected.length, 0);
  t.is(time.armed, 0);
  t.like(t.throws(() => session.leave(1, () => undefined)), { code: 'closed' });
});

test('taking leave connects for what waits, and gives up at its bound', (t) => {
  const { time, broker, append, setLink, session, outbox } = sessionBench();
  append();
  setLink(500);
  let leftAt = 0;
  session.leave(10000, () => (leftAt = time.now()));
  time.advance(60000);
  t.deepEqual(broker.texts('p/n/readings'), ['1']);
  t.true(leftAt > 0 && leftAt < 2000);

  const silent = sessionBench({ manner: { isAccepting: false } });
  silent.append();
  silent.setLink(500);
  silent.session.leave(10000, () => (leftAt = silent.time.now()));
  silent.time.advance(60000);
  t.is(leftAt, 10000);
  t.is(silent.outbox.length, 1);
  t.is(silent.time.armed, 0);
  t.is(outbox.length, 0);
});

test('taking leave with nothing to publish and no connection ends at once', (t) => {
  const { time, session } = sessionBench();
  let leftAt = -1;
  session.leave(10000, () => (leftAt = time.now()));
  time.advance(60000);
  t.is(leftAt, 0);
});

test('taking leave from a broker that is silent ends within its bounds', (t) => {
  const { time, broker, append, setLink, session, outbox } = sessionBench();
  setLink(500);
  time.advance(1000);
  broker.manner.isAcknowledging = false;
  append();
  time.advance(100);
  const start = time.now();
  let leftAt = 0;
  session.leave(10000, () => (leftAt = time.now()));
  time.advance(120000);
  t.true(leftAt - start > 10000 && leftAt - start <= 100000, String(leftAt - start));
  t.is(outbox.length, 1);
  t.is(time.armed, 0);
});

test('a connection lost while taking leave is tried again within the bound', (t) => {
  const { time, broker, append, setLink, session, outbox } = sessionBench();
  setLink(500);
  time.advance(1000);
  for (let count = 0; count < 3; count += 1) append();
  let left = 0;
  session.leave(10000, () => (left += 1));
  time.advance(120);
  broker.drop();
  time.advance(20000);
  t.deepEqual([left, outbox.length], [1, 0]);
});

test('a node that leaves during a long outage does not wait out its backoff for the last word', (t) => {
  const { time, setLink, broker, session } = sessionBench({ longestBackoff: 300_000, random: () => 0.9 });
  broker.manner.isAcknowledging = false;
  setLink(500);
  // Each birth comes to the broker, and no word of it comes back.
  time.advance(30 * 60_000);
  t.true(time.runUntil(() => session.state === 'backing-off', 3_600_000));
  time.advance(1000);
  const { length } = broker.received;
  let hasLeft = false;
  session.leave(1000, () => (hasLeft = true));
  broker.manner.isAcknowledging = true;
  time.advance(91_000);
  t.true(hasLeft);
  t.deepEqual(broker.received.slice(length).map(({ text }) => text), ['offline']);
});

test('close ends it at once, and nothing comes any more', (t) => {
  const { time, append, setLink, session, broker } = sessionBench();
  setLink(500);
  time.advance(1000);
  append();
  session.close();
  session.close();
  session.wake();
  const received = broker.received.length;
  time.advance(100000);
  t.is(session.state, 'closed');
  t.is(broker.received.length, received);
  t.is(time.armed, 0);
});

test('message identifiers are never 0 and start again after 65535', (t) => {
  const { time, broker, append, setLink, outbox } = sessionBench({ manner: { latency: () => 0 } });
  setLink(500);
  time.advance(0);
  const ids: number[] = [];
  const [client] = broker.connected;
  const write = client.write.bind(client);
  client.write = (data, options) => {
    if (options?.id !== undefined) ids.push(options.id);
    return write(data, options);
  };
  for (let count = 0; count < 65600; count += 1) {
    append();
    time.advance(1);
  }
  t.is(outbox.length, 0);
  t.deepEqual([ids.includes(65535), ids.includes(0)], [true, false]);
  t.is(ids[ids.indexOf(65535) + 1], 1);
});
