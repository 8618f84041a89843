import test from 'ava';
import { VirtualUart } from '../../host-sim/uart/virtual-uart.js';
import { Modem } from '../../modules/modem/modem.js';
import { MQTTClient } from '../../modules/mqtt/mqtt-client.js';
import { VirtualBench } from '../support/virtual-bench.js';
import { SUBJECTS } from './subjects.js';

/** ECMA-419 §8 and Annex A, Base Class Pattern: what holds of every class. */

for (const subject of SUBJECTS) {
  const { name, callbacks, open } = subject;

  test(`${name}: the constructor throws without an options object`, (t) => {
    const { construct } = open();
    for (const options of [undefined, null, 5]) t.throws(() => construct(options as never), { code: 'invalid-argument' });
  });

  test(`${name}: a constructor that fails has taken nothing, whatever it is that it refuses`, (t) => {
    const { construct, options, taken } = open();
    for (const bad of subject.bad) t.throws(() => construct({ ...options, ...bad }), { code: 'invalid-argument' });
    t.is(taken(), 0);
    construct(options);
    t.is(taken(), 1);
  });

  test(`${name}: the constructor takes a frozen object, and ignores properties that it does not know`, (t) => {
    const { construct, options } = open();
    t.notThrows(() => construct(Object.freeze({ ...options, io: null, pin: 5, onBanana: 'yellow' })));
  });

  test(`${name}: a callback is a function or null, and everything else is refused`, (t) => {
    const { construct, options } = open();
    for (const callback of callbacks) {
      for (const value of [5, 'a name', {}]) {
        const message = RegExp(`^${callback}: `);
        t.throws(() => construct({ ...options, [callback]: value }), { code: 'invalid-argument', message });
      }
    }
    t.notThrows(() => construct({ ...options, ...Object.fromEntries(callbacks.map((callback) => [callback, null])) }));
  });

  test(`${name}: callbacks cannot be read, and are those that were there at the construction`, (t) => {
    const { construct, options, live } = open();
    const called: string[] = [];
    const given: Record<string, unknown> = { ...options };
    for (const callback of callbacks) given[callback] = () => called.push('first');
    const instance = construct(given);
    for (const callback of callbacks) given[callback] = () => called.push('second');
    live(instance);
    t.deepEqual([...new Set(called)], ['first']);
    for (const callback of callbacks) t.false(callback in instance);
  });

  test(`${name}: callbacks have the instance as this, and never come from inside a call, the constructor's included`, (t) => {
    const { construct, options, live } = open();
    const instances = new Set<unknown>();
    let calls = 0;
    const given: Record<string, unknown> = { ...options };
    for (const callback of callbacks) {
      given[callback] = function (this: unknown): void {
        calls += 1;
        instances.add(this);
      };
    }
    const quietly = <T>(method: () => T): T => {
      const before = calls;
      const result = method();
      t.is(calls, before);
      return result;
    };
    const instance = quietly(() => construct(given));
    live(instance, quietly);
    t.true(calls > 0);
    t.deepEqual([...instances], [instance]);
  });

  test(`${name}: target is opaque: the option's value first, then whatever the program writes`, (t) => {
    const { construct, options } = open();
    const target = Object.freeze({ any: 'thing' });
    const instance = construct({ ...options, target });
    t.is(instance.target, target);
    instance.target = 5;
    t.is(instance.target, 5);
  });

  test(`${name}: close twice is legal; every other method then throws, and nothing is called back`, (t) => {
    const { construct, options, live, finish, methods } = open();
    let calls = 0;
    const given: Record<string, unknown> = { ...options };
    for (const callback of callbacks) given[callback] = () => (calls += 1);
    const instance = construct(given);
    live(instance);
    instance.close();
    finish();
    const before = calls;
    for (const method of methods) t.throws(() => method(instance), { code: 'closed' }, String(method));
    t.notThrows(() => instance.close());
    finish();
    t.is(calls, before);
  });
}

test('MQTTClient: each option is read once', (t) => {
  const bench = new VirtualBench();
  const reads: string[] = [];
  const options = new Proxy(bench.clientOptions({ will: { topic: 'gone' }, receiveBuffer: new Uint8Array(64) }), {
    get: (object, name) => {
      reads.push(String(name));
      return Reflect.get(object, name) as unknown;
    },
  });
  new MQTTClient(options);
  t.deepEqual(reads.filter((name, index) => reads.indexOf(name) !== index), []);
});

test('MQTTClient: close is synchronous: no callback comes after it, not even one that is due', (t) => {
  const bench = new VirtualBench().bringUp();
  const { client, events } = bench.connectedClient();
  bench.module.slots.break(1, 1);
  client.close();
  const before = events.length;
  bench.advance(60_000);
  t.is(events.length, before);
});

test('Modem: close is asynchronous: its callback comes once, with null, when all is released', (t) => {
  const bench = new VirtualBench().bringUp();
  const told: unknown[] = [];
  bench.modem.close((error) => told.push(error));
  t.deepEqual(told, []);
  bench.advance(30_000);
  t.deepEqual(told, [null]);
});

test('classes may be subclassed', (t) => {
  class Doubling extends MQTTClient {
    readonly sent: number[] = [];

    override write(...[data, options]: Parameters<MQTTClient['write']>): number {
      this.sent.push(data?.byteLength ?? 0);
      return super.write(data, options);
    }
  }
  class Named extends Modem {
    readonly name = 'cell0';
  }
  const bench = new VirtualBench().bringUp();
  const client = new Doubling(bench.clientOptions());
  bench.advance(5000);
  client.write(new Uint8Array(3), { topic: 'a' });
  bench.until(() => bench.received.length === 1, 'the message has arrived');
  t.deepEqual(client.sent, [3]);
  const modem = new Named({ serial: { io: new VirtualUart({ time: bench.time }).Serial }, time: bench.time });
  t.deepEqual([modem.name, modem.connection], ['cell0', 0]);
});
