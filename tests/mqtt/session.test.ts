import test from 'ava';
import { MQTTClient } from '../../modules/mqtt/mqtt-client.js';
import type { RecordingClient } from '../support/recording-client.js';
import { text, VirtualBench } from '../support/virtual-bench.js';

const WILL = { topic: 'will', message: 'node-1 is gone', QoS: 1, retain: true };

function withWill(): { bench: VirtualBench; client: RecordingClient; wills: () => string[] } {
  const bench = new VirtualBench().bringUp();
  const client = bench.connectedClient({ will: WILL });
  const wills = (): string[] => bench.received.filter(({ topic }) => topic === 'will').map(({ payload }) => text(payload));
  return { bench, client, wills };
}

test('the will is published when the power is cut', (t) => {
  const { bench, wills } = withWill();
  bench.module.powerOff();
  bench.advance(1000);
  t.deepEqual(wills(), ['node-1 is gone']);
});

test('the will is published when the network falls silent, after one and a half times the keep-alive', (t) => {
  const { bench, wills } = withWill();
  bench.module.slots.mute(1);
  bench.advance(60_000);
  t.deepEqual(wills(), []);
  bench.advance(60_000);
  t.deepEqual(wills(), ['node-1 is gone']);
});

test('the will is not published after DISCONNECT, nor after close', (t) => {
  const ends: readonly ((client: MQTTClient) => void)[] = [
    (client) => client.close(),
    (client) => client.write(null, { operation: MQTTClient.DISCONNECT }),
  ];
  for (const end of ends) {
    const { bench, client, wills } = withWill();
    end(client.client);
    bench.until(() => !bench.broker.isConnected('node-1'), 'the broker has seen the end');
    bench.advance(200_000);
    bench.module.powerOff();
    bench.advance(1000);
    t.deepEqual(wills(), []);
  }
});

for (const message of ['', 'plain', 'x'.repeat(129), '{"quotes": "and\r\nlines"}', 'x'.repeat(4096)]) {
  test(`a will of ${message.length} bytes goes out as it is: ${message.slice(0, 12).trim()}`, (t) => {
    const bench = new VirtualBench().bringUp();
    bench.connectedClient({ will: { topic: 'will', message } });
    bench.module.powerOff();
    bench.advance(1000);
    t.deepEqual(bench.received.map(({ payload }) => text(payload)), [message]);
  });
}

/** Subscribes, goes away, and comes back; gives what came to it then. */
function comeBack(clean: boolean, leave: (bench: VirtualBench, client: RecordingClient) => void): string[] {
  const bench = new VirtualBench().bringUp();
  const first = bench.connectedClient({ clean });
  first.subscribe('a');
  leave(bench, first);
  first.client.close();
  bench.until(() => !bench.broker.isConnected('node-1'), 'the broker has seen the end');
  for (const payload of ['one', '{"two": 2}', 'three']) bench.publish('a', payload);
  bench.untilUp();
  const second = bench.connectedClient({ clean });
  bench.publish('a', 'later');
  bench.advance(5000);
  return second.messages.map(({ payload }) => text(payload));
}

const DEPARTURES: readonly (readonly [string, (bench: VirtualBench, client: RecordingClient) => void])[] = [
  ['close', () => undefined],
  ['a lost connection', (bench, client) => {
    bench.module.slots.break(1, 2);
    client.untilError();
  }],
  ['a restart of the module', (bench, client) => {
    bench.module.reset();
    client.untilError();
  }],
];

for (const [name, leave] of DEPARTURES) {
  test(`after ${name} a kept session brings what was published meanwhile, and its subscriptions`, (t) => {
    t.deepEqual(comeBack(false, leave), ['one', '{"two": 2}', 'three', 'later']);
  });

  test(`after ${name} a clean session brings nothing`, (t) => {
    t.deepEqual(comeBack(true, leave), []);
  });
}

test('retained messages come with the subscription', (t) => {
  const bench = new VirtualBench().bringUp();
  bench.publish('kept', 'retained', 1, true);
  const client = bench.connectedClient();
  client.subscribe('kept');
  t.deepEqual(client.untilReceived(1).map(({ payload }) => text(payload)), ['retained']);
});

test('a second connection of the same client identifier takes the first one\'s place', (t) => {
  const bench = new VirtualBench().bringUp();
  const first = bench.connectedClient();
  const second = bench.connectedClient();
  t.is(first.untilError().code, 'connection-lost');
  second.publish('a', 'x', 1);
  second.untilWritable();
  t.is(bench.broker.counters.takeOvers, 1);
});
