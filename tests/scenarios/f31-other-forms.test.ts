import type { FaultOptions } from '../../host-sim/faults/fault-options.js';
import type { ProfileOptions } from '../../host-sim/module/profile.js';
import { meansTheSame, MINUTE, obeys, onEveryProfile, recovers, ScenarioBench } from './scenario-bench.js';

const FORMS: readonly (readonly [title: string, fault: string, options: FaultOptions])[] = [
  ['a field more behind every line', 'further-fields', {}],
  ['empty fields behind every line', 'further-fields', { fields: ',,"00001000",' }],
  ['texts without their quotes', 'other-quotes', { quotes: 'none' }],
  ['numbers within quotes', 'other-quotes', { quotes: 'everywhere' }],
];

for (const [title, fault, options] of FORMS) {
  onEveryProfile(`F31: ${title}: up, obeyed, and nothing noticed`, (t, profile) => meansTheSame(t, profile, fault, options));
}

for (let seed = 1; seed <= 4; seed += 1) {
  onEveryProfile(`F31: another voice (${seed}): up, obeyed, and every reading`, (t, profile) => {
    const bench = new ScenarioBench(profile);
    bench.faults.inject('other-voice', { seed });
    bench.node.start();
    bench.until(() => bench.readings().length > 0, 'readings come', 3 * MINUTE);
    obeys(t, bench, MINUTE);
    bench.faults.lift('other-voice');
    recovers(t, bench, MINUTE);
  });
}

onEveryProfile('F3: a final result that comes twelve seconds behind its information line is waited for', (t, profile) => {
  const bench = new ScenarioBench(profile);
  for (const command of ['AT+CGMM', 'AT+CEREG?', 'AT+MIPCALL?', 'AT+CCLK?']) bench.faults.inject('result-late', { command });
  bench.node.start();
  bench.until(() => bench.readings().length > 0, 'readings come', 5 * MINUTE);
  t.is(bench.node.modem.model, bench.module.profile.model);
  recovers(t, bench, MINUTE);
});

onEveryProfile('F31: a word before every answer is none of the names that were asked for', (t, profile) => {
  const bench = new ScenarioBench(profile);
  bench.faults.inject('words-before-answers');
  bench.node.start();
  bench.until(() => bench.readings().length > 0, 'readings come', 3 * MINUTE);
  const { imei, iccid, model } = bench.node.modem;
  t.deepEqual([imei, iccid, model], ['866123040012345', '89860321249930012345', bench.module.profile.model]);
  recovers(t, bench, MINUTE);
});

onEveryProfile('F31: identity behind a prefix, and an address that is none in four fields', (t, profile) => {
  const changes: ProfileOptions = { identityForm: 'prefixed', noAddressReport: 'state-addresses' };
  const bench = ScenarioBench.online(profile, { module: { profile: changes } });
  t.is(bench.node.modem.imei, '866123040012345');
  bench.faults.inject('data-call-lost');
  bench.until(() => bench.node.modem.connection < 500, 'the loss is noticed', 1000);
  recovers(t, bench, 2 * MINUTE);
});
