/** What Moddable has and its published typings (5.6.0) lack or have otherwise. */

/** The manifest's `config` section, with the mcconfig command line's values in their places. */
declare module 'mc/config' {
  const config: Readonly<Record<string, unknown>>;
  export default config;
}

/** The ECMA-419 flash of the SDK, by its source (June 2026): a reading into a buffer fills it, and a write takes all of one. */
declare module 'embedded:storage/flash' {
  import type { FlashStorage } from '../flash.js';

  const storage: FlashStorage;
  export default storage;
}
