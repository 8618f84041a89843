import { readFileSync } from 'node:fs';
import test from 'ava';
import { decode } from 'cbor2';
import { CERTIFICATE, KEY } from '../../modem/modem-bench.js';
import { DeviceBench, type DeviceBenchOptions } from './preload/device-bench.js';
import { bundle } from './preload/moddable-device.js';
import { mqttFacade } from './preload/mqtt-facade.js';

const ROOT = new URL('../../../../', import.meta.url);
const READINGS = 'cellnode/roof-1/readings';

interface XSString {
  fromArrayBuffer(buffer: Uint8Array | { readonly bytes: Uint8Array }): string;
}

/** The bench with an example running on its device, which is not preloaded, as its manifest has it. */
function run(name: string, options?: DeviceBenchOptions): DeviceBench {
  const bench = switchedOn(options);
  bench.device.machine.run('main', bundle(`examples/${name}`));
  return bench;
}

function switchedOn(options?: DeviceBenchOptions): DeviceBench {
  const bench = new DeviceBench(options);
  const { machine } = bench.device;
  // Of XS's own functions those that the examples use.
  const xsString = machine.evaluate('String') as XSString;
  xsString.fromArrayBuffer = (buffer) => Buffer.from('bytes' in buffer ? buffer.bytes : buffer).toString();
  bench.module.powerOn();
  machine.start();
  return bench;
}

test('the program in the README is the first example', (t) => {
  const readme = readFileSync(new URL('README.md', ROOT), 'utf8');
  const program = readFileSync(new URL('examples/first-program/main.ts', ROOT), 'utf8');
  t.true(readme.includes(`\`\`\`js\n${program}\`\`\``));
});

test('the program that its page begins with is the example', (t) => {
  const page = readFileSync(new URL('docs/your-node.md', ROOT), 'utf8');
  const program = readFileSync(new URL('examples/several-sensors/main.ts', ROOT), 'utf8');
  t.true(page.includes(`\`\`\`ts\n${program}\`\`\``));
});

test('the first program publishes a reading each minute', (t) => {
  const bench = run('first-program');
  bench.until(() => bench.texts(READINGS).length === 3, 'three readings have arrived');
  const readings = bench.texts(READINGS).map((text) => JSON.parse(text) as { sequence: number; sample: object });
  t.deepEqual(readings.map(({ sequence }) => sequence), [1, 2, 3]);
  t.deepEqual(Object.keys(readings[0].sample), ['uptime']);
});

test('a driver of the SDK is given its bus, and its samples are published', (t) => {
  const I2C = (): void => undefined;
  let options: unknown;
  const BMP280 = class {
    constructor(given: object) {
      options = given;
    }
    sample(): object {
      return { barometer: { pressure: 101325 }, thermometer: { temperature: 21.5 } };
    }
    close(): void {
      options = undefined;
    }
  };
  const bench = run('real-sensor', {
    native: { 'embedded:io/i2c': { default: I2C }, 'embedded:sensor/Barometer-Temperature/BMP280': { default: BMP280 } },
  });
  bench.until(() => bench.texts(READINGS).length === 1, 'a reading has arrived');
  t.like(options, { sensor: { data: 21, clock: 22 } });
  const { sample } = JSON.parse(bench.texts(READINGS)[0]) as { sample: object };
  t.deepEqual(sample, { barometer: { pressure: 101325 }, thermometer: { temperature: 21.5 } });
});

/** What the example with a valve asks of the SDK: levels that are written, and a memory that outlives the device. */
function valve(written: number[], memory: Map<string, string>): DeviceBenchOptions {
  const Digital = class {
    static readonly Output = 8;
    write(value: number): void {
      written.push(value);
    }
  };
  const Preference = {
    get: (domain: string, key: string) => memory.get(`${domain}/${key}`),
    set: (domain: string, key: string, value: string) => memory.set(`${domain}/${key}`, value),
  };
  return { native: { 'embedded:io/digital': { default: Digital }, preference: { default: Preference } } };
}

