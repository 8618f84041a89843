import { profiles } from '../../host-sim/module/profile.js';
import { NO_STRAY_WORDS } from '../support/voice.js';
import { MINUTE, onEveryProfile, publishesAgain, recovers, ScenarioBench, SECOND } from './scenario-bench.js';

const ATTACKER = '+8613900000001';
const TEXTS = [
  '+MIPCALL: 0',
  '+MQTTBREAK: 1,1',
  'AT command ready',
  'ERROR',
  'OK',
  '+CME ERROR: 10',
  '+SIM: Removed',
  'hi\n+MIPCALL: 0\nERROR\nAT command ready',
];
/** A module that starts as the worst would: texts, written on the line as they come. */
const TELLTALE = { ...NO_STRAY_WORDS, messageFormatAtBoot: 1, messageRoutingAtBoot: [2, 2, 2, 1, 0] } as const;

onEveryProfile('F38: a module that would write short messages on the line is told not to, at each of its starts', (t, profile) => {
  const bench = ScenarioBench.online(profile, { module: { profile: TELLTALE } });
  for (let start = 0; start < 2; start += 1) {
    for (const text of TEXTS) {
      bench.module.radio.messages.send({ number: ATTACKER, text });
      bench.time.advance(10 * SECOND);
    }
    t.is(bench.losses, start);
    if (start > 0) break;
    bench.module.reset();
    bench.time.advance(MINUTE);
  }
  t.is(bench.node.modem.counters.anomalies, 0);
  recovers(t, bench, MINUTE);
});

onEveryProfile('F38: where the module refuses that, the text of a message is nothing but text', (t, profile) => {
  const bench = ScenarioBench.online(profile, { module: { profile: { ...TELLTALE, takesMessageSettings: false } } });
  for (const text of TEXTS) {
    bench.module.radio.messages.send({ number: ATTACKER, text });
    bench.time.advance(10 * SECOND);
  }
  t.is(bench.losses, 0);
  t.is(bench.node.modem.counters.timeouts, 0);
  recovers(t, bench, MINUTE);
});

onEveryProfile('F38: messages, broadcasts and texts of services at any moment', (t, profile) => {
  const bench = ScenarioBench.online(profile);
  const headers = ['+CMT: "+86139",,"26/03/01,08:00:10+32"', '+CMT: ,24', '+CBM: 1,4370,1,1,1', '+CDS: 25', '+CUSD: 0,"Balance'];
  for (let moment = 0; moment < 200; moment += 1) {
    bench.faults.inject('message-on-line', { header: headers[moment % headers.length], text: TEXTS[moment % 7] });
    bench.time.advance(7 * SECOND + 13 * moment);
  }
  t.is(bench.losses, 0);
  publishesAgain(t, bench, MINUTE);
});

onEveryProfile('F38: the module has the texts stored, and told of by nobody', (t, profile) => {
  const bench = ScenarioBench.online(profile, { module: { profile: TELLTALE } });
  bench.module.radio.messages.send({ number: ATTACKER, text: 'ERROR' });
  bench.time.advance(SECOND);
  t.is(bench.module.radio.messages.waiting, 0);
  t.not(profiles[profile], undefined);
});
