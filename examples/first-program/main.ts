import Serial from 'embedded:io/serial';
import { ModdableTime, SensorNode, SimulatedSensor } from 'cellnode';

const time = new ModdableTime();
new SensorNode({
  serial: { io: Serial, port: 1, receive: 16, transmit: 17, baud: 115200 },
  sensor: { io: SimulatedSensor, time }, // or the ECMA-419 driver of your sensor
  configuration: { nodeId: 'roof-1', network: { apn: 'CMNET' }, broker: { host: 'broker.example.com' } },
  time, random: Math.random,
}).start();
