import { existsSync, readdirSync, readFileSync } from 'node:fs';
import test, { type ExecutionContext } from 'ava';

const ROOT = new URL('../../../../', import.meta.url);
const EXAMPLES = readdirSync(new URL('examples/', ROOT))
  .map((name) => `examples/${name}/manifest.json`)
  .filter((path) => existsSync(new URL(path, ROOT)));
const HOSTS = ['esp32', 'zephyr', 'pico', 'nrf52', 'lin'];

interface Part {
  readonly include?: readonly string[];
  readonly modules?: Readonly<Record<string, string>>;
  readonly preload?: readonly string[];
  readonly error?: string;
  readonly build?: Readonly<Record<string, string>>;
}

interface Manifest extends Part {
  readonly config?: Readonly<Record<string, unknown>>;
  readonly platforms?: Readonly<Record<string, Part>>;
}

function manifest(path: string): Manifest {
  return JSON.parse(readFileSync(new URL(path, ROOT), 'utf8')) as Manifest;
}

/** What a manifest names of this package is there, in the sources or in the bundles; `.ts` and `.js` are left out. */
function assertFiles(t: ExecutionContext, path: string): void {
  const { include = [], modules = {}, platforms = {} } = manifest(path);
  const mapped = [modules, ...Object.values(platforms).map((part) => part.modules ?? {})].flatMap((part) => Object.values(part));
  for (const name of [...include, ...mapped].filter((named) => !named.startsWith('$('))) {
    const isThere = ['', '.js', '.ts'].some((extension) => existsSync(new URL(name + extension, new URL(path, ROOT))));
    t.true(isThere, `${path}: ${name}`);
  }
}

for (const path of ['manifest.json', 'modules/manifest.json', ...EXAMPLES]) {
  test(`${path} names what is there`, (t) => assertFiles(t, path));
}

test('the library has one serial class for each host, and says so where it has none', (t) => {
  const { modules = {}, preload = [], platforms = {} } = manifest('modules/manifest.json');
  for (const host of HOSTS) t.deepEqual(Object.keys(platforms[host].modules ?? {}), ['cellnode/serial'], host);
  t.regex(platforms['...'].error ?? '', /^cellnode: /);
  t.deepEqual(Object.keys(platforms), [...HOSTS, '...']);
  t.deepEqual([...Object.keys(modules), 'cellnode/serial'], preload);
});

test('the sensor node has flash or none on each host that it builds for, and its partition on the ESP32', (t) => {
  const { config, platforms = {} } = manifest('manifest.json');
  for (const [host, { modules }] of Object.entries(platforms).filter(([, { error }]) => error === undefined)) {
    t.deepEqual(Object.keys(modules ?? {}), ['cellnode/flash'], host);
  }
  t.deepEqual(Object.keys(platforms), HOSTS);
  const path = new URL(platforms.esp32.build?.PARTITIONS_FILE ?? '', ROOT);
  const rows = readFileSync(path, 'utf8').split('\n').map((line) => line.split(',').map((field) => field.trim()));
  const [, type, , offset, size] = rows.find(([name]) => name === config?.outbox) ?? [];
  t.is(type, 'data');
  t.is(Number(offset) % 4096 + Number(size) % 4096, 0);
  t.is(Number(offset) + Number(size), 4 * 2 ** 20);
});

test("the SDK's manifest of the serial port finds what it leaves to others to define", (t) => {
  const { build, include } = manifest('modules/manifest.json');
  t.deepEqual(build, { IO: '$(MODDABLE)/modules/io' });
  // mcpack includes the library before it defines $(MODULES).
  t.deepEqual(include, ['$(MODDABLE)/modules/io/serial/manifest.json']);
});

test('every application includes the base and the library', (t) => {
  for (const path of ['manifest.json', ...EXAMPLES]) {
    const { include = [], modules = {} } = manifest(path);
    t.is(include[0], '$(MODDABLE)/examples/manifest_base.json', path);
    t.true(include.some((name) => name.endsWith('modules/manifest.json') && name.startsWith('.')), path);
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
