import { ModdableTime } from 'cellnode';
import { Modem } from '../../../modules/modem/modem.js';
import { MQTTClient } from '../../../modules/mqtt/mqtt-client.js';
import { wire } from '../device/wire.js';
import Serial from '../moddable/serial.js';

const RETRY = 5000;
const SUBSCRIBE = { operation: MQTTClient.SUBSCRIBE, items: [{ topic: 'to/device', QoS: 1 }] };

/**
 * A program on the built bundle: it keeps one connection, made anew whenever it is lost, and one subscription; it publishes
 * what it is told to, and tells what happens.
 */
class Program {
  readonly #time = new ModdableTime();
  readonly #retry = this.#time.alarm(() => this.#open());
  readonly #payload = new Uint8Array(1024);
  readonly #modem = new Modem({
    serial: { io: Serial, baud: 115200 },
    time: this.#time,
    onChanged: (name) => {
      if (name === 'connection') wire.report(`link ${this.#modem.connection}`);
    },
  });
  #client: MQTTClient | undefined;

  start(): void {
    this.#modem.connect({ apn: 'CMNET' });
    this.#retry.arm(RETRY);
  }

  /** `topic QoS byteLength`: publishes so many bytes. */
  command(text: string): void {
    const [topic, QoS, byteLength] = text.split(' ');
    this.#client?.write(this.#payload.subarray(0, Number(byteLength)), { topic, QoS: Number(QoS) });
  }

  #open(): void {
    if (this.#modem.connection < 500) {
      this.#retry.arm(RETRY);
      return;
    }
    const read = this.#payload;
    this.#client = new MQTTClient({
      link: this.#modem,
      host: 'broker.example.com',
      id: 'device',
      onReadable(count, { topic }) {
        wire.report(`received ${this.read(read)} of ${count} on ${topic}`);
      },
      onControl({ operation }) {
        wire.report(`control ${operation}`);
        if (operation === MQTTClient.CONNACK) this.write(null, SUBSCRIBE);
      },
      onError: ({ code }) => {
        wire.report(`lost ${code}`);
        this.#client?.close();
        this.#client = undefined;
        this.#retry.arm(RETRY);
      },
    });
  }
}

let program: Program | undefined;

export function start(): void {
  program = new Program();
  program.start();
}

export function command(text: string): void {
  program?.command(text);
}
