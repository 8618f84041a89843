import test from 'ava';
import { HuaweiGate, type HuaweiDevice } from '../../host-sim/platforms/huawei-gate.js';
import { nodeDigest as digest } from '../../host-sim/platforms/node-digest.js';
import { huawei } from '../../modules/platforms/huawei.js';
import { HOUR, livesThroughADay, PlatformBench, refusesSecret } from './platform-bench.js';

const SECRET = '0b5f6bd3a9e84c55';
const OTHER_SECRET = 'another-secret-of-22';
const IDENTITY = { deviceId: '6203cc94c7fb24029b110408_roof-1', serviceId: 'station' };
const DEVICE: HuaweiDevice = { ...IDENTITY, secret: SECRET, model: { room_count: 'int', room_temperature: 'double', room_isOpen: 'bool', interval: 'int', health: 'struct' } };

function bench(secret = SECRET, checksTime = false, gateClock = 0): PlatformBench<HuaweiGate> {
  return new PlatformBench<HuaweiGate>({
    platform: () => huawei({ ...IDENTITY, secret, digest, checksTime }),
    gate: (gate) => new HuaweiGate(DEVICE, { ...gate, utc: () => gate.utc() + gateClock }),
  });
}

test('a day behind Huawei Cloud', (t) => {
  const platform = bench();
  livesThroughADay(t, platform);
  t.deepEqual([...new Set(platform.gate.arrivals.filter(({ name }) => name === 'interval').map(({ value }) => value))], [300, 1200]);
});

test('what a reading looks like', (t) => {
  const platform = bench().start();
  t.regex(platform.firstReading('room_count'), /^\{"services":\[\{"service_id":"station","properties":\{"room_count":1,.*"room_isOpen":false\},"event_time":"\d{8}T\d{6}Z"\}\]\}$/);
  t.deepEqual(platform.complaints, []);
});

test('a command is answered by what has come of it', (t) => {
  const platform = bench().start();
  t.deepEqual(platform.ask('valve', true), { code: 0, valve: { isOpen: true } });
  t.deepEqual(platform.ask('valve', 'up'), { code: 1, error: 'bad-value', reason: 'must be true or false' });
});

test('another secret is told as one, and is in nothing that is told', (t) => {
  refusesSecret(t, bench(OTHER_SECRET), OTHER_SECRET);
});

test('a wrong clock is told apart where the platform is to compare it, and of no account where it is not', (t) => {
  const compared = bench(SECRET, true, 5 * HOUR);
  compared.bench.node.start();
  compared.bench.until(() => compared.complaints.length > 0, 'a refusal');
  t.regex(compared.complaints[0], /the device's clock is -[56] h off/);
  t.deepEqual(bench(SECRET, true).start().complaints, []);
  t.deepEqual(bench(SECRET, false, 5 * HOUR).start().complaints, []);
});

test('a time in seconds in the place of the hour is told, as real programs have sent it', (t) => {
  const { gate } = bench();
  const connect = { host: 'h', port: 1883, clientId: `${IDENTITY.deviceId}_0_0_946687548`, user: IDENTITY.deviceId, keepAlive: 120, clean: true };
  t.is(gate.login(connect as unknown as Parameters<typeof gate.login>[0]), 703);
  t.regex(gate.complaints[0], /not YYYYMMDDHH: a time in seconds/);
});

test('what is wrong is refused by name, without the secret', (t) => {
  const options = { ...IDENTITY, secret: SECRET, digest };
  t.throws(() => huawei({ ...options, deviceId: 'a b' }), { message: /^deviceId: may have letters, digits and _-/ });
  t.throws(() => huawei({ ...options, secret: '' }), { message: /^secret: must be text of 1 to 64/ });
  t.throws(() => huawei({ ...options, serviceId: 'a"b' }), { message: /^serviceId: may have/ });
});
