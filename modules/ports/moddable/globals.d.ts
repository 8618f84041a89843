/** What Moddable has and its published typings (5.6.0) lack or have otherwise. */

/** The manifest's `config` section, with the mcconfig command line's values in their places. */
declare module 'mc/config' {
  const config: Readonly<Record<string, unknown>>;
  export default config;
}

/** Of the SDK's build/devices/esp32/modules/resetReason, by its source (June 2026). */
declare module 'resetReason' {
  export default function getResetReason(): { readonly reason: number; readonly string: string };
}

/** By the SDK's source (June 2026), and by what it does there: without an argument it collects, with one it switches the collector. */
declare module 'debug' {
  const debug: { gc(): void };
  export default debug;
}

/** By the SDK's source (June 2026). */
declare module 'modules' {
  const modules: { has(name: string): boolean; importNow(name: string, isNamespace: true): object };
  export default modules;
}

/** By the SDK's source (June 2026): what is not counted is `undefined`. */
declare module 'instrumentation' {
  const instrumentation: { map(name: string): number | undefined; get(index: number): number | undefined };
  export default instrumentation;
}

/** The ECMA-419 flash of the SDK, by its source (June 2026): a reading into a buffer fills it, and a write takes all of one. */
declare module 'embedded:storage/flash' {
  import type { FlashStorage } from '../flash.js';

  const storage: FlashStorage;
  export default storage;
}
