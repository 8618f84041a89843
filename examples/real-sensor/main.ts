/// <reference path="bmp280.d.ts" />
/**
 * Telemetry from a BMP280, with the SDK's own driver. Any ECMA-419 sensor driver will do whose `sample` returns at once: the
 * SDK's for the SHT3x waits 150 ms in it, and the ESP32's receive FIFO runs over in 11.
 */
import I2C from 'embedded:io/i2c';
import Serial from 'embedded:io/serial';
import BMP280 from 'embedded:sensor/Barometer-Temperature/BMP280';
import { ModdableTime, SensorNode } from 'cellnode';

interface Bus {
  readonly io: typeof I2C;
  readonly data: number;
  readonly clock: number;
}

/** The board's own bus, where the program has a `device`: `i2c` from SDK 10 on, `I2C` before; else an ESP32's pins. */
const { device } = globalThis as { device?: { i2c?: { default?: Bus }; I2C?: { default?: Bus } } };
const bus = device?.i2c?.default ?? device?.I2C?.default ?? { io: I2C, data: 21, clock: 22 };

new SensorNode({
  serial: { io: Serial, port: 1, receive: 26, transmit: 27, baud: 115200 }, // an ESP32's pins: other chips have other ones
  sensors: [{ name: 'air', io: BMP280, sensor: bus, interval: 60_000 }],
  configuration: { nodeId: 'roof-1', network: { apn: 'CMNET' }, broker: { host: 'broker.example.com' } },
  time: new ModdableTime(),
  random: Math.random,
  onProgress: (event, detail) => trace(`${event} ${detail ?? ''}\n`),
}).start();
