import { readFileSync } from 'node:fs';
import test from 'ava';
import { NorFlash } from '../../../host-sim/flash/nor-flash.js';
import { mc66x, type ProfileOptions } from '../../../host-sim/module/profile.js';
import { SimulatedStorage } from '../../../host-sim/storage/simulated-storage.js';
import type { KeyValueStorage } from '../../../modules/ports/key-value.js';
import { Store } from '../../../modules/store.js';
import { JournalOutbox } from '../../../modules/telemetry/journal/journal-outbox.js';
import { TimeBase } from '../../../modules/telemetry/outbox.js';
import { CERTIFICATE } from '../../modem/modem-bench.js';
import { DeviceBench, type DeviceBenchOptions } from './preload/device-bench.js';
import { bundle } from './preload/moddable-device.js';

const MANIFEST = new URL('../../../../manifest.json', import.meta.url);
const READINGS = 'cellnode/node-1/readings';
/** A module that tells its supply, as not all do. */
const TELLING_SUPPLY: ProfileOptions = { batteryReport: 'charge-and-voltage' };

interface Level {
  readonly at: number;
  readonly level: number;
}

class WatchedFlash extends NorFlash {
  onRead: () => void = () => undefined;

  override read(target: Uint8Array, byteOffset: number): number {
    this.onRead();
    return super.read(target, byteOffset);
  }
}

/** The sensor node as its manifest and an mcconfig command line make it, everything preloaded. */
class Node {
  /** What the power key's pin was opened with, and its levels. */
  pin: Record<string, unknown> | undefined;
  readonly levels: Level[] = [];
  /** The flash, and the partitions of it that were opened. */
  readonly flash: NorFlash;
  readonly partitions: string[] = [];
  readonly bench: DeviceBench;
  /** What NVS holds. */
  readonly stored: SimulatedStorage;
  /** What is in the image besides. */
  readonly #platforms: readonly string[];
  /** How often garbage was collected on purpose. */
  collections = 0;

