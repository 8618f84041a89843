import { MINUTE, onEveryProfile, recovers, ScenarioBench, SECOND } from './scenario-bench.js';

const PROMPTS = [
  ['prompt-stuck', {}],
  ['prompt-late', { delay: 8 }],
  ['prompt-late', { delay: 40 }],
  ['bare-prompt', {}],
  ['urc-for-prompt', { then: 'prompt' }],
  ['urc-for-prompt', { then: 'nothing' }],
  ['prompt-refused', {}],
  ['command-ignored', { command: 'AT+MQTTPUB' }],
] as const;

for (const [name, options] of PROMPTS) {
  const words = [name, ...Object.values(options)].join(' ');
  onEveryProfile(`F8: ${words}: the prompt has its own deadline, and the publish is tried again`, (t, profile) => {
    const bench = ScenarioBench.online(profile);
    for (let round = 0; round < 3; round += 1) {
      bench.faults.inject(name, options);
      bench.time.advance(MINUTE);
    }
    bench.faults.liftAll();
    t.is(bench.faults.counts[name], 3);
    recovers(t, bench, MINUTE, 20 * SECOND);
  });
}
