import { fileURLToPath } from 'node:url';
import test, { type ExecutionContext } from 'ava';
import type { ProfileOptions } from '../../host-sim/module/profile.js';
import { CERTIFICATE, KEY } from '../modem/modem-bench.js';
import { text } from '../support/bytes.js';
import type { Device } from './bench/device.js';
import { DeviceBench } from './bench/device-bench.js';
import { deviceProgram, exampleProgram } from './bench/device-program.js';
import { FREE_ON_ESP32 } from './device/esp32.js';
import { files } from './host/run-host.js';

/** The built bundle on XS, in a heap that leaves it what an ESP32 leaves it, at the UART of the simulated module. */

const PATIENCE = 120_000;
/** Milliseconds in which a node with a duty cycle has slept and come again. */
const A_SLEEP = 2 * 3_600_000;
/** Slots of the stack that a program may take at most, callbacks of its own included: a target without a figure of its own has 384. */
const STACK = { client: 320, node: 310 } as const;
/** How much of the memory a program may take, once garbage has been collected: what is left is for code of one's own. */
const SHARE = { client: 1 / 4, node: 3 / 5 } as const;
/** What a callback of a program takes for itself at least. */
const STACK_OF_CALLBACKS = 40;
/** What XS takes where native code has a timer's callback called: the native frame, the function, and one argument. */
const NATIVE_CALL = 13;
/** What stands in for the SDK's facade. */
const MQTT_JS = fileURLToPath(new URL('./moddable/mqtt-js.js', import.meta.url));
const MODES: Readonly<Record<string, ProfileOptions>> = {
  'messages fetched': {},
  'messages pushed': { hasReceiveMode: false },
};

interface Start {
  readonly config?: object;
  readonly profile?: ProfileOptions;
}

async function started(t: ExecutionContext, program: string, { config, profile }: Start = {}): Promise<DeviceBench> {
  t.timeout(PATIENCE);
  return DeviceBench.start(t, await deviceProgram(t, program, config), profile);
}

/** What the loop around a program takes of the stack, being a program itself; on the device it is native. */
async function stackOfLoop(t: ExecutionContext): Promise<number> {
  const bench = await started(t, 'idle');
  await bench.until(() => bench.device.reports.length > 0, 'the timer has rung');
  return Number(bench.device.reports[0].split(' ')[1]);
}

/** Whether no more of the memory and of the stack was taken than that kind may. */
async function expectRoom(t: ExecutionContext, when: string, device: Device, kind: keyof typeof STACK): Promise<void> {
  const now = await device.collect();
  const { slots, chunkBytes } = now;
  const { slots: allSlots, chunkBytes: allBytes, stack } = FREE_ON_ESP32;
  const taken = now.peakStack - (await stackOfLoop(t)) + NATIVE_CALL;
  t.log(`${when}: ${slots} of ${allSlots} slots, ${chunkBytes} of ${allBytes} bytes of chunks, stack at most ${taken} of ${STACK[kind]}`);
  t.is(now.slotSize, 16);
  t.is(now.stackCapacity, stack);
  t.true(slots <= allSlots * SHARE[kind]);
  t.true(chunkBytes <= allBytes * SHARE[kind]);
  t.true(taken < STACK[kind]);
}

/** Becomes true when the program has told it once more. */
function told({ reports }: Device, report: string): () => boolean {
  const count = (): number => reports.filter((each) => each === report).length;
  const before = count();
  return () => count() > before;
}

