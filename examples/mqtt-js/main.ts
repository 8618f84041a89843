/** Moddable's own `mqtt/js` over the modem: where the SDK's examples put a TCP socket, `device.network.mqtt` has the link. */
import Serial from 'embedded:io/serial';
import { connect } from 'mqtt/js';
import { ModdableTime, Modem, MQTTClient } from 'cellnode';

let isStarted = false;

const modem = new Modem({
  serial: { io: Serial, port: 1, receive: 16, transmit: 17, baud: 115200 },
  time: new ModdableTime(),
  onChanged(name) {
    if (name === 'error' && this.error !== undefined) trace(`${this.error.message}\n`);
    // Once: from then on the facade reconnects by itself.
    if (name !== 'connection' || this.connection !== 500 || isStarted) return;
    isStarted = true;
    start();
  },
});

const host = globalThis as { device?: object };
host.device = { ...host.device, network: { mqtt: { io: MQTTClient, link: modem } } };
modem.connect({ apn: 'CMNET' });

function start(): void {
  const client = connect('mqtt://broker.example.com', { clientId: 'roof-1' });
  client.on('message', (topic, payload) => trace(`${topic}: ${String.fromArrayBuffer(payload)}\n`));
  client.on('offline', () => trace('offline\n'));
  client.on('error', (error) => trace(`${error.message}\n`));
  client.subscribe('roof-1/command', { qos: 1 });
  client.publish('roof-1/status', 'online', { qos: 1, retain: true }, () => trace('the broker knows\n'));
}
