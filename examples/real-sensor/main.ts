/**
 * Telemetry from a BMP280, with the SDK's own driver. Any ECMA-419 sensor driver will do whose `sample` returns at once: the
 * SDK's for the SHT3x waits 150 ms in it, and the ESP32's receive FIFO runs over in 11.
 */
import I2C from 'embedded:io/i2c';
import Serial from 'embedded:io/serial';
import BMP280 from 'embedded:sensor/Barometer-Temperature/BMP280';
import { ModdableTime, SensorNode } from 'cellnode';

new SensorNode({
  serial: { io: Serial, port: 1, receive: 16, transmit: 17, baud: 115200 },
  sensor: { io: BMP280, sensor: { io: I2C, data: 21, clock: 22 } },
  configuration: { nodeId: 'roof-1', network: { apn: 'CMNET' }, broker: { host: 'broker.example.com' } },
  time: new ModdableTime(),
  random: Math.random,
  onProgress: (event, detail) => trace(`${event} ${detail ?? ''}\n`),
}).start();
