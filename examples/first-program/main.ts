import Serial from 'embedded:io/serial';
import { ModdableTime, SensorNode } from 'cellnode';

const time = new ModdableTime();
new SensorNode({
  serial: { io: Serial, port: 1, receive: 26, transmit: 27, baud: 115200 }, // an ESP32's pins
  sensors: [{ name: 'node', interval: 60_000, sample: () => ({ uptime: time.now() }) }], // or io: your sensor's ECMA-419 driver
  configuration: { nodeId: 'roof-1', network: { apn: 'CMNET' }, broker: { host: 'broker.example.com' } },
  time, random: Math.random,
}).start();
