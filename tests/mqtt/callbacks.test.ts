import test from 'ava';
import { MQTTClient } from '../../modules/mqtt/mqtt-client.js';
import { VirtualBench } from '../support/virtual-bench.js';
import { allCallbacks, NAMES } from './all-callbacks.js';

const { DISCONNECT, SUBSCRIBE, UNSUBSCRIBE } = MQTTClient;
interface Status {
  /** A public method is running. */
  isInside: boolean;
  /** `onWritable` has come since the last write. */
  isWritable: boolean;
}

/** Goes through everything that a client can be told. */
function live(bench: VirtualBench, make: () => MQTTClient, status: Status): void {
  const call = <T>(method: () => T): T => {
    status.isInside = true;
    const result = method();
    status.isInside = false;
    return result;
  };
  const client = call(make);
  const write = (...values: Parameters<MQTTClient['write']>): void => {
    bench.until(() => status.isWritable, 'the client is writable');
    status.isWritable = false;
    call(() => client.write(...values));
  };
  write(null, { operation: SUBSCRIBE, items: [{ topic: 'a/#' }, { topic: 'b' }] });
  for (const QoS of [0, 1, 2]) write(Buffer.from('x'), { topic: 'c', QoS });
  write(null, { operation: UNSUBSCRIBE, items: [{ topic: 'b' }] });
  bench.publish('a/small', 'read me');
  bench.publish('a/large', new Uint8Array(3000));
  bench.publish('a/small', '');
  bench.advance(5000);
  call(() => client.read(4));
  call(() => client.read(new Uint8Array(4)));
  bench.advance(5000);
  write(null, { operation: DISCONNECT });
  bench.advance(5000);
  call(() => client.close());
}

test('callbacks come with the instance as this, and never from inside a call', (t) => {
  const bench = new VirtualBench().bringUp();
  const status: Status = { isInside: false, isWritable: false };
  const called = new Set<string>();
  const instances = new Set<MQTTClient>();
  const clients: MQTTClient[] = [];
  const make = (): MQTTClient => {
    clients[0] = new MQTTClient({
      ...bench.clientOptions(),
      ...allCallbacks((name, instance) => {
        t.false(status.isInside, name);
        called.add(name);
        instances.add(instance);
        status.isWritable ||= name === 'onWritable';
      }),
    });
    return clients[0];
  };
  live(bench, make, status);
  t.deepEqual([...called].sort(), [...NAMES].sort());
  t.deepEqual([...instances], clients);
});

test('callbacks that throw are counted, and nothing is lost by it', (t) => {
  const bench = new VirtualBench().bringUp();
  const status: Status = { isInside: false, isWritable: false };
  const calls: string[] = [];
  const clients: MQTTClient[] = [];
  const make = (): MQTTClient => {
    clients[0] = new MQTTClient({
      ...bench.clientOptions(),
      ...allCallbacks((name) => {
        calls.push(name);
        status.isWritable ||= name === 'onWritable';
        throw new Error(name);
      }),
    });
    return clients[0];
  };
  live(bench, make, status);
  t.is(clients[0].exceptions, calls.length);
  t.is(calls.filter((name) => name === 'onReadable').length, 2);
  t.deepEqual(calls.slice(-1), ['onError']);
  t.deepEqual(bench.received.map(({ topic }) => topic), ['c', 'c', 'c', 'a/small', 'a/large', 'a/small']);
});

test('without callbacks it lives as well', (t) => {
  const bench = new VirtualBench().bringUp();
  const client = new MQTTClient(bench.clientOptions());
  bench.advance(2000);
  client.write(null, { operation: SUBSCRIBE, items: [{ topic: 'a/#' }] });
  bench.advance(1000);
  for (let index = 0; index < 20; index += 1) bench.publish('a', new Uint8Array(500));
  bench.advance(5000);
  client.write(Buffer.from('x'), { topic: 'done' });
  bench.until(() => bench.received.some(({ topic }) => topic === 'done'), 'the message has arrived');
  t.is(client.exceptions, 0);
  t.is(bench.module.slots.waitingMessages(1), 0);
});

test('target is the program\'s own', (t) => {
  const bench = new VirtualBench();
  const target = { name: 'anything' };
  const { client } = bench.client({ target });
  t.is(client.target, target);
  client.target = undefined;
  t.is(client.target, undefined);
  t.is(bench.client({ id: 'node-2' }).client.target, undefined);
});

test('format is buffer, and nothing else', (t) => {
  const { client } = new VirtualBench().client({ format: 'buffer' });
  client.format = 'buffer';
  for (const format of ['number', 'string', 'object', undefined]) {
    t.throws(() => (client.format = format as 'buffer'), { code: 'invalid-argument', message: /^format: must be "buffer"/ });
  }
  t.is(client.format, 'buffer');
});
