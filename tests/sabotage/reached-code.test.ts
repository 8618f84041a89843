import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import test from 'ava';
import { ReachedCode } from './reached-code.js';

const FILES = {
  'tests/ring.test.js': "import test from 'ava';\nimport { Ring } from '../modules/ring.js';\n",
  'tests/other.test.js': "import test from 'ava';\n",
  'modules/ring.js': "export * from './slot.js';\nconst worker = new URL('./worker.js', import.meta.url);\n",
  'modules/slot.js': "import '../modules/ring.js';\n",
  'modules/worker.js': '',
  'modules/apart.js': '',
};

/** The digest of what the ring's suite reaches, with these files changed. */
function digestWith(changes: Partial<typeof FILES>, suite = 'ring'): string {
  const folder = mkdtempSync(join(tmpdir(), 'cellnode-reached-'));
  try {
    for (const [path, text] of Object.entries({ ...FILES, ...changes })) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return new ReachedCode(folder).digest([suite]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('a verdict goes by what its suite reaches, imports in a circle and threads too', (t) => {
  for (const path of ['tests/ring.test.js', 'modules/ring.js', 'modules/slot.js', 'modules/worker.js'] as const) {
    t.not(digestWith({ [path]: `${FILES[path]}// changed\n` }), digestWith({}), path);
  }
});

test('what its suite does not reach leaves a verdict as it is', (t) => {
  t.is(digestWith({ 'modules/apart.js': '// changed\n', 'tests/other.test.js': '' }), digestWith({}));
  t.not(digestWith({}, 'other'), digestWith({}));
});
