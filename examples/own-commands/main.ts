/** A valve that obeys a command and says on a topic of its own when it has moved, and a broker's word to all nodes. */
import Digital from 'embedded:io/digital';
import Serial from 'embedded:io/serial';
import Preference from 'preference';
import { ModdableTime, SensorNode } from 'cellnode';

const valve = new Digital({ pin: 25, mode: Digital.Output }); // the pin of your relay
let isOpen = false;

function move(open: boolean): void {
  isOpen = open;
  valve.write(open ? 1 : 0);
  events.publish(open ? 'open' : 'closed', (error) => trace(error === null ? 'the broker knows\n' : `${error.message}\n`));
}

const node = new SensorNode({
  serial: { io: Serial, port: 1, receive: 26, transmit: 27, baud: 115200 }, // an ESP32's pins: other chips have other ones
  sensors: [{ name: 'valve', interval: 60_000, sample: () => ({ isOpen }) }],
  topics: { command: 'plant/{nodeId}/do', response: 'plant/{nodeId}/done' },
  commands: {
    // {"valve":true,"id":"a7"} → {"valve":{"isOpen":true},"id":"a7"}, and again → {"repeated":true,"command":"valve","id":"a7"}
    valve: {
      parse(value) {
        if (typeof value !== 'boolean') throw new Error('must be true or false');
        return value;
      },
      run(open: boolean, reply) {
        move(open);
        reply({ isOpen });
      },
    },
  },
  // An id acts once, also where the power fails between command and answer, and the broker sends it again.
  commandMemory: {
    read: () => Preference.get('roof', 'commands'),
    write: (ids) => Preference.set('roof', 'commands', ids),
  },
  subscriptions: [{ topic: 'plant/all/stop', QoS: 1, onMessage: () => move(false) }],
  health: { version: '1.0.0', interval: 21_600_000, fields: ['version', 'uptime', 'signal', 'supply'] },
  configuration: { nodeId: 'roof-1', network: { apn: 'CMNET' }, broker: { host: 'broker.example.com' } },
  time: new ModdableTime(),
  random: Math.random,
  onProgress: (event, detail) => trace(`${event} ${detail ?? ''}\n`),
});
const events = node.topic('plant/{nodeId}/event', { QoS: 1, retain: true });
node.start();
