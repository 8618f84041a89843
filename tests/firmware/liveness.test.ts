import test from 'ava';
import { profiles } from '../../host-sim/module/profile.js';
import { livenessInterval } from '../../modules/telemetry/liveness.js';
import { RecoveringNode } from './recovering-node.js';

/** Milliseconds that the driver waits for the broker's acknowledgement of one publish: 5 s for `OK`, 30 s for the rest. */
const ACKNOWLEDGEMENT = 35_000;
const HOUR = 3_600_000;

for (const [name, profile] of Object.entries(profiles)) {
  for (const keepAlive of [30_000, 60_000, 300_000]) {
    test(`${name}: a connection that died without a word is found within the bound, keep-alive ${keepAlive / 1000} s`, (t) => {
      const quiet = { interval: HOUR, broker: { host: 'broker.example.com', keepAlive } };
      const bench = RecoveringNode.online({ profile: { ...profile, linkLossReport: 'none' }, configuration: quiet });
      bench.time.advance(60_000);
      const cutAt = bench.time.now();
      bench.module.slots.mute(1);
      bench.until(() => bench.sessions.at(-1) === 'backing-off', 'noticed', 2 * HOUR);
      const took = bench.time.now() - cutAt;
      t.true(took <= livenessInterval(keepAlive) + ACKNOWLEDGEMENT, `${took} ms`);
      bench.until(() => bench.node.session === 'ready', 'back', 120_000);
    });
  }

  test(`${name}: readings that are acknowledged are life enough`, (t) => {
    const bench = RecoveringNode.online({ profile });
    bench.time.advance(HOUR);
    t.deepEqual(bench.texts('status'), ['online']);
    t.true(bench.sequences.length > 350);
  });

  test(`${name}: context lost without a URC, and a connection that NAT has forgotten: nothing is lost`, (t) => {
    const bench = RecoveringNode.online({ profile: { ...profile, linkLossReport: 'none' } });
    bench.time.advance(60_000);
    bench.module.dataCall.lose({ withUrc: false });
    bench.time.advance(300_000);
    bench.module.slots.mute(1);
    bench.time.advance(300_000);
    bench.until(() => bench.node.statistics.waiting === 0, 'the outbox is empty');
    const sequences = [...new Set(bench.sequences)];
    t.is(sequences.length, bench.node.statistics.accepted);
  });
}

test('a node that publishes at QoS 0 is told of a dead connection all the same', (t) => {
  const bench = RecoveringNode.online({ configuration: { QoS: 0 }, profile: undefined });
  bench.time.advance(120_000);
  const cutAt = bench.time.now();
  bench.module.slots.mute(1);
  bench.until(() => bench.sessions.at(-1) === 'backing-off', 'noticed', HOUR);
  t.true(bench.time.now() - cutAt <= livenessInterval(60_000) + ACKNOWLEDGEMENT);
});

test('the interval follows the keep-alive, and stays below the time after which networks forget', (t) => {
  t.is(livenessInterval(60_000), 90_000);
  t.is(livenessInterval(10_000), 60_000);
  t.is(livenessInterval(300_000), 450_000);
  t.is(livenessInterval(0), 120_000);
});
