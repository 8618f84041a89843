import test from 'ava';
import { TuyaGate, type TuyaDevice } from '../../host-sim/platforms/tuya-gate.js';
import { nodeDigest as digest } from '../../host-sim/platforms/node-digest.js';
import { tuya } from '../../modules/platforms/tuya.js';
import { HOUR, livesThroughADay, PlatformBench, refusesSecret } from './platform-bench.js';

const SECRET = 'fb803786602df760';
const OTHER_SECRET = 'af803786602df769';
const IDENTITY = { deviceId: '6c95875d0f5ba69607nzfl' };
const DEVICE: TuyaDevice = { ...IDENTITY, deviceSecret: SECRET, model: { room_count: 'int', room_temperature: 'double', room_isOpen: 'bool', interval: 'int', health: 'struct' }, window: 7200 };
const TRUST = '-----BEGIN CERTIFICATE-----\nMAo=\n-----END CERTIFICATE-----\n';

function bench(deviceSecret = SECRET, gateClock = 0): PlatformBench<TuyaGate> {
  return new PlatformBench<TuyaGate>({
    platform: () => tuya({ ...IDENTITY, deviceSecret, digest }),
    gate: (gate) => new TuyaGate(DEVICE, { ...gate, utc: () => gate.utc() + gateClock }),
    configuration: { network: { tls: { trust: TRUST } } },
  });
}

test('a day behind Tuya', (t) => {
  const platform = bench();
  livesThroughADay(t, platform);
  t.deepEqual([...new Set(platform.gate.arrivals.filter(({ name }) => name === 'interval').map(({ value }) => value))], [300, 1200]);
});

test('what a reading looks like', (t) => {
  const platform = bench().start();
  t.regex(platform.firstReading('room_count'), /^\{"msgId":"\d+","time":\d{13},"data":\{"room_count":\{"value":1,"time":\d{13}\},.*"room_isOpen":\{"value":false,"time":\d{13}\}\}\}$/);
  t.deepEqual(platform.complaints, []);
});

test('a command is answered by what has come of it', (t) => {
  const platform = bench().start();
  t.deepEqual(platform.ask('valve', true), { code: 0, valve: { isOpen: true } });
  t.deepEqual(platform.ask('valve', 'up'), { code: 1001, error: 'bad-value', reason: 'must be true or false' });
});

test('another secret is told as one, and is in nothing that is told', (t) => {
  refusesSecret(t, bench(OTHER_SECRET), OTHER_SECRET);
});

test('a wrong clock is told apart, where the gate is asked to look at it', (t) => {
  const late = bench(SECRET, 9 * HOUR);
  late.bench.node.start();
  late.bench.until(() => late.complaints.length > 0, 'a refusal');
  t.regex(late.complaints[0], /the device's clock is -32\d{3} s off/);
});

test('what is wrong is refused by name, without the secret', (t) => {
  t.throws(() => tuya({ deviceId: 'a|b', deviceSecret: SECRET, digest }), { message: /^deviceId: may have letters, digits/ });
  t.throws(() => tuya({ ...IDENTITY, deviceSecret: 'short', digest }), { message: /^deviceSecret: must be text of 16 to 16/ });
});
