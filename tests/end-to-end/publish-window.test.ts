import test from 'ava';
import { MQTTClient } from '../../modules/mqtt/mqtt-client.js';
import { RealBench } from '../support/real-bench.js';

const COUNT = 40;
const NUMBERS = Array.from({ length: COUNT }, (_, index) => index);

test('a real broker has every message in order, though the connection is lost in the midst of a window', async (t) => {
  const bench = await RealBench.up(t);
  let isBroken = false;
  let acknowledged = 0;
  while (acknowledged < COUNT) {
    const client = await bench.connectedClient({ publishWindow: 16 });
    const before = acknowledged;
    const isAcknowledged = (): boolean => {
      acknowledged = before + client.controls.filter((control) => control === String(MQTTClient.PUBACK)).length;
      return acknowledged === COUNT || client.error !== undefined;
    };
    try {
      for (let number = before; number < COUNT; number += 1) {
        await client.publish('backlog', String(number));
        if (number !== 24 || isBroken) continue;
        isBroken = true;
        bench.module.slots.break(client.client.slot, 1);
      }
    } catch (error) {
      t.is(error, client.error);
    }
    await client.until(isAcknowledged, 'all are acknowledged, or the connection is lost');
    client.client.close();
  }
  const numbers = await bench.until(() => {
    const received = new Set(bench.received.map(({ payload }) => Number(Buffer.from(payload).toString())));
    return received.size === COUNT && [...received];
  }, 'all have arrived');
  t.deepEqual(numbers, NUMBERS);
  t.true(isBroken);
});
