import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import test from 'ava';
import { DRIVER, DRIVER_MODULES, NODE_MODULES } from '../engines/built-driver.js';
import { DeviceBench } from './bench/device-bench.js';
import { deviceProgram } from './bench/device-program.js';
import { files, runHost } from './host/run-host.js';
import { preloading } from './host/xs-host.js';

/** The built bundles, preloaded by the engine itself. */

const built = (name: string): string => join(dirname(DRIVER), name);
const ENTRIES = { 'cellnode/cbor': built('cbor.js'), 'cellnode/senml': built('senml.js') };
/** All that the package's manifest can put on a device, by the name it gets there. */
const BUNDLES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'the node on an ESP32': {
    cellnode: DRIVER,
    ...ENTRIES,
    'cellnode/main': NODE_MODULES['cellnode/main'],
    'cellnode/serial': built('serial/esp32.js'),
    'cellnode/flash': built('flash/partitions.js'),
    'cellnode/identity': built('identity.js'),
    'cellnode/store': built('store.js'),
    'cellnode/settings': built('settings.js'),
  },
  'the node on a Pico, without flash': {
    cellnode: DRIVER,
    ...ENTRIES,
    'cellnode/main': NODE_MODULES['cellnode/main'],
    'cellnode/serial': built('serial/pico.js'),
    'cellnode/flash': built('flash/none.js'),
  },
  'the node on Linux': { cellnode: DRIVER, 'cellnode/serial': built('serial/linux.js') },
};

/** Of the SDK, and of the manifest: for them to be there, as something that takes no RAM itself. */
const NATIVE = ['timer', 'time', 'embedded:io/serial', 'embedded:io/digital', 'embedded:storage/flash', 'mc/config', 'cellnode/collect', 'cellnode/memory', 'cellnode/restart-reason', 'modules'];

for (const [what, bundles] of Object.entries(BUNDLES)) {
  test(`${what}: nothing that is preloaded takes RAM`, async (t) => {
    const native = await files(t, { native: 'export default class {}' });
    const names = Object.fromEntries(NATIVE.map((name) => [name, native.native]));
    t.deepEqual(await runHost([...preloading({ ...names, ...bundles }), '-aliases']), { status: 0, output: '', errors: '' });
  });
}

test('an object that is left unfrozen is counted, and named', async (t) => {
  const { module } = await files(t, { module: 'const table = { row: { cell: 1 }, list: [] }; export const get = () => table;' });
  const { output } = await runHost([...preloading({ module }), '-aliases']);
  t.deepEqual(output.trim().split('\n').sort(), ['array list', 'object', 'object row']);
});

test('a driver that writes to what it made when it was loaded fails by the engine\'s own error', async (t) => {
  const bundle = await readFile(DRIVER, 'utf8');
  // What counts a command's bytes has an array made for it each time; here there is one for all, as there was before.
  const pieces = bundle.split(/(?<==)new Uint8Array\(0\)(?=;return )/);
  t.is(pieces.length, 2);
  const { cellnode } = await files(t, { cellnode: `const noRoom=new Uint8Array(0);${pieces.join('noRoom')}` });
  const options = (await deviceProgram(t, 'client')).map((option) => (option === `cellnode=${DRIVER_MODULES.cellnode}` ? `cellnode=${cellnode}` : option));
  const bench = await DeviceBench.start(t, options);
  await t.throwsAsync(bench.advance(60_000), { message: /^the device ended with 1: main: TypeError: read-only buffer\n$/ });
});
