import test from 'ava';
import { RealBench } from '../support/real-bench.js';

const BYTES = Uint8Array.from({ length: 256 }, (_, value) => value);

test('a module that loses its power leaves the will behind, and the client hears why when the module is back', async (t) => {
  const bench = await RealBench.up(t);
  const client = await bench.connectedClient({ will: { topic: 'node/status', message: 'offline', QoS: 1 } });
  bench.module.powerOff();
  const will = await bench.message('node/status');
  t.is(Buffer.from(will.payload).toString(), 'offline');
  t.is(will.qos, 1);
  bench.module.powerOn();
  const error = await client.ended('the restart is noticed');
  t.is(error.code, 'connection-lost');
  t.regex(error.message, /restarted/);
});

test('a retained will of any bytes stays for those who come later', async (t) => {
  const bench = await RealBench.up(t);
  await bench.connectedClient({ will: { topic: 'node/status', message: BYTES, QoS: 2, retain: true } });
  bench.module.slots.break(1, 1);
  await bench.message('node/status');
  t.deepEqual(await bench.retained('node/status'), { topic: 'node/status', payload: BYTES, qos: 2, isRetained: true });
});

for (const end of ['DISCONNECT', 'close()'] as const) {
  test(`${end} takes the will back`, async (t) => {
    const bench = await RealBench.up(t);
    const first = await bench.connectedClient({ will: { topic: 'node/status', message: 'offline', QoS: 1 } });
    if (end === 'DISCONNECT') await first.disconnect();
    else first.client.close();
    await bench.until(() => bench.module.slots.state(1) === 'closed', 'the slot is closed');
    // The next connection of the same client is made after whatever the broker did at the end of the first.
    const second = await bench.connectedClient();
    await second.publish('node/marker', 'here');
    await bench.message('node/marker');
    t.deepEqual(bench.received.map(({ topic }) => topic), ['node/marker']);
  });
}
