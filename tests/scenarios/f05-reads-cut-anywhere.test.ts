import { meansTheSame, MINUTE, onEveryProfile, recovers, ScenarioBench } from './scenario-bench.js';

for (const longest of [1, 2, 7, 40]) {
  onEveryProfile(`F5: what arrives in pieces of up to ${longest} bytes means the same`, (t, profile) => {
    meansTheSame(t, profile, 'reads-cut', { longest, pause: 3 });
  });
}

onEveryProfile('F5: many URCs in one read', (t, profile) => {
  const bench = ScenarioBench.online(profile);
  bench.faults.inject('urc-storm', { count: 30, interval: 0 });
  bench.time.advance(MINUTE);
  t.is(bench.losses, 0);
  recovers(t, bench, MINUTE);
});
