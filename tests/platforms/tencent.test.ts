import test from 'ava';
import { TencentGate, type TencentDevice } from '../../host-sim/platforms/tencent-gate.js';
import { nodeDigest as digest } from '../../host-sim/platforms/node-digest.js';
import { tencent } from '../../modules/platforms/tencent.js';
import { livesThroughADay, PlatformBench, refusesSecret } from './platform-bench.js';

const SECRET = 'acyv3QDJrRa0fW5UE58KnQ==';
const OTHER_SECRET = 'c2VjcmV0IG9mIGFub3RoZXI=';
const IDENTITY = { productId: 'LD8S5J1L07', deviceName: 'roof-1' };
const DEVICE: TencentDevice = { ...IDENTITY, deviceSecret: SECRET, model: { room_count: 'int', room_temperature: 'double', room_isOpen: 'bool', interval: 'int', health: 'struct' } };

function bench(deviceSecret = SECRET): PlatformBench<TencentGate> {
  return new PlatformBench<TencentGate>({
    platform: () => tencent({ ...IDENTITY, deviceSecret, digest }),
    gate: (gate) => new TencentGate(DEVICE, gate),
  });
}

test('a day behind Tencent IoT Explorer', (t) => {
  const platform = bench();
  livesThroughADay(t, platform);
  t.deepEqual([...new Set(platform.gate.arrivals.filter(({ name }) => name === 'interval').map(({ value }) => value))], [300, 1200]);
});

test('what a reading looks like', (t) => {
  const platform = bench().start();
  t.regex(platform.firstReading('room_count'), /^\{"method":"report","clientToken":"\d+","timestamp":\d{13},"params":\{"room_count":1,.*"room_isOpen":0\}\}$/);
  t.deepEqual(platform.complaints, []);
});

test('a command is answered by what has come of it', (t) => {
  const platform = bench().start();
  t.deepEqual(platform.ask('valve', true), { code: 0, status: 'success', valve: { isOpen: true } });
  t.deepEqual(platform.ask('valve', 'up'), { code: 1, status: 'bad-value must be true or false', error: 'bad-value', reason: 'must be true or false' });
});

test('another secret is told as one, and is in nothing that is told', (t) => {
  refusesSecret(t, bench(OTHER_SECRET), OTHER_SECRET);
});

test('what is wrong is refused by name, without the secret', (t) => {
  t.throws(() => tencent({ ...IDENTITY, productId: 'short', deviceSecret: SECRET, digest }), { message: /^productId: must be text of 10 to 10/ });
  t.throws(() => tencent({ ...IDENTITY, deviceSecret: 'no base64', digest }), { message: /^deviceSecret: must be Base64/ });
});
