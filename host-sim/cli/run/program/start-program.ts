import * as nodeModule from 'node:module';
import { resolve as absolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Desk, lay } from './desk.js';
import { load, resolve } from './stand-in-hooks.js';

/** Of Node.js 22.15 and later, which is to do without `register` one day. */
interface SynchronousHooks {
  registerHooks?(hooks: { readonly resolve: unknown; readonly load: unknown }): void;
}

/**
 * Runs a program as its device would: what it imports that only a device has is found on the desk, and so is `trace`. Rejects with
 * what the program throws.
 */
export async function startProgram(path: string, desk: Desk): Promise<void> {
  lay(desk);
  Object.assign(globalThis, { trace: (...parts: unknown[]) => desk.tell('program', parts.map(String).join('').replace(/\n$/, '')) });
  const { registerHooks } = nodeModule as SynchronousHooks;
  if (registerHooks === undefined) nodeModule.register(new URL('./stand-in-hooks.js', import.meta.url));
  else registerHooks({ resolve, load });
  await import(pathToFileURL(absolute(path)).href);
}
