import { ModelBroker } from '../../host-sim/broker/model-broker.js';
import { SimulatedModule } from '../../host-sim/module/simulated-module.js';
import { VirtualTime } from '../../host-sim/time/virtual-time.js';
import { VirtualUart } from '../../host-sim/uart/virtual-uart.js';
import { Modem } from '../../modules/modem/modem.js';
import { MQTTClient } from '../../modules/mqtt/mqtt-client.js';
import { AFTER_DATA, type LinkCase, RESPONSE, TOPIC, TURNAROUND } from './link-case.js';

const MINUTE = 60_000;
const DAY = 86_400_000;

/** Driver, UART, simulated module and model broker in virtual time; the module takes the declared times exactly. */
export class LinkRig {
  readonly #time = new VirtualTime();
  readonly #case: LinkCase;
  readonly #client: MQTTClient;
  readonly #payload: Uint8Array;
  #left = 0;
  #done = 0;
  #arrived = 0;
  #acknowledged = 0;

  constructor(linkCase: LinkCase) {
    this.#case = linkCase;
    const time = this.#time;
    const { baud, roundTrip } = linkCase;
    const broker = new ModelBroker({ time, roundTrip });
    broker.subscribe(TOPIC, () => {
      this.#arrived += 1;
    });
    const uart = new VirtualUart({ time, baud });
    const timing = {
      turnaround: [TURNAROUND, TURNAROUND],
      otherResponse: [RESPONSE, RESPONSE],
      afterData: [AFTER_DATA, AFTER_DATA],
    } as const;
    const utcNow = (): number => Date.UTC(2026, 2, 1) + time.now();
    const module = new SimulatedModule({ time, uplink: broker.uplink(), line: uart.module, utcNow, profile: { timing } });
    // The modem's own looks at the module would come in between.
    const modem = new Modem({ serial: { io: uart.Serial, baud }, time, checkInterval: DAY });
    module.powerOn();
    modem.connect({ apn: 'CMNET' });
    this.#until(() => modem.connection === 500, 'the modem is up');
    this.#payload = new TextEncoder().encode(`{"note":"${'x'.repeat(linkCase.payload - 11)}"}`);
    this.#client = new MQTTClient({
      link: modem,
      host: 'broker.example.com',
      id: 'node-1',
      keepAlive: 300_000,
      publishWindow: linkCase.window,
      onWritable: () => this.#advance(),
      onControl: ({ operation }) => {
        if (operation === MQTTClient.PUBACK) this.#acknowledged += 1;
      },
    });
    this.#until(() => this.#done === 1, 'the client is writable');
  }

  /** Milliseconds of virtual time that so many messages take, each sent as soon as the driver takes it, to the end of the last. */
  publish(count: number): number {
    const start = this.#time.now();
    const isEnded = (): boolean => this.#done === count && (this.#case.qos === 0 || this.#acknowledged === count);
    this.#done = 0;
    this.#acknowledged = 0;
    this.#left = count;
    this.#send();
    this.#until(isEnded, 'all are published');
    const taken = this.#time.now() - start;
    this.#until(() => this.#arrived === count, 'all have arrived');
    return taken;
  }

  /** The connection is open, or the message before has come to its end. */
  #advance(): void {
    this.#done += 1;
    if (this.#left > 0) this.#send();
  }

  #send(): void {
    this.#left -= 1;
    this.#client.write(this.#payload, { topic: TOPIC, QoS: this.#case.qos });
  }

  #until(condition: () => boolean, what: string): void {
    if (!this.#time.runUntil(condition, 10 * MINUTE)) throw new Error(`not within ten minutes: ${what}`);
  }
}