for (const [mode, profile] of Object.entries(MODES)) {
  test(`${mode}: bring-up, publish at each QoS, receive, loss and reconnect`, async (t) => {
    const bench = await started(t, 'client', { profile });
    const { device } = bench;
    await bench.until(told(device, 'control 9'), 'the device is subscribed');
    t.deepEqual(device.reports.filter((report) => report.startsWith('link')).slice(-1), ['link 500']);

    for (const [QoS, end] of [[0, ''], [1, 'control 4'], [2, 'control 7']] as const) {
      const isTold = end === '' ? () => true : told(device, end);
      await device.command(`from/device ${QoS} ${100 + QoS}`);
      await bench.until(() => bench.received.length > QoS && isTold(), `QoS ${QoS} is published`);
      await bench.advance(1000);
    }
    t.deepEqual(bench.received.map(({ qos, payload }) => [qos, payload.length]), [[0, 100], [1, 101], [2, 102]]);

    for (const byteLength of [0, 1, 100, 1000]) {
      const isTold = told(device, `received ${byteLength || undefined} of ${byteLength} on to/device`);
      bench.publish('to/device', new Uint8Array(byteLength));
      await bench.until(isTold, `${byteLength} bytes are received`);
    }
    t.is(bench.sent.includes('AT+MQTTREAD'), mode === 'messages fetched');

    for (const [lose, what] of [
      [() => bench.module.slots.break(1, 1), 'the broker has closed the connection'],
      [() => bench.module.dataCall.lose({ withUrc: true }), 'the network has taken the address back'],
      [() => bench.module.reset(), 'the module has started anew'],
    ] as const) {
      const isLost = told(device, 'lost connection-lost');
      const isSubscribed = told(device, 'control 9');
      lose();
      await bench.until(isLost, what);
      await bench.until(isSubscribed, `the device is back after ${what}`);
      const isTold = told(device, 'received 5 of 5 on to/device');
      bench.publish('to/device', 'again');
      await bench.until(isTold, 'a message arrives');
    }
    await expectRoom(t, 'a client', device, 'client');
  });
}

test('hundreds of messages in both directions leave nothing behind', async (t) => {
  const bench = await started(t, 'client');
  const { device } = bench;
  await bench.until(() => device.reports.includes('control 9'), 'the device is subscribed');
  const exchange = async (count: number): Promise<void> => {
    const received = bench.received.length;
    device.reports.length = 0;
    for (let index = 0; index < count; index += 1) {
      await device.command(`from/device 1 ${index}`);
      bench.publish('to/device', new Uint8Array(index + 1));
      await bench.until(() => device.reports.filter((report) => report !== 'control 9').length === 2 * (index + 1), `round ${index}`);
      await bench.advance(100);
    }
    t.is(bench.received.filter(({ topic }) => topic === 'from/device').length - received, count);
    bench.received.length = 0;
  };
  await exchange(60);
  const before = await device.collect();
  await exchange(250);
  await expectRoom(t, 'after 310 messages each way', device, 'client');
  t.is(device.counters.slots, before.slots);
  t.is(device.counters.chunkBytes, before.chunkBytes);
});

for (const [mode, profile] of Object.entries(MODES)) {
  test(`${mode}: a program that does everything in its callbacks keeps within a stack of ${STACK.client} slots`, async (t) => {
    const bench = await started(t, 'deep-client', { profile });
    const { device } = bench;
    await bench.until(told(device, 'control 4'), 'what was published in a callback is acknowledged');
    for (const lose of [() => bench.module.slots.break(1, 1), () => bench.module.reset()]) {
      const isBack = told(device, 'control 4');
      lose();
      await bench.until(isBack, 'the next client, made in a callback, has published');
    }
    const isAnswered = told(device, 'control 4');
    bench.publish('to/device', new Uint8Array(1000));
    await bench.until(isAnswered, 'a message is answered where it was read');
    const [own] = device.reports;
    t.true(Number(own.split(' ').pop()) >= STACK_OF_CALLBACKS, own);
    await expectRoom(t, 'all in callbacks', device, 'client');
  });
}

test('the sensor node, as it is flashed, delivers its readings through a loss', async (t) => {
  const bench = await started(t, 'node', { config: { interval: '10000' } });
  const readings = (): string[] => {
    return bench.received.filter(({ topic }) => topic === 'cellnode/node-1/readings').map(({ payload }) => text(payload));
  };
  await bench.until(() => readings().length >= 5, 'five readings have come');
  bench.module.reset();
  await bench.until(() => readings().length >= 30, 'thirty readings have come');
  const sequence = readings().map((reading) => (JSON.parse(reading) as { sequence: number }).sequence);
  t.deepEqual([...new Set(sequence)], Array.from({ length: new Set(sequence).size }, (_, index) => sequence[0] + index));
  await expectRoom(t, 'the node after thirty readings', bench.device, 'node');
});