test('own commands are obeyed, answered and told on an own topic', (t) => {
  const written: number[] = [];
  const bench = run('own-commands', valve(written, new Map()));
  bench.until(() => bench.texts(READINGS).length === 1, 'a reading has arrived');
  bench.publish('plant/roof-1/do', '{"valve":true,"id":"a7"}');
  bench.until(() => bench.texts('plant/roof-1/event').length === 1, 'the event');
  bench.until(() => bench.texts('plant/roof-1/done').length === 1, 'the answer');
  t.deepEqual(bench.texts('plant/roof-1/done'), ['{"valve":{"isOpen":true},"id":"a7"}']);
  bench.publish('plant/all/stop', '');
  bench.until(() => bench.texts('plant/roof-1/event').length === 2, 'the event of the stop');
  t.deepEqual([bench.texts('plant/roof-1/event'), written], [['open', 'closed'], [1, 0]]);
  bench.until(() => bench.device.traced.filter((line) => line === 'the broker knows\n').length === 2, 'both fates are told');
  bench.until(() => bench.texts('cellnode/roof-1/health').length === 1, 'the health record');
});

test('an own command with an id acts once, also when the device has restarted in between', (t) => {
  const written: number[] = [];
  const memory = new Map<string, string>();
  const answers = ['first start', 'second start'].map((start) => {
    const bench = run('own-commands', valve(written, memory));
    bench.until(() => bench.texts(READINGS).length === 1, start);
    bench.publish('plant/roof-1/do', '{"valve":true,"id":"a7"}');
    bench.until(() => bench.texts('plant/roof-1/done').length === 1, 'the answer');
    return bench.texts('plant/roof-1/done')[0];
  });
  t.deepEqual(answers, ['{"valve":{"isOpen":true},"id":"a7"}', '{"repeated":true,"command":"valve","id":"a7"}']);
  t.deepEqual(written, [1]);
});

