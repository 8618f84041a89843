/** What Moddable has and its published typings (5.6.0) lack or have otherwise. */

/** The manifest's `config` section, with the mcconfig command line's values in their places. */
declare module 'mc/config' {
  const config: Readonly<Record<string, unknown>>;
  export default config;
}

/** The host's serial class, as modules/manifest.json maps it. */
declare module 'cellnode/serial' {
  import type { SerialOptions, SerialPort } from 'cellnode';

  export default class Serial implements SerialPort {
    /** Pins, port or device are the host's own. */
    constructor(options: SerialOptions & { readonly [property: string]: unknown });
    read(target: Uint8Array): number | undefined;
    write(bytes: Uint8Array): void;
    close(): void;
  }
}

/** The ECMA-419 flash of the SDK, by its source (June 2026): a reading into a buffer fills it, and a write takes all of one. */
declare module 'embedded:storage/flash' {
  import type { FlashStorage } from '../flash.js';

  const storage: FlashStorage;
  export default storage;
}

/** The host's flash, as manifest.json maps it. */
declare module 'cellnode/flash' {
  import type { FlashStorage } from '../flash.js';

  const storage: FlashStorage;
  export default storage;
}

/** An ECMA-419 sensor driver of the SDK. */
declare module 'embedded:sensor/Barometer-Temperature/BMP280' {
  import type I2C from 'embedded:io/i2c';

  export default class BMP280 {
    /** `hz` is 400,000 and `address` 0x76 where they are not given. */
    constructor(options: {
      readonly sensor: {
        readonly io: typeof I2C;
        readonly data: number;
        readonly clock: number;
        readonly hz?: number;
        readonly address?: number;
      };
    });
    configure(options: object): void;
    /** Pascal, degrees Celsius. */
    sample(): { barometer: { pressure: number }; thermometer: { temperature: number } };
    close(): void;
  }
}

/** The typings have the class, the module this function too. */
declare module 'mqtt/js' {
  export function connect(url: string, options?: IClientOptions): Client;
}
