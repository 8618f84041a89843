import test from 'ava';
import type { EmbeddedBrokerOptions } from '../../host-sim/broker/embedded-broker.js';
import { RealBench } from '../support/real-bench.js';

const USER = 'node';
const PASSWORD = 'p\\ss, w0rd';
const BAD_LOGIN = 703;

/** Lets the independent client in, and the node with the right password only. */
const guarded: EmbeddedBrokerOptions = {
  refuse: ({ clientId, user, password }) => {
    const isRight = user === USER && password !== undefined && Buffer.from(password).toString() === PASSWORD;
    return clientId !== 'node-1' || isRight ? undefined : BAD_LOGIN;
  },
};

test('the right user and password are let in', async (t) => {
  const bench = await RealBench.up(t, { broker: guarded });
  const client = await bench.connectedClient({ user: USER, password: PASSWORD });
  await client.publish('node/in', 'x');
  await t.notThrowsAsync(bench.message('node/in'));
});

test('a wrong password is refused, and the next attempt with the right one is not', async (t) => {
  const bench = await RealBench.up(t, { broker: guarded });
  const client = bench.client({ user: USER, password: 'wrong' });
  const error = await client.ended('the refusal');
  t.is(error.code, 'connection-refused');
  t.regex(error.message, /user, password/);
  t.true(error.isRetryable);
  t.deepEqual(client.controls, []);
  client.client.close();
  await t.notThrowsAsync(bench.connectedClient({ user: USER, password: PASSWORD }));
});

test('a module that names the reason lets the error name it: a bad user', async (t) => {
  const bench = await RealBench.up(t, { broker: guarded, module: { profile: { refusalReport: 'appended' } } });
  const error = await bench.client({ user: 'nobody', password: PASSWORD }).ended('the refusal');
  t.like(error, { code: 'connection-refused', result: `${BAD_LOGIN}` });
  t.regex(error.message, /bad user or password/);
});

test('a broker that is not there refuses the connection', async (t) => {
  const bench = await RealBench.up(t);
  await bench.stopBroker();
  const error = await bench.client().ended('the refusal');
  t.is(error.code, 'connection-refused');
});

test('a broker that goes away is a lost connection; when it is back, so is the client', async (t) => {
  const bench = await RealBench.up(t);
  const first = await bench.connectedClient();
  await first.publish('node/before', 'x');
  await bench.stopBroker();
  const lost = await first.ended('the loss');
  t.is(lost.code, 'connection-lost');
  t.true(lost.isRetryable);
  t.throws(() => first.client.write(new Uint8Array(1), { topic: 'node/never' }), { code: 'connection-lost' });
  first.client.close();

  await bench.startBroker();
  const second = await bench.connectedClient();
  t.is(second.client.slot, first.client.slot);
  await second.publish('node/after', 'y');
  await bench.message('node/after');
  t.deepEqual(bench.received.map(({ topic }) => topic), ['node/before', 'node/after']);
});

test('a broker that goes away in the middle of a publish has not acknowledged it', async (t) => {
  const bench = await RealBench.up(t);
  const client = await bench.connectedClient();
  const publish = client.publish('node/large', new Uint8Array(1024), 2);
  await bench.stopBroker();
  await t.throwsAsync(publish, { code: 'connection-lost' });
  t.deepEqual(client.controls, ['2']);
});

test('an address that the network takes back ends every connection, and comes back by itself', async (t) => {
  const bench = await RealBench.up(t);
  const first = await bench.connectedClient();
  bench.module.dataCall.lose({ withUrc: true });
  t.is((await first.ended('the loss')).code, 'connection-lost');
  first.client.close();
  await bench.until(() => bench.modem.connection === 500, 'the modem has an address again');
  const second = await bench.connectedClient();
  await second.publish('node/after', 'x');
  await t.notThrowsAsync(bench.message('node/after'));
});

test('both slots serve one broker at once, each its own client', async (t) => {
  const bench = await RealBench.up(t);
  const [one, two] = await Promise.all([bench.connectedClient({ id: 'node-1' }), bench.connectedClient({ id: 'node-2' })]);
  t.deepEqual([one.client.slot, two.client.slot], [1, 2]);
  await Promise.all([one.subscribe('to/one', 1), two.subscribe('to/two', 2)]);
  const payloads = [0, 1, 2, 3, 4, 5].map((number) => Uint8Array.of(number, 13, 10, 34));
  const talk = async (from: typeof one, topic: string, qos: 1 | 2): Promise<void> => {
    for (const payload of payloads) await from.publish(topic, payload, qos);
  };
  await Promise.all([talk(one, 'to/two', 2), talk(two, 'to/one', 1)]);
  t.deepEqual(await one.received(payloads.length), payloads.map((payload) => ({ topic: 'to/one', QoS: 1, payload })));
  t.deepEqual(await two.received(payloads.length), payloads.map((payload) => ({ topic: 'to/two', QoS: 2, payload })));
  t.throws(() => bench.client({ id: 'node-3' }), { code: 'slot-taken' });
});

test('one slot may go while the other stays', async (t) => {
  const bench = await RealBench.up(t);
  const [one, two] = await Promise.all([bench.connectedClient({ id: 'node-1' }), bench.connectedClient({ id: 'node-2' })]);
  bench.module.slots.break(1, 1);
  t.is((await one.ended('the loss')).code, 'connection-lost');
  await two.publish('node/two', 'still here');
  await bench.message('node/two');
  t.is(two.error, undefined);
});

test('a client that comes with the identifier of another takes its place', async (t) => {
  const bench = await RealBench.up(t);
  const one = await bench.connectedClient({ id: 'same' });
  const two = await bench.connectedClient({ id: 'same' });
  t.is((await one.ended('the take-over')).code, 'connection-lost');
  await two.publish('node/two', 'here');
  await t.notThrowsAsync(bench.message('node/two'));
});
