import test from 'ava';
import { bundle, ModdableDevice } from './moddable-device.js';

/** Everything that a manifest of this package preloads besides `cellnode`, with what it imports from the device. */
const PRELOADED: Readonly<Record<string, readonly string[]>> = {
  'moddable/main': ['embedded:io/digital', 'mc/config', 'modules', 'cellnode/serial', 'cellnode/flash', 'cellnode/cbor', 'cellnode/senml', 'cellnode/collect', 'cellnode/memory', 'cellnode/restart-reason'],
  'moddable/collect': ['debug'],
  'moddable/memory': ['instrumentation'],
  'moddable/restart-reason/esp32': ['resetReason'],
  'moddable/restart-reason/none': [],
  'moddable/cbor': [],
  'moddable/senml': [],
  'moddable/store': [],
  'moddable/identity': [],
  'moddable/settings': [],
  'moddable/flash/partitions': ['embedded:storage/flash'],
  'moddable/flash/none': [],
  'moddable/serial/esp32': ['embedded:io/serial'],
  'moddable/serial/pico': ['embedded:io/serial'],
  'moddable/serial/linux': ['embedded:io/serial'],
};

test('the library preloads: it holds no state, and runs no native code', (t) => {
  const { machine } = new ModdableDevice();
  machine.start();
  t.deepEqual(machine.refusals, []);
});

for (const [name, imports] of Object.entries(PRELOADED)) {
  test(`${name} preloads`, (t) => {
    const native = Object.fromEntries(imports.map((specifier) => [specifier, { default: () => undefined }]));
    const { machine } = new ModdableDevice({ native });
    machine.preload(name, bundle(name));
    machine.start();
    t.deepEqual(machine.refusals, []);
  });
}
