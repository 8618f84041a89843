import { Modem, type ModemOptions } from '../../modules/modem/modem.js';
import { MQTTClient, type MQTTClientOptions } from '../../modules/mqtt/mqtt-client.js';
import type { SerialOptions } from '../../modules/ports/serial.js';
import { VirtualBench } from '../support/virtual-bench.js';

/** What every class of the standard has. */
export interface Instance {
  target: unknown;
  close(): void;
}

type Options = Record<string, unknown>;
type Quietly = <T>(method: () => T) => T;

/** A class, and a world for its instances. */
export interface Subject {
  readonly name: string;
  readonly callbacks: readonly string[];
  /** Options each of which is refused: the first that is looked at, one in the middle, the last. */
  readonly bad: readonly Options[];
  open(): World;
}

export interface World {
  /** With all that is required. */
  readonly options: Options;
  construct(options: Options): Instance;
  /** How often what an instance needs for itself has been taken: a connection slot, a serial port. */
  taken(): number;
  /** Lets an instance do what makes it call back, each call of a public method by way of `quietly`. */
  live(instance: Instance, quietly?: Quietly): void;
  /** Runs until all that was going on has come to its end. */
  finish(): void;
  readonly methods: readonly ((instance: Instance) => unknown)[];
}

const plainly: Quietly = (method) => method();

const mqttClient: Subject = {
  name: 'MQTTClient',
  callbacks: ['onReadable', 'onWritable', 'onControl', 'onError'],
  bad: [{ link: undefined }, { host: 5 }, { keepAlive: -1 }, { will: {} }, { format: 'string' }, { onError: 5 }, { slot: 9 }],
  open: () => {
    const bench = new VirtualBench().bringUp();
    const { modem } = bench;
    const nobody = { onUrc: () => undefined, onLinkDown: () => undefined };
    const client = (instance: Instance): MQTTClient => instance as MQTTClient;
    return {
      options: { ...bench.clientOptions() },
      construct: (options) => new MQTTClient(options as unknown as MQTTClientOptions),
      taken: () => {
        const firstFree = modem.claimSlot(nobody);
        modem.releaseSlot(firstFree);
        return firstFree - 1;
      },
      live: (instance, quietly = plainly) => {
        bench.advance(5000);
        quietly(() => client(instance).write(null, { operation: MQTTClient.SUBSCRIBE, items: [{ topic: 'a' }] }));
        bench.advance(2000);
        quietly(() => client(instance).write(new Uint8Array(2), { topic: 'a', QoS: 1 }));
        bench.advance(2000);
        quietly(() => client(instance).read(1));
        quietly(() => client(instance).read(new Uint8Array(1)));
        bench.advance(2000);
      },
      finish: () => bench.advance(60_000),
      methods: [
        (instance) => client(instance).read(),
        (instance) => client(instance).read(new Uint8Array(1)),
        (instance) => client(instance).write(new Uint8Array(1), { topic: 'a' }),
        (instance) => client(instance).write(null, { operation: MQTTClient.DISCONNECT }),
        (instance) => client(instance).format,
        (instance) => (client(instance).format = 'buffer'),
      ],
    };
  },
};

const modem: Subject = {
  name: 'Modem',
  callbacks: ['onChanged'],
  bad: [{ serial: {} }, { time: {} }, { onChanged: 5 }, { checkInterval: 1 }, { earliestYear: 1970 }, { receiveCapacity: 3 }],
  open: () => {
    const bench = new VirtualBench();
    const { time, uart } = bench;
    // The bench's own would keep the port.
    bench.modem.close();
    bench.advance(30_000);
    let taken = 0;
    class CountingSerial extends uart.Serial {
      constructor(options: SerialOptions) {
        super(options as never);
        taken += 1;
      }
    }
    const network = (instance: Instance): Modem => instance as Modem;
    return {
      options: { serial: { io: CountingSerial }, time },
      construct: (options) => new Modem(options as unknown as ModemOptions),
      taken: () => taken,
      live: (instance, quietly = plainly) => {
        quietly(() => network(instance).connect({ apn: 'CMNET' }));
        time.advance(60_000);
        quietly(() => network(instance).disconnect());
        time.advance(10_000);
      },
      finish: () => time.advance(60_000),
      methods: [(instance) => network(instance).connect(), (instance) => network(instance).disconnect()],
    };
  },
};

export const SUBJECTS: readonly Subject[] = [mqttClient, modem];
