import { MINUTE, onEveryProfile, recovers, ScenarioBench, SECOND } from './scenario-bench.js';

const LATE = [
  ['answer-overtaken', { command: 'AT+CSQ' }],
  ['answer-overtaken', { command: 'AT+MQTTPUB' }],
  ['answer-late', { command: 'AT+MQTTPUB' }],
  ['answer-late', { command: 'AT+CSQ' }],
  ['answer-missing', { command: 'AT+MQTTPUB' }],
  ['answer-doubled', { command: 'AT+MQTTPUB' }],
  ['completion-late', { urc: '+MQTTPUB' }],
  ['completion-missing', { urc: '+MQTTPUB' }],
  ['completion-doubled', { urc: '+MQTTPUB' }],
] as const;

for (const [name, options] of LATE) {
  onEveryProfile(`F3: ${name} ${Object.values(options).join()} answers nothing else`, (t, profile) => {
    const bench = ScenarioBench.online(profile);
    // The one that it meets is by chance; five of them meet different ones.
    for (let round = 0; round < 5; round += 1) {
      bench.faults.inject(name, options);
      bench.until(() => !bench.faults.active.includes(name), 'it has met its command', 3 * MINUTE);
      bench.time.advance(50 * SECOND);
    }
    recovers(t, bench, 3 * MINUTE, 4 * MINUTE);
    t.is(bench.node.modem.registration, 'home');
  });
}
