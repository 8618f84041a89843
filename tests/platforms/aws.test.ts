import test from 'ava';
import { AwsGate } from '../../host-sim/platforms/aws-gate.js';
import { aws } from '../../modules/platforms/aws.js';
import { livesThroughADay, PlatformBench } from './platform-bench.js';

const THING = { thingName: 'roof-1', prefix: 'cellnode/node-1' } as const;

function bench(): PlatformBench<AwsGate> {
  const trust = '-----BEGIN CERTIFICATE-----\nMAo=\n-----END CERTIFICATE-----\n';
  return new PlatformBench<AwsGate>({
    platform: () => aws({ thingName: 'roof-1' }),
    gate: (gate) => new AwsGate(THING, gate),
    configuration: { network: { tls: { trust } } },
  });
}

test('a day behind AWS IoT Core', (t) => {
  const platform = bench();
  livesThroughADay(t, platform);
  t.deepEqual(platform.gate.reported, { interval: 1200 });
});

test('what is wrong is refused by name', (t) => {
  t.throws(() => aws({ thingName: 'roof 1' }), { message: /^thingName: may have letters, digits and -_:/ });
  const platform = new PlatformBench<AwsGate>({
    platform: () => aws({ thingName: 'roof-2' }),
    gate: (gate) => new AwsGate(THING, gate),
    configuration: { network: { tls: { trust: '-----BEGIN CERTIFICATE-----\nMAo=\n-----END CERTIFICATE-----\n' } } },
  });
  platform.bench.node.start();
  platform.bench.until(() => platform.complaints.length > 0, 'a refusal');
  t.regex(platform.complaints[0], /the policy lets in the thing name alone/);
});
