import { ModdableTime } from 'cellnode';
import { SensorNode } from '../../../modules/firmware/sensor-node.js';
import type { Modem } from '../../../modules/modem/modem.js';
import { MQTTClient } from '../../../modules/mqtt/mqtt-client.js';
import { JournalOutbox } from '../../../modules/telemetry/journal/journal-outbox.js';
import { wire } from '../../xs/device/wire.js';
import Serial from '../../xs/moddable/serial.js';
import flash from './flash.js';

const INTERVAL = 5000;
const RETRY = 5000;
const ADDRESS_ASSIGNED = 500;
const VALUES = 6;
/** Bytes of the longest message to the user's own client. */
const LONGEST = 1024;
const SUBSCRIBE = { operation: MQTTClient.SUBSCRIBE, items: [{ topic: 'to/node', QoS: 1 }] };

/** As users' sensors are: it makes objects, strings and arrays for each sample, so that the collector has something to do. */
class WastefulSensor {
  #count = 0;

  sample(): object {
    const values = Array.from({ length: VALUES }, (_, index) => ({ index, text: `value ${this.#count + index}` }));
    this.#count += 1;
    const lengths = values.map(({ text }) => text.length).filter((length) => length > 0);
    return { thermometer: { temperature: (this.#count % 500) / 10 }, mean: lengths.reduce((sum, length) => sum + length, 0) / VALUES };
  }

  close(): void {}
}

/** A user's own client beside the node's: it takes messages of up to 1 kB, and looks at them. */
class Listener {
  readonly #modem: Modem;
  readonly #payload = new Uint8Array(LONGEST);
  readonly #retry;
  #client: MQTTClient | undefined;

  constructor(modem: Modem, time: ModdableTime) {
    this.#modem = modem;
    this.#retry = time.alarm(() => this.#open());
    this.#retry.arm(RETRY);
  }

  #open(): void {
    if (this.#modem.connection < ADDRESS_ASSIGNED) {
      this.#retry.arm(RETRY);
      return;
    }
    const read = this.#payload;
    // In whichever slot is free: the node leaves one alone of which completions may still come.
    this.#client = new MQTTClient({
      link: this.#modem,
      host: 'broker.example.com',
      id: 'listener',
      onReadable(count) {
        wire.report(`received ${this.read(read)} of ${count}`);
      },
      onControl({ operation }) {
        if (operation === MQTTClient.CONNACK) this.write(null, SUBSCRIBE);
      },
      onError: () => {
        this.#client?.close();
        this.#client = undefined;
        this.#retry.arm(RETRY);
      },
    });
  }
}

/** A sensor node on flash with a sensor that allocates, and a client of its user's in the other slot. */
export function start(): void {
  const time = new ModdableTime();
  const node = new SensorNode({
    serial: { io: Serial, baud: 115200 },
    time,
    sensors: [{ name: 'air', io: WastefulSensor, interval: INTERVAL }],
    outbox: new JournalOutbox({ flash: { io: flash } }),
    // The same each time.
    random: () => 0.5,
    configuration: {
      nodeId: 'node-1',
      topicPrefix: 'cellnode',
      backlog: {},
      network: { apn: 'CMNET' },
      broker: { host: 'broker.example.com' },
    },
    onProgress: (event, detail) => wire.report(`${event} ${String(detail)}`),
  });
  node.start();
  new Listener(node.modem, time);
}
