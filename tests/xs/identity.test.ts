import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import test from 'ava';
import { mc66x } from '../../host-sim/module/profile.js';
import { DRIVER } from '../engines/built-driver.js';
import { DeviceBench } from './bench/device-bench.js';
import { preloadedProgram } from './bench/device-program.js';
import { FREE_ON_ESP32 } from './device/esp32.js';
import { files } from './host/run-host.js';

/** The flashed node that is called after its module, with the store in the image, preloaded on XS, with the memory of an ESP32. */

const built = (name: string): string => join(dirname(DRIVER), name);
/** NVS, as far as it is used. */
const STORAGE = `
class Storage {
  #values = new Map();
  read(key) { return this.#values.get(key); }
  write(key, value) { this.#values.set(key, value.slice().buffer); }
  close() {}
}
export default { open: () => new Storage() };`;
const PROGRAM = `
import main from 'cellnode/main';
import { wire } from '${new URL('./device/wire.js', import.meta.url).pathname}';
export function start() {
  Object.defineProperty(globalThis, 'trace', { value: (text) => wire.report(text.trim()) });
  main();
}`;
/** Of the memory, once garbage has been collected: a little more than for the flashed node, as what stands in for NVS takes some, too. */
const SHARE = 5 / 8;

test('the flashed node is called after its module, remembers ids, takes settings, and fits', async (t) => {
  t.timeout(120_000);
  const { storage } = await files(t, { storage: STORAGE });
  const image = {
    'cellnode/identity': built('identity.js'),
    'cellnode/store': built('store.js'),
    'cellnode/settings': built('settings.js'),
    'embedded:storage/key-value': storage,
  };
  const options = await preloadedProgram(t, (file) => writeFile(file, PROGRAM), image, { nodeId: 'roof-{imei}' });
  const bench = await DeviceBench.start(t, options);
  const base = `cellnode/roof-${mc66x.imei}/`;
  const arrived = (topic: string): number => bench.received.filter((message) => message.topic === base + topic).length;
  await bench.until(() => arrived('readings') > 1, 'readings under the module\'s number');
  for (const answers of [1, 2]) {
    bench.broker.publish({ topic: `${base}command`, payload: Buffer.from('{"sample":true,"id":"a1"}'), qos: 1, isRetained: false });
    await bench.until(() => arrived('response') === answers, 'an answer');
  }
  t.regex(Buffer.from(bench.received.filter(({ topic }) => topic === `${base}response`)[1].payload).toString(), /"repeated":true/);
  const ask = async (configuration: unknown): Promise<{ readonly revision: number; readonly sensors?: unknown }> => {
    const before = arrived('response');
    bench.broker.publish({ topic: `${base}command`, payload: Buffer.from(JSON.stringify({ configuration })), qos: 1, isRetained: false });
    await bench.until(() => arrived('response') > before, 'an answer');
    const { payload } = bench.received.filter(({ topic }) => topic === `${base}response`)[before];
    return (JSON.parse(Buffer.from(payload).toString()) as { readonly configuration: { readonly revision: number } }).configuration;
  };
  const { revision } = await ask('get');
  const sensors = { module: { interval: 5000 } };
  t.deepEqual((await ask({ set: { sensors }, revision })).sensors, sensors);
  t.true(bench.received.every(({ topic }) => topic.startsWith(base)));
  const { slots, chunkBytes } = await bench.device.collect();
  t.log(`${slots} of ${FREE_ON_ESP32.slots} slots, ${chunkBytes} of ${FREE_ON_ESP32.chunkBytes} bytes of chunks`);
  t.true(slots <= FREE_ON_ESP32.slots * SHARE);
  t.true(chunkBytes <= FREE_ON_ESP32.chunkBytes * SHARE);
});
