import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { check } from '../property.js';
import { NodeBench } from './node-bench.js';

/** What can happen to a node in the field; each is made good again by the end. */
const MISFORTUNES: Readonly<Record<string, (bench: NodeBench) => void>> = {
  'the module restarts': (bench) => bench.module.reset(),
  'the context is lost with a URC': (bench) => bench.module.dataCall.lose({ withUrc: true }),
  'the context is lost without a URC': (bench) => bench.module.dataCall.lose({ withUrc: false }),
  'the broker goes away': (bench) => bench.broker.goAway(40000),
  'the broker is silent': (bench) => bench.broker.stall(),
  'the broker speaks again': (bench) => bench.broker.resume(),
  'the broker forgets the session': (bench) => bench.broker.forgetSessions(),
  'the connection dies without a word': (bench) => bench.module.slots.mute(1),
  'the SIM card is removed': (bench) => bench.module.sim.remove(),
  'the SIM card returns': (bench) => bench.module.sim.insert(),
  'the network is lost': (bench) => bench.module.radio.setRegistration(2),
  'the network returns': (bench) => bench.module.radio.setRegistration(1),
};

const misfortunes = fc.record({
  after: fc.integer({ min: 0, max: 120000 }),
  what: fc.constantFrom(...Object.keys(MISFORTUNES)),
});
const histories = fc.array(misfortunes, { minLength: 1, maxLength: 12 });

test('whatever happens to module, network and broker, every reading arrives, in order', (t) => {
  const run = fc.property(histories, fc.integer({ min: 0, max: 1000000 }), (history, seed) => {
    const bench = new NodeBench({ interval: 10000 }, {}, { seed });
    bench.node.start();
    for (const { after, what } of history) {
      bench.time.advance(after);
      MISFORTUNES[what](bench);
    }
    bench.module.sim.insert();
    bench.module.radio.setRegistration(1);
    bench.broker.resume();
    bench.until(() => bench.node.statistics.waiting === 0, 'the outbox is empty', 3600000);
    const sequences = bench.readings().map(({ sequence }) => sequence);
    const { accepted, dropped } = bench.node.statistics;
    assert.equal(dropped, 0);
    assert.deepEqual(sequences, [...sequences].sort((one, other) => one - other));
    assert.equal(new Set(sequences).size, accepted);
    assert.equal(bench.node.modem.callbackExceptions, 0);
  });
  check(t, run, { runs: 25 });
});
