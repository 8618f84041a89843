import { ModdableTime } from 'cellnode';
import { Modem } from '../../../modules/modem/modem.js';
import { MQTTClient } from '../../../modules/mqtt/mqtt-client.js';
import { ownStackSlots, withOwnStack } from '../device/own-stack.js';
import { wire } from '../device/wire.js';
import Serial from '../moddable/serial.js';

const ADDRESS_ASSIGNED = 500;
const SUBSCRIBE = { operation: MQTTClient.SUBSCRIBE, items: [{ topic: 'to/device', QoS: 1 }] };
const ANSWER = { topic: 'from/device', QoS: 1, retain: true };

/**
 * A program that does all it does from within callbacks, some calls of its own deep: it makes its client in the modem's, subscribes
 * and publishes in the client's, answers each message where it reads it, and makes the next client where the last one's end is told.
 */
class Program {
  readonly #payload = new Uint8Array(1024);
  readonly #modem = new Modem({
    serial: { io: Serial, baud: 115200 },
    time: new ModdableTime(),
    onChanged: (name) => withOwnStack(() => {
      if (name === 'connection' && this.#modem.connection === ADDRESS_ASSIGNED) this.#open();
    }),
  });
  #client: MQTTClient | undefined;

  start(): void {
    wire.report(`own stack ${ownStackSlots()}`);
    this.#modem.connect({ apn: 'CMNET' });
  }

  #open(): void {
    const payload = this.#payload;
    this.#client?.close();
    this.#client = new MQTTClient({
      link: this.#modem,
      host: 'broker.example.com',
      id: 'device',
      user: 'roof',
      password: 'secret',
      will: { topic: 'from/device', message: 'gone', retain: true },
      onReadable(count) {
        withOwnStack(() => {
          this.read(payload);
          this.write(payload.subarray(0, count), ANSWER);
        });
      },
      onControl({ operation }) {
        withOwnStack(() => {
          if (operation === MQTTClient.CONNACK) this.write(null, SUBSCRIBE);
          if (operation === MQTTClient.SUBACK) this.write(payload.subarray(0, 5), ANSWER);
          wire.report(`control ${operation}`);
        });
      },
      onWritable: () => withOwnStack(() => undefined),
      onError: () => withOwnStack(() => this.#onLost()),
    });
  }

  #onLost(): void {
    wire.report('lost');
    if (this.#modem.connection === ADDRESS_ASSIGNED) this.#open();
  }
}

export function start(): void {
  new Program().start();
}
