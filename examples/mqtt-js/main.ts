/**
 * Moddable's own `mqtt/js` over the modem: where the SDK's examples put a TCP socket, `device.network.mqtt` has the link.
 *
 * What the callback of each message needs is named outside of it: XS copies a literal to RAM each time that it is evaluated.
 */
import Serial from 'embedded:io/serial';
import { Client } from 'mqtt/js';
import { ModdableTime, Modem, MQTTClient } from 'cellnode';

const COMMAND = 'roof-1/command';
const LINE_END = '\n';

let isStarted = false;

const modem = new Modem({
  serial: { io: Serial, port: 1, receive: 26, transmit: 27, baud: 115200 }, // an ESP32's pins: other chips have other ones
  time: new ModdableTime(),
  onChanged(name) {
    if (name === 'error' && this.error !== undefined) trace(`${this.error.message}\n`);
    // Once: from then on the facade reconnects by itself.
    if (name !== 'connection' || this.connection !== 500 || isStarted) return;
    isStarted = true;
    start();
  },
});

/** `mqtt/js` finds it at `mqtt`; a release that keeps clients as it keeps those of HTTP since 9.5, at `mqtt.client`. */
const client = { io: MQTTClient, link: modem };
const host = globalThis as { device?: { network?: object } };
host.device = { ...host.device, network: { ...host.device?.network, mqtt: { ...client, client } } };
modem.connect({ apn: 'CMNET' });

function start(): void {
  const mqtt = new Client('mqtt://broker.example.com', { clientId: 'roof-1' });
  mqtt.on('message', (topic, payload) => {
    if (topic === COMMAND) trace(String.fromArrayBuffer(payload), LINE_END);
  });
  mqtt.on('offline', () => trace('offline\n'));
  mqtt.on('error', (error) => trace(`${error.message}\n`));
  mqtt.subscribe(COMMAND, { qos: 1 });
  mqtt.publish('roof-1/status', 'online', { qos: 1, retain: true }, () => trace('the broker knows\n'));
}