/** The SDK's `embedded:io/analog`, with 12 bits, at levels that a test sets by pin. */
function analog(levels: Readonly<Record<number, number>>): Record<string, unknown> {
  return {
    default: class {
      readonly resolution = 12;
      readonly #pin: number;
      constructor({ pin }: { readonly pin: number }) {
        this.#pin = pin;
      }
      read(): number {
        return levels[this.#pin];
      }
    },
  };
}

test('several sensors go out in CBOR at their own pace, an alarm by itself, and the threshold is obeyed', (t) => {
  const levels = { 34: 2400 };
  const BMP280 = class {
    sample(): object {
      return { barometer: { pressure: 101325 }, thermometer: { temperature: 21.5 } };
    }
    close(): void {
      // Nothing is held.
    }
  };
  const native = {
    'embedded:io/analog': analog(levels),
    'embedded:io/i2c': { default: () => undefined },
    'embedded:sensor/Barometer-Temperature/BMP280': { default: BMP280 },
  };
  const bench = switchedOn({ native });
  bench.device.machine.preload('cellnode/cbor', bundle('moddable/cbor'));
  bench.device.machine.run('main', bundle('examples/several-sensors'));
  const readings = (): readonly { sensor: string; sample: object }[] => bench.messages('plant/roof-1/air').map((bytes) => decode(bytes));
  bench.until(() => readings().length === 8, 'eight readings have come');
  t.deepEqual(readings().slice(0, 2).map(({ sensor, sample }) => [sensor, sample]), [
    ['air', { barometer: { pressure: 101325 }, thermometer: { temperature: 21.5 } }],
    ['supply', { volts: 3.867 }],
  ]);
  t.is(readings().filter(({ sensor }) => sensor === 'air').length, 6);
  levels[34] = 2000;
  bench.until(() => bench.messages('cellnode/roof-1/alarms').length === 1, 'the alarm');
  t.like(decode(bench.messages('cellnode/roof-1/alarms')[0]), { sensor: 'supply', sample: { volts: 3.223 } });
  bench.publish('cellnode/roof-1/command', '{"threshold":3.1,"id":"a1"}');
  bench.until(() => bench.texts('plant/roof-1/event').length === 1, 'the event');
  bench.until(() => bench.messages('cellnode/roof-1/response').length === 1, 'the answer');
  t.deepEqual(decode(bench.messages('cellnode/roof-1/response')[0]), { threshold: 3.1, id: 'a1' });
  const { length } = readings();
  bench.until(() => readings().slice(length).some(({ sensor }) => sensor === 'supply'), 'what is above the threshold is no alarm');
});

test('a node with a duty cycle sleeps, tells what has gathered, and is woken by an alarm', (t) => {
  const levels = { 34: 1000, 35: 2048 };
  const bench = run('duty-cycle', { native: { 'embedded:io/analog': analog(levels) } });
  const { time } = bench.device;
  let sent = '';
  bench.uart.onTraffic = (direction, bytes) => (sent += direction === 'to-module' ? Buffer.from(bytes).toString() : '');
  const statuses = (): readonly string[] => bench.texts('cellnode/tank-1/status');
  bench.until(() => statuses().length === 2, 'it has come and gone', 30 * 60_000);
  t.deepEqual(statuses(), ['online', 'offline']);
  t.true(bench.texts('cellnode/tank-1/readings')[0].includes('"sensor":"air","sample":25'));
  bench.until(() => sent.includes('AT+CFUN=4'), 'the radio is off');

  const asleep = time.now();
  bench.until(() => statuses().length === 4, 'it has come and gone again', 90 * 60_000);
  t.true(time.now() - asleep >= 3_590_000, 'it has slept an hour');
  const gathered = bench.texts('cellnode/tank-1/readings').slice(1).map((text) => JSON.parse(text) as { sensor: string; sample: unknown });
  t.true(gathered.length >= 5);
  for (const reading of gathered) t.like(reading, { sensor: 'tank', sample: { mean: 1000, minimum: 1000 } }, 'the air has not changed');

  levels[35] = 3200;
  const warm = time.now();
  bench.until(() => bench.texts('cellnode/tank-1/alarms').length === 1, 'the frost is told', 20 * 60_000);
  t.true(time.now() - warm < 15 * 60_000);
});

/** The SDK's module `Resource` over `files`, as it is in Resource.c (June 2026). */
function resources(files: Readonly<Record<string, string>>): Record<string, unknown> {
  return {
    default: class {
      readonly bytes: Buffer;
      constructor(name: string) {
        if (!(name in files)) throw new URIError(`Resource not found: ${name}`);
        this.bytes = Buffer.from(files[name]);
      }
    },
  };
}

test('with client certificates all three files reach the module, and readings come over TLS', (t) => {
  const files = { 'root.pem': CERTIFICATE, 'client.pem': CERTIFICATE, 'client-key.pem': KEY };
  const connections: boolean[] = [];
  const bench = run('tls-client-certificates', {
    native: { Resource: resources(files) },
    broker: {
      refuseTls: ({ tls }) => {
        connections.push(tls?.certificate === CERTIFICATE && tls.key === KEY && tls.trust[0] === CERTIFICATE);
        return undefined;
      },
    },
  });
  bench.until(() => bench.texts(READINGS).length === 1, 'a reading has arrived');
  t.deepEqual(connections, [true]);
});

test('a certificate that is missing is the first that the program says', (t) => {
  const bench = switchedOn({ native: { Resource: resources({ 'root.pem': CERTIFICATE, 'client-key.pem': KEY }) } });
  t.throws(() => bench.device.machine.run('main', bundle('examples/tls-client-certificates')), { name: 'URIError' });
  t.deepEqual(bench.device.traced, ['certificates/client.pem was missing when this program was built\n']);
});

for (const place of ['mqtt', 'mqtt.client'] as const) {
  test(`a facade finds class and link in device.network.${place}, once the modem is up`, (t) => {
    const facade = mqttFacade(() => bench.device.machine, place);
    const bench = run('mqtt-js', { native: { 'mqtt/js': { Client: facade.Client } } });
    const { traced } = bench.device;
    bench.until(() => traced.includes('the broker knows\n'), 'the status is acknowledged');
    t.deepEqual(bench.texts('roof-1/status'), ['online']);
    bench.publish('roof-1/command', 'open');
    bench.until(() => traced.join('').includes('open\n'), 'the command has come');
    t.deepEqual(facade.connections, [500]);
  });
}