const BAROMETER = { barometer: { pressure: 101_325 }, thermometer: { temperature: 21.5 } };
const BMP280 = `export default class { sample() { return ${JSON.stringify(BAROMETER)}; } close() {} }`;
/** Above the threshold of one example, and no frost in the other. */
const ANALOG = 'export default class { resolution = 12; read() { return 2400; } }';
const PEM_FILES = { 'root.pem': CERTIFICATE, 'client.pem': CERTIFICATE, 'client-key.pem': KEY };

/** Where the examples publish their readings. */
const READING_TOPIC = /^(cellnode\/(roof|tank)-1\/(readings|backlog)|plant\/roof-1\/air)$/;

/** The examples that are nodes, each with stand-ins, as text, for what it imports of the SDK besides the driver's own. */
const NODE_EXAMPLES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'first-program': {},
  'real-sensor': {
    'embedded:io/i2c': 'export default class {}',
    'embedded:sensor/Barometer-Temperature/BMP280': BMP280,
  },
  'several-sensors': {
    'embedded:io/analog': ANALOG,
    'embedded:io/i2c': 'export default class {}',
    'embedded:sensor/Barometer-Temperature/BMP280': BMP280,
  },
  'duty-cycle': { 'embedded:io/analog': ANALOG },
  'tls-client-certificates': {
    Resource: `const FILES = ${JSON.stringify(PEM_FILES)}; export default class { constructor(name) { return new TextEncoder().encode(FILES[name]).buffer; } }`,
  },
};

for (const [name, native] of Object.entries(NODE_EXAMPLES)) {
  test(`the example ${name} publishes its readings`, async (t) => {
    t.timeout(PATIENCE);
    const names = Object.keys(native);
    const written = await files(t, Object.fromEntries(names.map((each, index) => [`native${index}`, native[each]])));
    const program = await exampleProgram(t, name, Object.fromEntries(names.map((each, index) => [each, written[`native${index}`]])));
    const bench = await DeviceBench.start(t, program);
    const readings = (): number => bench.received.filter(({ topic }) => READING_TOPIC.test(topic)).length;
    await bench.until(() => readings() >= 3, 'three have come', A_SLEEP);
    await expectRoom(t, name, bench.device, 'node');
  });
}

test('the example own-commands obeys, answers and tells', async (t) => {
  t.timeout(PATIENCE);
  const written = await files(t, {
    digital: 'export default class { static Output = 8; write() {} }',
    preference: 'const kept = {}; export default class { static get(domain, key) { return kept[key]; } static set(domain, key, value) { kept[key] = value; } }',
  });
  const native = { 'embedded:io/digital': written.digital, preference: written.preference };
  const bench = await DeviceBench.start(t, await exampleProgram(t, 'own-commands', native));
  const texts = (wanted: string): string[] => bench.received.filter(({ topic }) => topic === wanted).map(({ payload }) => text(payload));
  await bench.until(() => texts('cellnode/roof-1/health').length === 1, 'it is there');
  for (let count = 1; count <= 20; count += 1) {
    bench.publish('plant/roof-1/do', `{"valve":${count % 2 === 1},"id":${count}}`);
    await bench.until(() => texts('plant/roof-1/done').length === count && texts('plant/roof-1/event').length >= count, 'it has obeyed');
  }
  t.is(texts('plant/roof-1/done')[19], '{"valve":{"isOpen":false},"id":20}');
  await expectRoom(t, 'own-commands', bench.device, 'node');
});

test('the example mqtt-js publishes its status, and reads a command', async (t) => {
  t.timeout(PATIENCE);
  const bench = await DeviceBench.start(t, await exampleProgram(t, 'mqtt-js', { 'mqtt/js': MQTT_JS }));
  const { reports } = bench.device;
  await bench.until(() => reports.includes('the broker knows'), 'the status is acknowledged');
  bench.publish('roof-1/command', 'open');
  await bench.until(() => reports.includes('open'), 'the command has come');
  await expectRoom(t, 'mqtt-js', bench.device, 'client');
});

for (const [program, status, reason] of [['leak', 11, 'memory full'], ['deep', 12, 'stack overflow']] as const) {
  test(`a program that takes more than an ESP32 has ends, as there: ${reason}`, async (t) => {
    const bench = await started(t, program);
    await t.throwsAsync(bench.advance(1000), { message: `the device ended with ${status}: the engine gave up: ${reason}\n` });
  });
}