  constructor(
    commandLine: Readonly<Record<string, string>> = {},
    flash = new NorFlash({ blocks: 16 }),
    profile?: ProfileOptions,
    platforms: readonly string[] = [],
    broker?: DeviceBenchOptions['broker'],
    stored = new SimulatedStorage(),
  ) {
    this.stored = stored;
    this.#platforms = platforms.map((name) => `cellnode/${name}`);
    this.flash = flash;
    const opened = (options: Record<string, unknown>): void => {
      this.pin = options;
    };
    const write = (level: number): void => {
      this.levels.push({ at: Math.round(this.bench.device.time.now()), level });
    };
    class Digital {
      static readonly Output = 8;
      static readonly OutputOpenDrain = 9;
      constructor(options: Record<string, unknown>) {
        opened(options);
      }
      write(level: number): void {
        write(level);
      }
    }
    const storage = {
      open: ({ path }: { path: string }): NorFlash => {
        this.partitions.push(path);
        return flash;
      },
    };
    const native = {
      'embedded:io/digital': { default: Digital },
      'embedded:storage/flash': { default: storage },
      modules: {
        default: {
          has: (name: string) => this.#platforms.includes(name),
          importNow: (name: string) => this.bench.device.machine.exports(name),
        },
      },
      'embedded:storage/key-value': { default: { open: () => this.#storage(stored.open()) } },
      debug: { default: { gc: () => (this.collections += 1) } },
      resetReason: { default: () => ({ reason: 6, string: 'Task WDT' }) },
      instrumentation: { default: { map: () => 7, get: (index: number) => (index === 7 ? 123_456 : undefined) } },
    };
    this.bench = new DeviceBench({ native, module: { profile }, broker });
    const { machine } = this.bench.device;
    const { config } = JSON.parse(readFileSync(MANIFEST, 'utf8')) as { config: object };
    machine.preload('mc/config', `export default ${JSON.stringify({ ...config, ...commandLine })};`);
    machine.preload('cellnode/serial', bundle('moddable/serial/esp32'));
    machine.preload('cellnode/flash', bundle('moddable/flash/partitions'));
    for (const name of ['cbor', 'senml']) machine.preload(`cellnode/${name}`, bundle(`moddable/${name}`));
    machine.preload('cellnode/collect', bundle('moddable/collect'));
    machine.preload('cellnode/memory', bundle('moddable/memory'));
    machine.preload('cellnode/restart-reason', bundle('moddable/restart-reason/esp32'));
    if (platforms.length > 0) machine.preload('cellnode/platform', bundle('moddable/platform'));
    for (const name of platforms) machine.preload(`cellnode/${name}`, bundle(`moddable/${name}`));
    machine.preload('main', bundle('moddable/main'));
    machine.start();
  }

  /** Hands over bytes of the device's own engine. */
  #storage(stored: KeyValueStorage): KeyValueStorage {
    const Bytes = this.bench.device.machine.evaluate('Uint8Array') as typeof Uint8Array;
    return {
      read: (key) => {
        const bytes = stored.read(key);
        return bytes === undefined ? undefined : Bytes.from(bytes as Uint8Array);
      },
      write: (key, bytes) => stored.write(key, Uint8Array.from(bytes)),
      close: () => stored.close(),
    };
  }

  run(): this {
    (this.bench.device.machine.exports('main').default as () => void)();
    return this;
  }

  get refusals(): readonly string[] {
    return this.bench.device.machine.refusals;
  }

  untilReading(topic = READINGS): void {
    this.bench.until(() => this.bench.texts(topic).length > 0, `a reading has arrived (${this.bench.device.traced.join('')})`);
  }
}

test('the node publishes as its manifest says, everything preloaded', (t) => {
  const node = new Node();
  t.deepEqual(node.refusals, []);
  node.bench.module.powerOn();
  node.run().untilReading();
  t.is(node.pin, undefined);
});

test('readings wait in the partition that the manifest names, and are there after a loss of power', (t) => {
  const before = new Node();
  before.bench.module.radio.setRegistration(2);
  before.bench.module.powerOn();
  before.run();
  before.bench.device.time.advance(200_000);
  t.deepEqual(before.partitions, ['outbox']);
  t.true(before.flash.writes > 3);
  const after = new Node({}, before.flash);
  after.bench.module.powerOn();
  after.run().untilReading();
  const [first] = after.bench.texts(READINGS).map((text) => JSON.parse(text) as { sequence: number; boot?: number });
  t.like(first, { sequence: 1, boot: 1 });
});

test('the clock of the host is set to UTC, so that readings in flash can be dated whenever the host restarts', (t) => {
  const node = new Node();
  node.bench.module.powerOn();
  node.run().untilReading();
  node.bench.device.time.advance(60_000);
  const { time, utc } = node.bench.device;
  t.true(Math.abs(utc - Date.UTC(2026, 2, 1) - time.now()) <= 2000, `${new Date(utc).toISOString()}`);
});

test('however long the outbox takes to open, no byte is lost: it is open before the UART is', (t) => {
  const flash = new WatchedFlash({ blocks: 16 });
  const filling = new JournalOutbox({ flash: { io: flash } });
  for (let count = 0; count < 900; count += 1) filling.append(new Uint8Array(36), 36, TimeBase.utc, 0);
  const node = new Node({}, flash);
  const armed: number[] = [];
  flash.onRead = () => armed.push(node.bench.device.time.armed);
  node.run();
  t.true(armed.length > 50);
  // The UART says at once that it can be written to, which takes an alarm.
  t.deepEqual([...new Set(armed)], [0]);
  t.true(node.bench.device.time.armed > 0);
});

test('without a partition they wait in RAM', (t) => {
  const node = new Node({ outbox: '' });
  node.bench.module.powerOn();
  node.run().untilReading();
  t.deepEqual(node.partitions, []);
  t.is(node.flash.writes, 0);
});

test('a module that is gone for good has the host restarted, by an exception that nobody catches', (t) => {
  const node = new Node();
  node.bench.module.powerOn();
  node.run().untilReading();
  node.bench.module.powerOff();
  const start = node.bench.device.time.now();
  t.throws(() => node.bench.device.time.advance(60 * 60_000), { message: /the host restarts/ });
  t.true(node.bench.device.time.now() - start < 15 * 60_000, `after ${node.bench.device.time.now() - start} ms`);
  t.deepEqual(node.refusals, []);
});

test('the command line has the last word, in strings', (t) => {
  const topic = 'city/north/roof-7/readings';
  const node = new Node({ nodeId: 'roof-7', topicPrefix: 'city/north', interval: '1000', QoS: '2', broker: 'b.example.com' });
  node.bench.module.powerOn();
  node.run().untilReading(topic);
  // Those from before the connection.
  node.bench.device.time.advance(30_000);
  const count = node.bench.texts(topic).length;
  node.bench.device.time.advance(10_000);
  t.is(node.bench.texts(topic).length, count + 10);
  t.true(node.bench.received.filter((message) => message.topic === topic).every(({ qos }) => qos === 2));
});

test('what it publishes is real: uptime, signal, and the supply that the module has told; garbage is collected in between', (t) => {
  const node = new Node({}, undefined, TELLING_SUPPLY);
  node.bench.module.powerOn();
  node.run();
  node.bench.device.time.advance(10 * 60_000);
  const samples = node.bench.texts(READINGS).map((text) => JSON.parse(text) as { sample: object });
  t.like(samples[3].sample, { uptime: 180, supply: 3800 });
  t.deepEqual(Object.keys(samples[3].sample), ['uptime', 'RSSI', 'supply']);
  t.true(node.collections >= 8);
});

test('health records are wanted by their interval, and have what the SDK tells of the host', (t) => {
  const node = new Node({ health: '60000', version: '1.2.0', topicHealth: 'city/{nodeId}/health' }, undefined, TELLING_SUPPLY);
  node.bench.module.powerOn();
  node.run().untilReading();
  node.bench.device.time.advance(5 * 60_000);
  const records = node.bench.texts('city/node-1/health').map((text) => JSON.parse(text) as object);
  t.true(records.length >= 5);
  t.like(records[0], { version: '1.2.0', restart: 'Task WDT', memory: 123_456, supply: 3800 });
});

test('a root certificate on the command line makes it TLS', (t) => {
  const node = new Node({ trust: CERTIFICATE.trimEnd() });
  node.bench.module.powerOn();
  node.run().untilReading();
  t.is(node.bench.module.trustFiles, 1);
});

test('the power key switches the module on, through an open drain', (t) => {
  const node = new Node({ powerKey: '4' }).run();
  t.like(node.pin, { pin: 4, mode: 9, initialValue: 1 });
  t.deepEqual(node.levels, [{ at: 0, level: 0 }]);
  node.bench.until(() => node.levels.length === 2, 'the key is released');
  t.deepEqual(node.levels[1], { at: 2000, level: 1 });
  node.bench.module.powerOn();
  node.untilReading();
});

test('through a transistor the key is pressed high, and as long as is asked', (t) => {
  const node = new Node({ powerKey: '4', powerKeyPressed: '1', powerKeyTime: '800' }).run();
  t.like(node.pin, { pin: 4, mode: 8, initialValue: 0 });
  node.bench.device.time.advance(5000);
  t.deepEqual(node.levels, [{ at: 0, level: 1 }, { at: 800, level: 0 }]);
});

for (const [name, value, message] of [
  ['interval', 'often', 'config.interval: must be a whole number'],
  ['interval', '10', 'module.interval: must be a whole number from 1000'],
  ['broker', '', 'config.broker: is required'],
  ['powerKeyPressed', '2', 'config.powerKeyPressed: must be 0 or 1'],
  ['tls', 'yes', 'config.tls: must be true or false'],
  ['tls', 'true', 'network.tls: is required with broker.tls'],
] as const) {
  test(`${name}=${value} is refused by name, before a pin or port is opened`, (t) => {
    const node = new Node({ powerKey: '4', [name]: value });
    let error: { code?: string; message?: string } = {};
    try {
      node.run();
    } catch (thrown) {
      error = thrown as typeof error;
    }
    t.is(error.code, 'invalid-argument');
    t.deepEqual(node.bench.device.traced, [`Error: ${error.message}\n`]);
    t.true(error.message?.startsWith(message), error.message);
    t.is(node.pin, undefined);
    t.is(node.bench.device.time.armed, 0);
  });
}

test('the platform that config names, of those that a manifest has included', (t) => {
  const commandLine = { platform: 'thingsboard', thingsboardToken: 'A1_TEST_TOKEN_OF_20C', broker: 'thingsboard.example.com', interval: '10000' };
  const broker = { refuse: ({ user }: { readonly user?: string }) => (user === commandLine.thingsboardToken ? undefined : 704) };
  const node = new Node(commandLine, undefined, undefined, ['platforms/thingsboard'], broker);
  t.deepEqual(node.refusals, []);
  node.bench.module.powerOn();
  node.run().untilReading('v1/devices/me/telemetry');
  t.regex(node.bench.texts('v1/devices/me/telemetry')[0], /^\{"ts":\d{13},"values":\{"module_uptime":\d+[,}]/);
});

test('a platform that is not there, and options that it does not know, are named', (t) => {
  const failure = (commandLine: Readonly<Record<string, string>>, platforms: readonly string[] = []): string => {
    const node = new Node(commandLine, undefined, undefined, platforms);
    return t.throws(() => node.run()).message;
  };
  t.regex(failure({ platform: 'azure' }), /^config\.platform: is not in the image: include modules\/platforms\/<name>\.json/);
  const wrong = { platform: 'thingsboard', thingsboardTokn: 'secret-of-mine' };
  t.regex(failure(wrong, ['platforms/thingsboard']), /^thingsBoard\.tokn: is no option; token, attributes, claim are/);
  t.regex(failure({ platform: 'thingsboard', thingsboardToken: 'a b' }, ['platforms/thingsboard']), /^token: may have printable ASCII/);
});

test('nodeId of config is a template, or a name that is stored comes before it', (t) => {
  const name = `roof-${mc66x.imei}`;
  const node = new Node({ nodeId: 'roof-{imei}' }, undefined, undefined, ['identity']);
  t.deepEqual(node.refusals, []);
  node.bench.module.powerOn();
  node.run().untilReading(`cellnode/${name}/readings`);
  t.true(node.bench.received.every(({ topic }) => topic.startsWith(`cellnode/${name}/`)));
  const stored = new SimulatedStorage();
  new Store({ io: stored }).memory('node-id').write('gate-7');
  const named = new Node({ nodeId: 'roof-{imei}' }, undefined, undefined, ['identity', 'store'], undefined, stored);
  named.bench.module.powerOn();
  named.run().untilReading('cellnode/gate-7/readings');
});

test('a template that the image cannot fill is refused by name', (t) => {
  t.throws(() => new Node({ nodeId: '{imei}' }).run(), { message: /config\.nodeId: is a template: include modules\/identity\.json/ });
});

test('with the store in the image an id acts once beyond a restart, and a module that stays on is not restarted', (t) => {
  const before = new Node({}, undefined, undefined, ['store']);
  before.bench.module.powerOn();
  before.run().untilReading();
  before.bench.publish('cellnode/node-1/command', '{"sample":true,"id":"a1"}');
  before.bench.until(() => before.bench.texts('cellnode/node-1/response').length > 0, 'an answer');
  t.is(new Store({ io: before.stored }).memory('command-ids').read(), '["a1"]');
  t.is(typeof new Store({ io: before.stored }).memory('module').read(), 'string');
  const after = new Node({}, undefined, undefined, ['store'], undefined, before.stored);
  after.bench.module.powerOn();
  after.run().untilReading();
  after.bench.publish('cellnode/node-1/command', '{"sample":true,"id":"a1"}');
  after.bench.until(() => after.bench.texts('cellnode/node-1/response').length > 0, 'an answer');
  t.deepEqual(after.bench.texts('cellnode/node-1/response'), ['{"repeated":true,"command":"sample","id":"a1"}']);
});

test('a storage that does not open is told, and costs no node', (t) => {
  const broken = new (class extends SimulatedStorage {
    override open(): never {
      throw new Error('no NVS');
    }
  })();
  const node = new Node({}, undefined, undefined, ['store'], undefined, broken);
  node.bench.module.powerOn();
  node.run().untilReading();
  t.true(node.bench.device.traced.join('').includes('no NVS'));
});
