import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { profiles } from '../../host-sim/module/profile.js';
import { MQTTClient } from '../../modules/mqtt/mqtt-client.js';
import { check } from '../property.js';
import { VirtualBench } from '../support/virtual-bench.js';
import { allCallbacks, NAMES } from './all-callbacks.js';

const { DISCONNECT, SUBSCRIBE } = MQTTClient;

test('after close every method throws, but close', (t) => {
  const bench = new VirtualBench().bringUp();
  const { client } = bench.connectedClient();
  client.close();
  client.close();
  t.throws(() => client.write(Buffer.from('x'), { topic: 'a' }), { code: 'closed' });
  t.throws(() => client.write(null, { operation: DISCONNECT }), { code: 'closed' });
  t.throws(() => client.read(), { code: 'closed' });
  t.throws(() => client.read(new Uint8Array(1)), { code: 'closed' });
  bench.until(() => !bench.broker.isConnected('node-1'), 'the broker has seen the end');
});

for (const name of NAMES) {
  test(`a client closed in ${name} calls back no more`, (t) => {
    const bench = new VirtualBench().bringUp();
    let isClosed = false;
    let callsAfter = 0;
    const client = new MQTTClient({
      ...bench.clientOptions({ receiveBuffer: new Uint8Array(64) }),
      ...allCallbacks((called, instance) => {
        if (isClosed) callsAfter += 1;
        if (called !== name) return;
        isClosed = true;
        instance.close();
      }),
    });
    bench.publish('a', '', 1, true);
    const whileOpen = (act: () => void): void => {
      bench.advance(3000);
      if (!isClosed) act();
    };
    whileOpen(() => client.write(null, { operation: SUBSCRIBE, items: [{ topic: 'a' }] }));
    whileOpen(() => bench.publish('a', ''));
    whileOpen(() => bench.publish('a', new Uint8Array(100)));
    whileOpen(() => bench.module.slots.break(1, 1));
    bench.advance(60_000);
    t.true(isClosed);
    t.is(callsAfter, 0);
    t.is(bench.client().client.slot, 1);
  });
}

test('whenever it is closed, nothing is called back after that, and the slot serves the next client', (t) => {
  const bench = new VirtualBench().bringUp();
  const steps = ['subscribe', 'publish', 'message', 'break', 'disconnect'] as const;
  check(
    t,
    fc.property(fc.array(fc.tuple(fc.constantFrom(...steps), fc.nat(60)), { maxLength: 6 }), fc.nat(400), (script, tail) => {
      const client = bench.patientClient({ slot: 1 });
      for (const [step, delay] of script) {
        bench.advance(delay * 5);
        if (step === 'message') bench.publish('a', 'x');
        if (step === 'break') bench.module.slots.break(1, 1);
        if (client.writable === 0 || client.error !== undefined) continue;
        if (step === 'publish') client.publish('b', '{"x":1}', 2);
        if (step === 'subscribe') client.write(null, { operation: SUBSCRIBE, items: [{ topic: 'a' }] });
        if (step === 'disconnect') client.write(null, { operation: DISCONNECT });
      }
      bench.advance(tail);
      client.client.close();
      const before = client.events.length;
      const next = bench.patientClient({ slot: 1 });
      assert.equal(next.error, undefined);
      assert.equal(client.events.length, before);
      next.client.close();
      bench.until(() => bench.module.slots.state(1) === 'closed', 'the module has closed the slot');
      bench.until(() => !bench.broker.isConnected('node-1'), 'the broker has seen the end');
    }),
    { runs: 60 },
  );
});

test('the next client of a slot has its will, whenever the module is done with the connection before', (t) => {
  for (let delay = 0; delay < 200; delay += 5) {
    const bench = new VirtualBench({ module: { profile: { ...profiles.l610, forgetsWillOnClose: true } } }).bringUp();
    bench.patientClient({ slot: 1 }).client.close();
    bench.advance(delay);
    bench.patientClient({ slot: 1, will: { topic: 'will', message: 'gone' } });
    const wills: string[] = [];
    bench.broker.subscribe('will', ({ payload }) => wills.push(Buffer.from(payload).toString()));
    bench.module.slots.break(1, 1);
    bench.until(() => wills.length === 1, `its will, ${delay} ms after the close`);
  }
  t.pass();
});

test('a client closed while it connects leaves no connection behind', (t) => {
  for (let delay = 0; delay < 600; delay += 20) {
    const bench = new VirtualBench().bringUp();
    const client = bench.client();
    bench.advance(delay);
    client.client.close();
    bench.advance(10_000);
    t.is(bench.module.slots.state(1), 'closed', `closed after ${delay} ms`);
    t.false(bench.broker.isConnected('node-1'), `closed after ${delay} ms`);
  }
});
