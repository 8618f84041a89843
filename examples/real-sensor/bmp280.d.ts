/** The SDK's driver, by its source (June 2026): the SDK has no typings of its sensors. */
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
