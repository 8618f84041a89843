import { readdirSync, readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import test, { type ExecutionContext } from 'ava';
import { GATE_NAMES, type GateName } from '../../host-sim/platforms/gate-names.js';
import { gates } from '../../host-sim/platforms/gates.js';
import type { PlatformGate } from '../../host-sim/platforms/platform-gate.js';
import { CERTIFICATE, KEY } from '../modem/modem-bench.js';
import { behindGate } from '../platforms/behind-gate.js';
import { DeviceBench, START } from './bench/device-bench.js';
import { preloadedProgram } from './bench/device-program.js';
import { FREE_ON_ESP32 } from './device/esp32.js';
import { files, runHost } from './host/run-host.js';

/** The program of each platform's page, as it stands there, on the built bundles, preloaded, with the memory of an ESP32. */

const PATIENCE = 120_000;
/** Of the memory, once garbage has been collected: as for the flashed node. */
const SHARE = 3 / 5;
/** Bytes of byte code that a platform may have, without what all of them share. */
const LIMIT = 4096;
const BUILT = fileURLToPath(new URL('../../../dist/moddable/', import.meta.url));
const PAGES = fileURLToPath(new URL('../../../docs/platforms/', import.meta.url));
const PLATFORMS = readdirSync(`${BUILT}platforms`).filter((name) => name.endsWith('.js')).map((name) => name.slice(0, -3));
/** On XS without a host there is no `crypt`. */
const DIGEST = fileURLToPath(new URL('../engines/stand-ins/digest.js', import.meta.url));
const SECRETS = ['sharedAccessKey', 'deviceSecret', 'token', 'accessKey', 'secret'];

/** The first program of the page, run with a sensor, and with what the page has handed in. */
function programOf(name: GateName): string {
  const [, program] = /^```js\n([^]*?)^```/m.exec(readFileSync(`${PAGES}${name}.md`, 'utf8')) ?? [];
  return `${program}
import Serial from 'embedded:io/serial';
import { ModdableTime } from 'cellnode';
import { nodeDigest as digest } from '${DIGEST}';
import { wire } from '${fileURLToPath(new URL('./device/wire.js', import.meta.url))}';
const trust = ${JSON.stringify(CERTIFICATE)};
const certificate = trust;
const key = ${JSON.stringify(KEY)};
export function start() {
  const options = {
    serial: { io: Serial },
    time: new ModdableTime(),
    random: Math.random,
    sensors: [{ name: 'room', interval: 60000, sample: () => ({ thermometer: { temperature: 21.5 }, hygrometer: { humidity: 48.25 } }) }],
    configuration: { nodeId: 'roof-1', network: { apn: 'CMNET' }, broker: { host: 'broker.example.com' } },
    onProgress: (event, detail) => wire.report(event + ' ' + detail),
  };
  node(options, { digest, trust, certificate, key }).start();
}
`;
}

async function started(t: ExecutionContext, name: GateName): Promise<{ readonly bench: DeviceBench; readonly gate: PlatformGate }> {
  t.timeout(PATIENCE);
  const modules = { 'cellnode/platform': `${BUILT}platform.js`, [`cellnode/platforms/${name}`]: `${BUILT}platforms/${name}.js` };
  const program = await preloadedProgram(t, (file) => writeFile(file, programOf(name)), modules);
  const broker = behindGate(() => gate);
  const bench = await DeviceBench.start(t, program, {}, broker);
  const { time } = bench;
  const gate: PlatformGate = gates[name].make({ time, utc: () => START + time.now() });
  gate.attach({ publish: (message) => bench.broker.publish(message), disconnect: () => bench.broker.goAway() });
  return { bench, gate };
}

for (const name of GATE_NAMES) {
  test(`${name}: the program of its page, on XS, brings its readings behind the gate, and obeys`, async (t) => {
    const { bench, gate } = await started(t, name);
    const temperatures = (): number => gate.arrivals.filter(({ value }) => value === 21.5).length;
    await bench.until(() => temperatures() >= 2, 'two readings have arrived');
    gate.command('interval', 30);
    await bench.until(() => gate.answers.size > 0, 'an answer');
    bench.module.reset();
    const before = temperatures();
    await bench.until(() => temperatures() >= before + 3, 'three more, through a restart of the module');
    t.deepEqual(gate.complaints, []);
    const { slots, chunkBytes } = await bench.device.collect();
    t.log(`${slots} of ${FREE_ON_ESP32.slots} slots, ${chunkBytes} of ${FREE_ON_ESP32.chunkBytes} bytes of chunks`);
    t.true(slots <= FREE_ON_ESP32.slots * SHARE);
    t.true(chunkBytes <= FREE_ON_ESP32.chunkBytes * SHARE);
    const { device }: { readonly device: Readonly<Record<string, string>> } = gates[name];
    const told = bench.device.reports.join('\n');
    for (const secret of SECRETS) if (secret in device) t.false(told.includes(device[secret]), secret);
  });
}

test(`a platform is less than ${LIMIT} bytes of byte code, and has a gate`, async (t) => {
  t.deepEqual(PLATFORMS, [...GATE_NAMES].sort());
  for (const name of ['platform', ...PLATFORMS.map((each) => `platforms/${each}`)]) {
    const source = await readFile(`${BUILT}${name}.js`, 'utf8');
    const { script } = await files(t, { script: `print(codeSize(${JSON.stringify(source)}));` });
    const { output } = await runHost([script]);
    t.log(`${name}: ${output.trim()} bytes`);
    if (name !== 'platform') t.true(Number(output) < LIMIT, `${name}: ${output.trim()}`);
  }
});
