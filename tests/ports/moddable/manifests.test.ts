import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { type Manifest, missingFiles, readManifest } from './manifest.js';

const ROOT = new URL('../../../../', import.meta.url);
const EXAMPLES = readdirSync(new URL('examples/', ROOT))
  .map((name) => `examples/${name}/manifest.json`)
  .filter((path) => existsSync(new URL(path, ROOT)));
const PLATFORMS = readdirSync(new URL('modules/platforms/', ROOT)).filter((name) => name.endsWith('.json')).map((name) => `modules/platforms/${name}`);
const HOSTS = ['esp32', 'zephyr', 'pico', 'nrf52', 'lin'];

function manifest(path: string): Manifest {
  return readManifest(fileURLToPath(new URL(path, ROOT)));
}

/** The manifests that one names by their paths. */
function paths({ include = [] }: Manifest): readonly string[] {
  return (typeof include === 'string' ? [include] : include).filter((name) => typeof name === 'string');
}

for (const path of ['manifest.json', 'modules/manifest.json', 'modules/cbor.json', 'modules/senml.json', 'modules/digest.json', 'modules/collect.json', 'modules/store.json', 'modules/identity.json', 'modules/settings.json', ...PLATFORMS, ...EXAMPLES]) {
  test(`${path} names what is there`, (t) => t.deepEqual(missingFiles(fileURLToPath(new URL(path, ROOT))), []));
}

test('the library has one serial class for each host, and says so where it has none', (t) => {
  const { modules = {}, preload = [], platforms = {} } = manifest('modules/manifest.json');
  for (const host of HOSTS) t.deepEqual(Object.keys(platforms[host].modules ?? {}), ['cellnode/serial'], host);
  t.regex(platforms['...'].error ?? '', /^cellnode: /);
  t.deepEqual(Object.keys(platforms), [...HOSTS, '...']);
  // What an application does not include, it does not hold: a name that no module has preloads nothing.
  t.deepEqual([...Object.keys(modules), 'cellnode/serial', 'cellnode/cbor', 'cellnode/senml', 'cellnode/collect'], preload);
});

test('the sensor node has flash or none on each host that it builds for, and its partition on the ESP32', (t) => {
  const { config, platforms = {} } = manifest('manifest.json');
  for (const [host, { modules }] of Object.entries(platforms).filter(([, { error }]) => error === undefined)) {
    t.deepEqual(Object.keys(modules ?? {}), ['cellnode/flash', 'cellnode/restart-reason'], host);
  }
  t.deepEqual(Object.keys(platforms), HOSTS);
  const path = new URL(platforms.esp32.build?.PARTITIONS_FILE_FOR_TARGET ?? '', ROOT);
  const rows = readFileSync(path, 'utf8').split('\n').map((line) => line.split(',').map((field) => field.trim()));
  const [, type, , offset, size] = rows.find(([name]) => name === config?.outbox) ?? [];
  t.is(type, 'data');
  t.is(Number(offset) % 4096 + Number(size) % 4096, 0);
  t.is(Number(offset) + Number(size), 4 * 2 ** 20);
});

/** By the chips' data sheets (docs/moddable.md#pins): what flash, PSRAM, console, USB or strapping has on modules and boards. */
const TAKEN: Readonly<Record<string, readonly number[]>> = {
  esp32: [0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 15, 16, 17, 20, 24, 28, 29, 30, 31],
  esp32c3: [2, 8, 9, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21],
  esp32c6: [4, 5, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 24, 25, 26, 27, 28, 29, 30],
  esp32h2: [2, 3, 6, 7, 8, 9, 15, 16, 17, 18, 19, 20, 21, 23, 24, 25, 26, 27],
  esp32s2: [0, 19, 20, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 43, 44, 45, 46],
  esp32s3: [0, 3, 19, 20, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 43, 44, 45, 46],
};
const LAST: Readonly<Record<string, number>> = { esp32: 33, esp32c3: 21, esp32c6: 30, esp32h2: 27, esp32s2: 46, esp32s3: 48 };

test('on each chip of the ESP32 family the default pins are there, and are nobody else\'s', (t) => {
  const { config = {}, platforms = {} } = manifest('manifest.json');
  t.false('receive' in config || 'transmit' in config);
  const { include } = platforms.esp32;
  t.true(include?.includes('./modules/ports/moddable/pins/$(ESP32_SUBCLASS).json'));
  t.deepEqual(readdirSync(new URL('modules/ports/moddable/pins/', ROOT)).sort(), Object.keys(TAKEN).map((chip) => `${chip}.json`));
  for (const chip of Object.keys(TAKEN)) {
    const { receive, transmit } = manifest(`modules/ports/moddable/pins/${chip}.json`).config ?? {};
    t.not(receive, transmit);
    for (const pin of [receive, transmit]) {
      if (typeof pin !== 'number' || pin > LAST[chip]) t.fail(`${chip} has no pin ${String(pin)}`);
      else t.false(TAKEN[chip].includes(pin), `${chip}: ${pin}`);
    }
  }
});

test("a target's own partition table stays, and an application has the stack that the library needs", (t) => {
  const { platforms = {} } = manifest('manifest.json');
  // PARTITIONS_FILE would replace it; a target sets this one, and is read later.
  t.deepEqual(Object.keys(platforms.esp32.build ?? {}), ['PARTITIONS_FILE_FOR_TARGET']);
  t.deepEqual(manifest('modules/manifest.json').creation, { stack: 512 });
});

test("the SDK's manifest of the serial port finds what it leaves to others to define", (t) => {
  const { build, include } = manifest('modules/manifest.json');
  t.deepEqual(build, { IO: '$(MODDABLE)/modules/io' });
  // mcpack includes the library before it defines $(MODULES).
  t.deepEqual(include, ['$(MODDABLE)/modules/io/serial/manifest.json']);
});

test('every application includes the base and the library', (t) => {
  for (const path of ['manifest.json', ...EXAMPLES]) {
    const { modules = {} } = manifest(path);
    const included = paths(manifest(path));
    t.is(included[0], '$(MODDABLE)/examples/manifest_base.json', path);
    t.true(included.some((name) => name.endsWith('modules/manifest.json') && name.startsWith('.')), path);
    t.true('main' in modules, path);
  }
});

test('mcpack finds an object under moddable.manifest, and no application in the package', (t) => {
  const { moddable, files } = JSON.parse(readFileSync(new URL('package.json', ROOT), 'utf8')) as {
    moddable: { manifest: unknown };
    files: readonly string[];
  };
  t.deepEqual(moddable.manifest, { include: ['./modules/manifest.json'] });
  t.true(files.includes('modules/manifest.json'));
  t.false(files.includes('manifest.json'));
});
