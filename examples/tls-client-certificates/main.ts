/**
 * Mutual TLS: the broker proves who it is by `root.pem`, the node by `client.pem` and its key. The three files belong beside
 * this one; the manifest puts them into flash as they are, and `mcconfig` says so when one is missing.
 */
import Resource from 'Resource';
import Serial from 'embedded:io/serial';
import { ModdableTime, SensorNode, SimulatedSensor } from 'cellnode';

const time = new ModdableTime();
const pem = (name: string): string => String.fromArrayBuffer(new Resource(name));

new SensorNode({
  serial: { io: Serial, port: 1, receive: 16, transmit: 17, baud: 115200 },
  sensor: { io: SimulatedSensor, time },
  configuration: {
    nodeId: 'roof-1',
    network: { apn: 'CMNET', tls: { trust: pem('root.pem'), certificate: pem('client.pem'), key: pem('client-key.pem') } },
    broker: { host: 'broker.example.com', tls: true },
  },
  time,
  random: Math.random,
  onProgress: (event, detail) => trace(`${event} ${detail ?? ''}\n`),
}).start();
