import { fileURLToPath } from 'node:url';
import type { Plugin } from 'rollup';
import { builtIns, bundle } from './realm.js';

const REALM = fileURLToPath(new URL('realm.js', import.meta.url));

/** Lets what needs realm.ts run on QuickJS: what that reads is written into the script, and `newRealm` is the host's. */
export function realmOnQuickJS(code = bundle): Plugin {
  const sets = Object.entries(builtIns).map(([name, words]) => `${name}: new Set(${JSON.stringify([...words])})`);
  return {
    name: 'realm-on-quickjs',
    load: (id) => {
      if (id !== REALM) return null;
      return [
        `export const bundle = ${JSON.stringify(code)};`,
        `export const builtIns = { ${sets.join(', ')} };`,
        'export const newRealm = globalThis.newRealm;',
      ].join('\n');
    },
  };
}
