import { MINUTE, obeys, onEveryProfile, recovers, ScenarioBench, SECOND } from './scenario-bench.js';

const REBOOTS = [
  ['reboot', {}],
  ['reboot-unannounced', {}],
  ['brown-out', { command: 'AT+MQTTPUB', delay: 0 }],
  ['brown-out', { command: 'AT+MQTTPUB', delay: 30 }],
  ['brown-out', { command: 'AT+CSQ', delay: 1 }],
  ['power-cut', { duration: 40 }],
  ['echo-returns', {}],
] as const;

for (const [name, options] of REBOOTS) {
  onEveryProfile(`F14: ${[name, ...Object.values(options)].join(' ')}: noticed, set up again, subscribed again`, (t, profile) => {
    const bench = ScenarioBench.online(profile);
    bench.faults.inject(name, options);
    bench.time.advance(90 * SECOND);
    t.deepEqual(bench.faults.active, []);
    // Of the longest gap 40 s are the cut's, and up to 8 s the module's boot, card and registration.
    recovers(t, bench, MINUTE, name === 'power-cut' ? 65 * SECOND : MINUTE);
    obeys(t, bench, MINUTE);
    // A slot in which something was waited for in vain is used last.
    t.is([1, 2].filter((slot) => bench.module.slots.state(slot) === 'open').length, 1);
  });
}

for (const name of ['reboot', 'reboot-unannounced', 'echo-returns'] as const) {
  onEveryProfile(`F14: ${name}: noticed within two minutes although nothing is published`, (t, profile) => {
    const bench = ScenarioBench.online(profile, { configuration: { interval: 60 * MINUTE } });
    bench.faults.inject(name);
    bench.time.advance(2 * MINUTE);
    bench.command('{"interval": 5}');
    bench.until(() => bench.node.sensors.intervalOf('room') === 5 * SECOND, 'the command is obeyed', MINUTE);
    recovers(t, bench, MINUTE);
  });
}
