import { createHash } from 'node:crypto';
import test from 'ava';
import { BaiduGate, type BaiduDevice } from '../../host-sim/platforms/baidu-gate.js';
import { nodeDigest as digest } from '../../host-sim/platforms/node-digest.js';
import { baidu } from '../../modules/platforms/baidu.js';
import { livesThroughADay, PlatformBench, refusesSecret } from './platform-bench.js';

const SECRET = 'ImSeCrEt0I1M2jkl';
const OTHER_SECRET = 'another-secret-16';
const IDENTITY = { iotCoreId: 'abcd123', deviceKey: 'roof-1' };
const DEVICE: BaiduDevice = { ...IDENTITY, deviceSecret: SECRET };

function bench(deviceSecret = SECRET): PlatformBench<BaiduGate> {
  return new PlatformBench<BaiduGate>({
    platform: () => baidu({ ...IDENTITY, deviceSecret, digest }),
    gate: (gate) => new BaiduGate(DEVICE, gate),
  });
}

test('a day behind Baidu IoT Core', (t) => {
  const platform = bench();
  livesThroughADay(t, platform);
});

test('what a reading looks like', (t) => {
  const platform = bench().start();
  const reading = (): string | undefined => platform.published.find((text) => text.includes('"sensor":"room"'));
  platform.bench.until(() => reading() !== undefined, 'a reading');
  t.regex(reading() ?? '', /^\{"sequence":\d+,"time":\d{13},.*"sensor":"room","sample":\{"count":1,/);
  t.deepEqual(platform.complaints, []);
});

test('a command is answered by what has come of it', (t) => {
  const platform = bench().start();
  t.deepEqual(platform.ask('valve', true), { isOpen: true });
  t.deepEqual(platform.ask('valve', 'up'), { error: 'bad-value', reason: 'must be true or false' });
});

test('another secret is told as one, and is in nothing that is told', (t) => {
  refusesSecret(t, bench(OTHER_SECRET), OTHER_SECRET);
});

test('a time that is signed is compared, and the ten minutes are inclusive', (t) => {
  const { gate, utc } = bench();
  for (const [off, isTaken] of [[0, true], [600, true], [601, false], [-600, true], [-601, false]] as const) {
    const time = Math.floor(utc / 1000) + off;
    const password = createHash('md5').update(`roof-1&${time}&MD5${SECRET}`).digest('hex');
    const connect = { clientId: 'any', user: `thingidp@abcd123|roof-1|${time}|MD5`, password: Buffer.from(password), keepAlive: 60, clean: true };
    t.is(gate.login(connect as unknown as Parameters<typeof gate.login>[0]), isTaken ? undefined : 703, String(off));
  }
  t.regex(gate.complaints[0], /the device's clock is 601 s off, where 600 are taken/);
});

test('what is wrong is refused by name, without the secret', (t) => {
  t.throws(() => baidu({ ...IDENTITY, deviceKey: 'a|b', deviceSecret: SECRET, digest }), { message: /^deviceKey: may have letters, digits and _-/ });
  t.throws(() => baidu({ ...IDENTITY, deviceSecret: '', digest }), { message: /^deviceSecret: must be text of 1 to 64/ });
});
