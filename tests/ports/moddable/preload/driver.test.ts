import test, { type ExecutionContext } from 'ava';
import type * as cellnode from '../../../../modules/index.js';
import type { ReadableOptions } from '../../../../modules/ports/mqtt-client.js';
import { CERTIFICATE, KEY } from '../../../modem/modem-bench.js';
import { DeviceBench, type DeviceBenchOptions } from './device-bench.js';

type Cellnode = typeof cellnode & { ModdableTime: new () => cellnode.Time };

/** The driver on a preloaded device, and what its client was told. */
class Driver {
  readonly bench: DeviceBench;
  readonly #cellnode: Cellnode;
  readonly #Bytes: typeof Uint8Array;
  readonly modem: cellnode.Modem;
  readonly messages: string[] = [];
  readonly operations: number[] = [];
  readonly errors: string[] = [];
  writable = 0;

  constructor(options?: DeviceBenchOptions) {
    this.bench = new DeviceBench(options);
    const { machine } = this.bench.device;
    machine.start();
    this.#cellnode = machine.exports('cellnode') as unknown as Cellnode;
    this.#Bytes = machine.evaluate('Uint8Array') as typeof Uint8Array;
    this.modem = new this.#cellnode.Modem({ serial: { io: this.bench.uart.Serial }, time: new this.#cellnode.ModdableTime() });
  }

  bringUp(options: Parameters<cellnode.Modem['connect']>[0] = { apn: 'CMNET' }): this {
    this.bench.module.powerOn();
    this.modem.connect(options);
    this.untilUp();
    return this;
  }

  untilUp(): void {
    this.bench.until(() => this.modem.connection === 500, `the modem is up (${this.modem.state}, ${String(this.modem.error)})`);
  }

  connect(options: Partial<cellnode.MQTTClientOptions> = {}): cellnode.MQTTClient {
    const { messages, operations, errors } = this;
    const setWritable = (count: number): void => {
      this.writable = count;
    };
    const Bytes = this.#Bytes;
    return new this.#cellnode.MQTTClient({
      link: this.modem,
      host: 'broker.example.com',
      id: 'node-1',
      ...options,
      onReadable(count: number, { topic }: ReadableOptions) {
        const payload = new Bytes(count);
        this.read(payload);
        messages.push(`${topic}: ${Buffer.from(payload).toString()}`);
      },
      onWritable: setWritable,
      onControl: ({ operation }) => operations.push(operation),
      onError: (error) => errors.push(error.code),
    });
  }

  write(client: cellnode.MQTTClient, text: string | null, options: cellnode.WriteOptions): void {
    this.bench.until(() => this.writable > 0, `the client is writable (${this.errors.join()})`);
    this.writable = client.write(text === null ? null : this.#Bytes.from(Buffer.from(text)), options);
    this.bench.until(() => this.writable > 0 || this.errors.length > 0, `it has been written (${this.errors.join()})`);
  }
}

function assertPreloads(t: ExecutionContext, { bench }: Driver): void {
  t.deepEqual(bench.device.machine.refusals, []);
}

for (const hasReceiveMode of [true, false]) {
  test(`comes up, publishes at each QoS and receives, ${hasReceiveMode ? 'fetching messages' : 'with pushed messages'}`, (t) => {
    const driver = new Driver({ module: { profile: { hasReceiveMode } } }).bringUp();
    assertPreloads(t, driver);
    const client = driver.connect({ will: { topic: 'will', message: 'gone' }, user: 'user', password: 'secret' });
    const large = 'it says "OK"\r\nand more '.repeat(40);
    for (const QoS of [0, 1, 2]) driver.write(client, `at ${QoS}`, { topic: 'up', QoS });
    driver.write(client, large, { topic: 'up', QoS: 1 });
    t.deepEqual(driver.bench.texts('up'), ['at 0', 'at 1', 'at 2', large]);

    driver.write(client, null, { operation: 8, items: [{ topic: 'down/+', QoS: 1 }], id: 7 });
    const payload = 'to the node '.repeat(70);
    driver.bench.publish('down/1', payload);
    driver.bench.publish('down/2', 'short');
    driver.bench.until(() => driver.messages.length === 2, 'both messages have come');
    t.deepEqual(driver.messages, [`down/1: ${payload}`, 'down/2: short']);
    driver.write(client, null, { operation: 10, items: [{ topic: 'down/+' }], id: 8 });
    t.deepEqual(driver.operations, [2, 4, 5, 7, 4, 9, 11]);

    let isClosed = false;
    client.close();
    driver.modem.close(() => {
      isClosed = true;
    });
    driver.bench.until(() => isClosed, 'all is closed');
    t.deepEqual(driver.errors, []);
  });
}

test('notices a module that restarts, and comes up again', (t) => {
  const driver = new Driver().bringUp();
  const client = driver.connect();
  driver.write(client, 'before', { topic: 'up', QoS: 1 });
  driver.bench.module.reset();
  driver.bench.until(() => driver.errors.length > 0, 'the client is told');
  client.close();
  driver.untilUp();
  driver.writable = 0;
  driver.errors.pop();
  driver.write(driver.connect(), 'after', { topic: 'up', QoS: 1 });
  t.deepEqual(driver.bench.texts('up'), ['before', 'after']);
});

test('provisions TLS, and says why it cannot', (t) => {
  const driver = new Driver().bringUp({ apn: 'CMNET', tls: { trust: CERTIFICATE, certificate: CERTIFICATE, key: KEY } });
  driver.write(driver.connect({ tls: true }), 'over TLS', { topic: 'up', QoS: 1 });
  t.deepEqual(driver.bench.texts('up'), ['over TLS']);

  const refused = new Driver({ broker: { refuse: () => 703 } }).bringUp();
  refused.connect();
  refused.bench.until(() => refused.errors.length > 0, 'the client is told');
  t.deepEqual(refused.errors, ['connection-refused']);
});

test('survives what means nothing, a silent module and a SIM card that is pulled', (t) => {
  const driver = new Driver().bringUp();
  driver.bench.uart.module.write(Buffer.from('\xff\xfe\r\n+UNKNOWN: 1,"x"\r\nnonsense\r\n+MQTTMSGI: 9\r\n', 'latin1'));
  driver.bench.uart.module.write(Buffer.alloc(5000, 'without an end '));
  driver.bench.device.time.advance(60_000);
  driver.bench.module.sim.remove();
  driver.bench.until(() => driver.modem.error !== undefined, 'the modem is told');
  driver.bench.module.sim.insert();
  driver.untilUp();
  driver.bench.module.powerOff();
  driver.bench.until(() => driver.modem.connection !== 500, 'the silence is noticed');
  driver.bench.module.powerOn();
  driver.untilUp();
  t.is(driver.modem.error, undefined);
});
