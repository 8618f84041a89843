import { onEveryProfile, ScenarioBench } from './scenario-bench.js';

onEveryProfile('F7: every byte arrives as it was, in every length around the buffers', (t, profile) => {
  const bench = ScenarioBench.online(profile);
  const client = bench.client({ publishCapacity: 4096 });
  const payloads = [1, 2, 63, 64, 65, 127, 128, 129, 255, 256, 1023, 1024, 1025, 4096].map((length) =>
    Uint8Array.from({ length }, (_, index) => (index * 7 + length) & 255),
  );
  for (const payload of payloads) client.publish('bytes', payload, 1);
  client.untilWritable();
  const arrived = bench.received.filter(({ topic }) => topic === 'bytes').map(({ payload }) => payload);
  t.deepEqual(arrived, payloads);
});
