import Serial from 'embedded:io/serial';
import { ModdableTime, SensorNode, SimulatedSensor } from 'cellnode';

const time = new ModdableTime();
new SensorNode({
  serial: { io: Serial, port: 1, receive: 26, transmit: 27, baud: 115200 }, // an ESP32's pins
  sensor: { io: SimulatedSensor, time }, // or the ECMA-419 driver of your sensor
  configuration: { nodeId: 'roof-1', network: { apn: 'CMNET' }, broker: { host: 'broker.example.com' } },
  time, random: Math.random,
}).start();
