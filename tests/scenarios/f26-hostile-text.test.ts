import { MINUTE, onEveryProfile, publishesAgain, recovers, ScenarioBench, SECOND } from './scenario-bench.js';

onEveryProfile('F26: CR, LF and quotes in a topic are refused before a byte is sent', (t, profile) => {
  const bench = ScenarioBench.online(profile);
  const client = bench.client();
  bench.time.advance(MINUTE + 500);
  bench.sent();
  for (const topic of ['a\rb', 'a\nb', 'a"b', 'a\r\nAT+CFUN=15\r\n', '']) {
    t.like(t.throws(() => client.client.write(null, { topic, byteLength: 0 })), { code: 'invalid-argument' }, topic);
  }
  t.is(bench.sent(), '');
});

for (const pair of ['apn', 'user', 'password'] as const) {
  onEveryProfile(`F26: CR, LF and quotes in ${pair} are refused before the port is opened`, (t, profile) => {
    const network = { apn: 'CMNET', user: 'me', password: 'secret' };
    for (const text of ['a\rb', 'a"b', 'a\r\nAT+CFUN=15']) {
      const configuration = { network: { ...network, [pair]: text } };
      const error = t.throws(() => new ScenarioBench(profile, { configuration }));
      t.like(error, { code: 'invalid-argument' });
      t.false(error.message.includes('CFUN'));
    }
  });
}

for (const name of ['garbage', 'quoted-result', 'line-beheaded']) {
  onEveryProfile(`F26: ${name}: the parser lives on`, (t, profile) => {
    const bench = ScenarioBench.online(profile);
    for (let round = 0; round < 20; round += 1) {
      bench.faults.inject(name);
      bench.time.advance(7 * SECOND);
    }
    bench.faults.liftAll();
    // A beheaded completion of an open is missed only by the deadline of that open.
    recovers(t, bench, 4 * MINUTE);
  });
}

for (const name of ['bytes-flipped', 'bytes-inserted', 'bytes-repeated', 'bytes-lost']) {
  onEveryProfile(`F26: ${name}, one byte in a hundred on the way to the host`, (t, profile) => {
    const bench = ScenarioBench.online(profile);
    bench.faults.inject(name, { rate: 0.01, direction: 'to-host' });
    bench.time.advance(10 * MINUTE);
    bench.faults.liftAll();
    recovers(t, bench, 5 * MINUTE);
  });
}

// AT commands have no checksum: what was garbled on its way to the module may be at the broker so, and acknowledged.
for (const name of ['bytes-flipped', 'bytes-inserted', 'bytes-repeated', 'bytes-lost']) {
  onEveryProfile(`F26: ${name}, one byte in a hundred both ways: the node goes on`, (t, profile) => {
    const bench = ScenarioBench.online(profile, { isSpoilt: true });
    bench.faults.inject(name, { rate: 0.01, direction: 'both' });
    bench.time.advance(20 * MINUTE);
    bench.faults.liftAll();
    publishesAgain(t, bench, 5 * MINUTE);
  });
}
