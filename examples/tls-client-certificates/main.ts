/**
 * Mutual TLS: the broker proves who it is by `root.pem`, the node by `client.pem` and its key. The three files belong into a
 * folder `certificates` beside this one; the manifest puts them into flash as they are. Without the folder nothing is built; of a
 * file that is not in it `mcconfig` only warns, so the program says so first.
 */
import Resource from 'Resource';
import Serial from 'embedded:io/serial';
import { ModdableTime, SensorNode } from 'cellnode';

const time = new ModdableTime();

function pem(name: string): string {
  try {
    return String.fromArrayBuffer(new Resource(name));
  } catch (error) {
    trace(`certificates/${name} was missing when this program was built\n`);
    throw error;
  }
}

new SensorNode({
  serial: { io: Serial, port: 1, receive: 26, transmit: 27, baud: 115200 }, // an ESP32's pins: other chips have other ones
  sensors: [{ name: 'node', interval: 60_000, sample: () => ({ uptime: time.now() }) }],
  configuration: {
    nodeId: 'roof-1',
    network: { apn: 'CMNET', tls: { trust: pem('root.pem'), certificate: pem('client.pem'), key: pem('client-key.pem') } },
    broker: { host: 'broker.example.com', tls: true },
  },
  time,
  random: Math.random,
  onProgress: (event, detail) => trace(`${event} ${detail ?? ''}\n`),
}).start();
