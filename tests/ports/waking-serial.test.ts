import test from 'ava';
import { ModuleSleep } from '../support/module-sleep.js';
import { RecoveringNode } from '../firmware/recovering-node.js';
import { WakingSerial } from '../../modules/ports/waking-serial.js';

/** A node whose module loses the first characters after each rest of its line. */
function sleepyNode(hasDtr: boolean, isWoken = true): { bench: RecoveringNode; sleep: () => ModuleSleep } {
  let sleep: ModuleSleep | undefined;
  const bench = new RecoveringNode({
    configuration: { interval: 60_000, broker: { host: 'broker.example.com', keepAlive: 300_000 } },
    modem: { powerSaving: { sleep: hasDtr ? 1 : 2 }, checkInterval: 30_000 },
    serial: ({ time, uart }) => {
      sleep = new ModuleSleep(time, hasDtr);
      if (!isWoken) return { io: uart.Serial };
      const dtr = hasDtr ? { io: sleep.Dtr } : undefined;
      return { io: WakingSerial, serial: { io: uart.Serial }, time, idle: 4000, dtr };
    },
  });
  const sleepOf = (): ModuleSleep => {
    if (sleep === undefined) throw new Error('no port');
    return sleep;
  };
  bench.toModule = (bytes) => sleepOf().hear(bytes);
  return { bench, sleep: sleepOf };
}

for (const hasDtr of [true, false]) {
  test(`no command is lost on a module that sleeps, woken by ${hasDtr ? 'DTR' : 'line ends'}`, (t) => {
    const { bench, sleep } = sleepyNode(hasDtr);
    bench.node.start();
    bench.until(() => bench.node.session === 'ready', 'ready');
    bench.time.advance(60_000);
    const { timeouts, synchronisations } = bench.node.modem.counters;
    bench.time.advance(3_600_000);
    t.is(bench.node.modem.counters.timeouts, timeouts);
    t.is(bench.node.modem.counters.synchronisations, synchronisations);
    t.true(bench.node.statistics.delivered >= 60);
    t.true(sleep().naps > 100, `${sleep().naps} naps`);
    if (hasDtr) t.is(sleep().lost, 0);
    else t.true(sleep().lost > 0);
  });
}

test('without it the same module loses commands, and the dialogue recovers each time', (t) => {
  const { bench, sleep } = sleepyNode(false, false);
  bench.node.start();
  bench.until(() => bench.node.session === 'ready', 'ready');
  bench.time.advance(1_800_000);
  t.true(bench.node.modem.counters.timeouts > 10);
  t.true(sleep().lost > 0);
  bench.until(() => bench.node.statistics.waiting <= 1, 'all but published');
});
