import test from 'ava';
import { AzureGate } from '../../host-sim/platforms/azure-gate.js';
import { nodeDigest } from '../../host-sim/platforms/node-digest.js';
import { azure, type AzureOptions } from '../../modules/platforms/azure.js';
import { HOUR, livesThroughADay, PlatformBench } from './platform-bench.js';

const HOST = 'example.azure-devices.net';
const KEY = 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=';
const OTHER_KEY = 'ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=';
const OPTIONS = { deviceId: 'device1', sharedAccessKey: KEY, digest: nodeDigest } as const;

function bench(options: AzureOptions = OPTIONS, gateClock = 0): PlatformBench<AzureGate> {
  const trust = '-----BEGIN CERTIFICATE-----\nMAo=\n-----END CERTIFICATE-----\n';
  return new PlatformBench<AzureGate>({
    platform: () => azure(options),
    gate: (gate) => new AzureGate({ host: HOST, deviceId: 'device1', sharedAccessKey: KEY }, { ...gate, utc: () => gate.utc() + gateClock }),
    configuration: { broker: { host: HOST }, network: { tls: { trust } } },
  });
}

test('a day behind Azure IoT Hub, whose tokens hold for an hour', (t) => {
  const platform = bench();
  livesThroughADay(t, platform);
  t.deepEqual(platform.gate.reported, { interval: 1200 });
});

test('a method is a command, and its status tells what has come of it', (t) => {
  const platform = bench().start();
  t.deepEqual(platform.ask('valve', true), { status: 200, valve: { isOpen: true } });
  t.deepEqual(platform.ask('valve', 'up'), { status: 400, error: 'bad-value', reason: 'must be true or false' });
  t.deepEqual(platform.ask('nonsense', 1), { status: 404, error: 'unknown-command', reason: 'nonsense' });
});

test('a wrong key, an expired token and a wrong clock are told apart, and no secret is told', (t) => {
  const wrong = bench({ ...OPTIONS, sharedAccessKey: OTHER_KEY });
  wrong.bench.node.start();
  wrong.bench.until(() => wrong.complaints.length > 0, 'a refusal');
  t.regex(wrong.complaints[0], /another key/);
  const late = bench(OPTIONS, 9 * HOUR);
  late.bench.node.start();
  late.bench.until(() => late.complaints.length > 0, 'a refusal');
  t.regex(late.complaints[0], /expired 28[0-9]{3} s ago: the device's clock is late/);
  const told = JSON.stringify([...wrong.complaints, wrong.bench.progress, late.complaints, late.bench.progress]);
  t.false(told.includes(OTHER_KEY) || told.includes(KEY) || told.includes('sig='));
});

test('what is wrong is refused by name, without the key', (t) => {
  t.throws(() => azure({ ...OPTIONS, sharedAccessKey: 'no base64' }), { message: /^sharedAccessKey: must be Base64, as the console shows it/ });
  t.throws(() => azure({ ...OPTIONS, deviceId: 'a b' }), { message: /^deviceId: may have letters, digits and/ });
  t.throws(() => azure({ deviceId: 'device1', sharedAccessKey: KEY }), { message: /^digest: must be the host's/ });
  const configuration = { broker: { host: HOST, tls: false } };
  const plain = (): unknown => new PlatformBench({ platform: () => azure(OPTIONS), gate: () => bench().gate, configuration });
  t.throws(plain, { message: /^configuration\.broker\.tls: must be true on Azure/ });
});
