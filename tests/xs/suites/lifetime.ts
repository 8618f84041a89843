import test from 'ava';
import { MQTTClient } from '../../../modules/mqtt/mqtt-client.js';
import { VirtualBench } from '../../support/virtual-bench.js';
import { host } from '../host/globals.js';

/** ECMA-419 §8: an instance stays until it is closed, whoever refers to it, and is garbage from then on. */

/** The client is known to nobody outside of this function. */
function makeClient(bench: VirtualBench, onReadable: () => void): WeakRef<MQTTClient> {
  const client = new MQTTClient({
    ...bench.clientOptions(),
    onControl({ operation }) {
      if (operation === MQTTClient.CONNACK) this.write(null, { operation: MQTTClient.SUBSCRIBE, items: [{ topic: 'in' }] });
    },
    onReadable(count) {
      this.read(count);
      onReadable();
      if (count === 'close'.length) this.close();
    },
  });
  return new WeakRef(client);
}

/** What a WeakRef refers to is kept for the job that has looked at it. */
async function isCollected(reference: WeakRef<MQTTClient>): Promise<boolean> {
  await Promise.resolve();
  host.gc();
  await Promise.resolve();
  return reference.deref() === undefined;
}

test('a client to which nobody refers lives until it is closed', async (t) => {
  const bench = new VirtualBench().bringUp();
  let count = 0;
  const reference = makeClient(bench, () => {
    count += 1;
  });
  t.false(await isCollected(reference));
  bench.advance(10_000);
  bench.publish('in', 'message');
  bench.advance(10_000);
  t.is(count, 1);
  t.false(await isCollected(reference));
  bench.publish('in', 'close');
  bench.advance(60_000);
  t.is(count, 2);
  t.true(await isCollected(reference));
});
