import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import * as cbor from '../../modules/cbor.js';
import * as driver from '../../modules/index.js';
import * as senml from '../../modules/senml.js';
import * as settings from '../../modules/settings.js';
import * as store from '../../modules/store.js';
import * as identity from '../../modules/identity.js';
import * as line from '../../modules/fibocom.js';
import { publicApi, typeErrors } from './public-api.js';

const DRIVER = 'build/modules/index.d.ts';
const CBOR = 'build/modules/cbor.d.ts';
const SENML = 'build/modules/senml.d.ts';
const STORE = 'build/modules/store.d.ts';
const SETTINGS = 'build/modules/settings.d.ts';
const IDENTITY = 'build/modules/identity.d.ts';
const LINE = 'build/modules/fibocom.d.ts';
const SIMULATOR = 'build/host-sim/index.d.ts';

const ENTRIES = [
  [CBOR, [DRIVER]],
  [SENML, [DRIVER]],
  [STORE, [DRIVER]],
  [IDENTITY, [DRIVER]],
  [SETTINGS, [DRIVER]],
  [DRIVER, [LINE]],
  [LINE, [DRIVER]],
  [SIMULATOR, [DRIVER, LINE]],
] as const;
for (const [entry, others] of ENTRIES) {
  const api = publicApi([entry], others);

  test(`${entry}: every type that a public signature names is exported`, (t) => t.deepEqual(api.unnamed, []));

  test(`${entry}: every export says what it is`, (t) => t.deepEqual(api.undocumented.filter((name) => !name.includes('.')), []));

  test(`${entry}: every member of an export says what it is`, (t) => t.deepEqual(api.undocumented, []));
}

test('what the entries declare holds where users check more than this project does', (t) => {
  t.deepEqual(typeErrors([DRIVER, LINE, SIMULATOR]), []);
});

test('what the simulator takes from the driver is exported by the entry from which its package takes it', (t) => {
  const entries: Readonly<Record<string, readonly string[]>> = {
    cellnode: Object.keys(driver),
    'cellnode/fibocom': Object.keys(line),
    'cellnode/cbor': Object.keys(cbor),
    'cellnode/senml': Object.keys(senml),
    'cellnode/store': Object.keys(store),
    'cellnode/settings': Object.keys(settings),
    'cellnode/identity': Object.keys(identity),
  };
  for (const name of readdirSync('build/host-sim', { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.js')) continue;
    const text = readFileSync(join('build/host-sim', name), 'utf8');
    for (const [, imported, path] of text.matchAll(/^(?:import|export) \{([^}]*)\} from '(?:\.\.\/)+modules\/([^']+)'/gm)) {
      // A platform's entry is its module.
      if (path.startsWith('platforms/')) continue;
      const [, encoding] = /^encodings\/(cbor|senml)\.js$/.exec(path) ?? [];
      const ofLine = /^(at|base|cellular|fibocom)\//.test(path) && path !== 'base/errors.js' ? 'cellnode/fibocom' : 'cellnode';
      const entry = encoding === undefined ? ofLine : `cellnode/${encoding}`;
      const names = imported.split(',').map((part) => part.trim().split(' as ')[0]).filter((part) => part !== '');
      const missing = names.filter((part) => !entries[entry].includes(part));
      t.deepEqual(missing, [], `host-sim/${name}: ${entry} does not export what ${path} does`);
    }
  }
});
