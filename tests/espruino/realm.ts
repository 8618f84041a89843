import { readFileSync } from 'node:fs';
import { createContext, runInContext } from 'node:vm';

/** From build/tests/espruino/. */
const ROOT = new URL('../../../', import.meta.url);

/** The globals of a realm, as far as they are used from outside. */
export interface Realm extends Record<string, unknown> {
  readonly Object: { readonly prototype: object };
  readonly Error: { readonly prototype: object };
  readonly Array: { readonly prototype: object };
  readonly ArrayBuffer: ArrayBufferConstructor;
  readonly Uint8Array: Uint8ArrayConstructor;
  readonly eval: (code: string) => unknown;
}

/** `build-tools/espruino/built-ins.js`. */
interface BuiltIns {
  readonly GLOBALS: ReadonlySet<string>;
  readonly STATIC_MEMBERS: ReadonlySet<string>;
  readonly METHODS: ReadonlySet<string>;
}

/** The code of the built bundle. */
export const bundle = readFileSync(new URL('dist/espruino/cellnode.js', ROOT), 'utf8');

/** The names of what Espruino has. */
export const builtIns = (await import(new URL('build-tools/espruino/built-ins.js', ROOT).href)) as BuiltIns;

/** Globals of their own, as any engine has them. On QuickJS the plugin of realm-on-quickjs.ts gives this instead. */
export function newRealm(): Realm {
  return runInContext('globalThis', createContext({})) as Realm;
}
