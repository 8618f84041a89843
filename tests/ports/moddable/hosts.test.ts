import test from 'ava';
import { ModelBroker } from '../../../host-sim/broker/model-broker.js';
import type { Message } from '../../../host-sim/broker/uplink.js';
import { SimulatedModule } from '../../../host-sim/module/simulated-module.js';
import { VirtualTime } from '../../../host-sim/time/virtual-time.js';
import { VirtualUart } from '../../../host-sim/uart/virtual-uart.js';
import { Modem } from '../../../modules/modem/modem.js';
import { ExactReads } from '../../../modules/ports/moddable/serial/exact-reads.js';
import type { HostSerialClass } from '../../../modules/ports/moddable/serial/host-serial.js';
import { WholeBuffers } from '../../../modules/ports/moddable/serial/whole-buffers.js';
import type { SerialClass, SerialOptions, SerialPort } from '../../../modules/ports/serial.js';
import type { Time } from '../../../modules/ports/time.js';
import { RecordingClient } from '../../support/recording-client.js';
import { fakeLinux } from './hosts/fake-linux.js';
import { fakeNrf52 } from './hosts/fake-nrf52.js';
import { fakePico } from './hosts/fake-pico.js';
import { fakeZephyr } from './hosts/fake-zephyr.js';
import type { Hardware } from './hosts/hardware.js';

const MINUTE = 60_000;
const START = Date.UTC(2026, 2, 1);

/** As the module `cellnode/serial` of a host derives it. */
function adapted(Adapter: typeof ExactReads | typeof WholeBuffers, Host: HostSerialClass): SerialClass {
  const Base: new (Host: HostSerialClass, options: SerialOptions) => SerialPort = Adapter;
  return class extends Base {
    constructor(options: SerialOptions) {
      super(Host, options);
    }
  };
}

/** The ESP32's class is the virtual UART's own. */
const HOSTS: Readonly<Record<string, (time: Time, hardware: Hardware) => SerialClass>> = {
  esp32: (_time, hardware) => hardware,
  zephyr: fakeZephyr,
  pico: (time, hardware) => adapted(ExactReads, fakePico(time, hardware)),
  nrf52: (time, hardware) => adapted(ExactReads, fakeNrf52(time, hardware)),
  lin: (time, hardware) => adapted(WholeBuffers, fakeLinux(time, hardware)),
  'lin with a short system buffer': (time, hardware) => adapted(WholeBuffers, fakeLinux(time, hardware, { systemBuffer: 48 })),
};

for (const [name, serialClass] of Object.entries(HOSTS)) {
  test(`${name}: the driver comes up, publishes and receives, and loses no byte`, (t) => {
    const time = new VirtualTime();
    const uart = new VirtualUart({ time });
    const broker = new ModelBroker({ time });
    const module = new SimulatedModule({ time, uplink: broker.uplink(), line: uart.module, utcNow: () => START + time.now() });
    const modem = new Modem({ serial: { io: serialClass(time, uart.Serial) }, time });
    const until = (condition: () => boolean, what: string): void => {
      if (!time.runUntil(condition, 10 * MINUTE)) throw new Error(`${what}: not within ten minutes, ${String(modem.error)}`);
    };
    const published: Message[] = [];
    broker.subscribe('#', (message) => published.push(message));
    module.powerOn();
    modem.connect({ apn: 'CMNET' });
    until(() => modem.connection === 500, 'the modem is up');

    const client = new RecordingClient(until, { link: modem, host: 'broker.example.com', id: 'node-1' });
    const large = Buffer.alloc(1000, 'all of this; ');
    client.publish('up', 'small', 1);
    client.publish('up', large, 1);
    client.subscribe('down');
    until(() => published.length === 2, 'both messages have arrived');
    t.deepEqual(published.map(({ payload }) => Buffer.from(payload)), [Buffer.from('small'), large]);

    broker.publish({ topic: 'down', payload: large.subarray(0, 900), qos: 1, isRetained: false });
    t.deepEqual(Buffer.from(client.untilReceived(1)[0].payload), large.subarray(0, 900));
    t.is(uart.overruns, 0);

    client.client.close();
    time.advance(MINUTE);
    modem.close();
    time.advance(MINUTE);
    t.is(module.dataCall.state, 'down');
  });
}
