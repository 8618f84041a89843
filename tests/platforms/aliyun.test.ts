import test from 'ava';
import { AliyunGate, type AliyunDevice } from '../../host-sim/platforms/aliyun-gate.js';
import { nodeDigest } from '../../host-sim/platforms/node-digest.js';
import { aliyun } from '../../modules/platforms/aliyun.js';
import { livesThroughADay, PlatformBench } from './platform-bench.js';

const SECRET = 'Y877Bgo8X5owd3lcB5wWDjryNPoB';
const DEVICE: AliyunDevice = {
  productKey: 'a1B2c3D4e5F',
  deviceName: 'roof-1',
  deviceSecret: SECRET,
  model: { room_count: 'int', room_temperature: 'double', room_isOpen: 'bool', interval: 'int' },
};

function bench(deviceSecret = SECRET): PlatformBench<AliyunGate> {
  const { productKey, deviceName } = DEVICE;
  return new PlatformBench<AliyunGate>({
    platform: () => aliyun({ productKey, deviceName, deviceSecret, digest: nodeDigest, integers: ['room_count'] }),
    gate: (gate) => new AliyunGate(DEVICE, gate),
  });
}

test('a day behind Alibaba Cloud', (t) => {
  const platform = bench();
  livesThroughADay(t, platform);
  // Once more where the broker was gone before it could acknowledge.
  t.deepEqual([...new Set(platform.gate.arrivals.filter(({ name }) => name === 'interval').map(({ value }) => value))], [300, 1200]);
});

test('whole numbers have a decimal part, but for those that are int, and booleans are 0 and 1', (t) => {
  const platform = bench().start();
  platform.bench.until(() => platform.bench.received.some(({ topic }) => topic.endsWith('property/post')), 'a reading');
  const texts = platform.bench.received.map(({ payload }) => Buffer.from(payload).toString());
  const text = texts.find((content) => content.includes('room_count')) ?? '';
  t.regex(text, /"room_count":\{"value":1,"time":\d{13}\},"room_temperature":\{"value":20\.5,"time":\d{13}\},"room_isOpen":\{"value":0,/);
  platform.bench.until(() => platform.samples.length > 1, 'another');
  t.pass();
});

test('a service is a command, and another secret is told as one', (t) => {
  const platform = bench().start();
  t.deepEqual(platform.ask('valve', true), { code: 200, valve: { isOpen: true } });
  t.deepEqual(platform.ask('valve', 'up'), { code: 400, error: 'bad-value', reason: 'must be true or false' });
  const wrong = bench('another-secret-of-28-letters');
  wrong.bench.node.start();
  wrong.bench.until(() => wrong.complaints.length > 0, 'a refusal');
  t.regex(wrong.complaints[0], /another secret/);
  t.false(JSON.stringify([wrong.complaints, wrong.bench.progress]).includes('another-secret-of'));
});

test('what is wrong is refused by name, without the secret', (t) => {
  const { productKey, deviceName } = DEVICE;
  const digest = nodeDigest;
  t.throws(() => aliyun({ productKey: 'a b', deviceName, deviceSecret: SECRET, digest }), { message: /^productKey: may have letters, digits/ });
  t.throws(() => aliyun({ productKey, deviceName, deviceSecret: '', digest }), { message: /^deviceSecret: must be text of 1 to 64/ });
});
