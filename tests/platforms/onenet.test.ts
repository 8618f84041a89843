import test from 'ava';
import { OneNetGate, type OneNetDevice } from '../../host-sim/platforms/onenet-gate.js';
import { nodeDigest as digest } from '../../host-sim/platforms/node-digest.js';
import { oneNet } from '../../modules/platforms/onenet.js';
import { livesThroughADay, PlatformBench, refusesSecret } from './platform-bench.js';

const SECRET = 'KuF3NT/jUBJ62LNBB/A8XZA9CqS3Cu79B/ABmfA1UCw=';
const OTHER_SECRET = 'c2VjcmV0IG9mIGFub3RoZXI=';
const IDENTITY = { productId: 'Ck2AF9QD2K', deviceName: 'roof-1' };
const DEVICE: OneNetDevice = { ...IDENTITY, accessKey: SECRET, model: { room_count: 'int', room_temperature: 'double', room_isOpen: 'bool', interval: 'int', health: 'struct' } };

function bench(accessKey = SECRET): PlatformBench<OneNetGate> {
  return new PlatformBench<OneNetGate>({
    platform: () => oneNet({ ...IDENTITY, accessKey, digest }),
    gate: (gate) => new OneNetGate(DEVICE, gate),
  });
}

test('a day behind OneNET', (t) => {
  const platform = bench();
  livesThroughADay(t, platform);
  t.deepEqual([...new Set(platform.gate.arrivals.filter(({ name }) => name === 'interval').map(({ value }) => value))], [300, 1200]);
});

test('what a reading looks like', (t) => {
  const platform = bench().start();
  t.regex(platform.firstReading('room_count'), /^\{"id":"\d+","version":"1\.0","params":\{"room_count":\{"value":1,"time":\d{13}\},.*"room_isOpen":\{"value":false,"time":\d{13}\}\}\}$/);
  t.deepEqual(platform.complaints, []);
});

test('a command is answered by what has come of it', (t) => {
  const platform = bench().start();
  t.deepEqual(platform.ask('valve', true), { code: 200, msg: 'success', valve: { isOpen: true } });
  t.deepEqual(platform.ask('valve', 'up'), { code: 400, msg: 'bad-value must be true or false', error: 'bad-value', reason: 'must be true or false' });
});

test('another secret is told as one, and is in nothing that is told', (t) => {
  refusesSecret(t, bench(OTHER_SECRET), OTHER_SECRET);
});

test('what is wrong is refused by name, without the secret', (t) => {
  t.throws(() => oneNet({ ...IDENTITY, accessKey: 'no base64', digest }), { message: /^accessKey: must be Base64/ });
  const platform = (): unknown => new PlatformBench({ platform: () => oneNet({ ...IDENTITY, accessKey: SECRET, digest }), gate: () => bench().gate, configuration: { broker: { host: 'mqtts.heclouds.com', clean: false } } });
  t.throws(platform, { message: /^configuration\.broker\.clean: must be true on OneNET/ });
});
