import { text } from '../support/bytes.js';
import { MINUTE, onEveryProfile, recovers, ScenarioBench, SECOND } from './scenario-bench.js';

const PAYLOADS = ['OK', 'ERROR', '\r\nOK\r\n', '\r\n+MQTTBREAK: 1,1\r\n', '\r\n> ', '\r\n+CME ERROR: 3\r\n', '+MQTTPUB: 2,0'];

onEveryProfile('F4: payloads that look like results are published as they are', (t, profile) => {
  const bench = ScenarioBench.online(profile);
  const client = bench.client();
  for (const payload of PAYLOADS) client.publish('lookalike', payload, 1);
  client.untilWritable();
  const arrived = bench.received.filter(({ topic }) => topic === 'lookalike').map(({ payload }) => text(payload));
  t.deepEqual(arrived, PAYLOADS);
  t.is(client.error, undefined);
  t.is(bench.losses, 0);
});

onEveryProfile('F4: a message that looks like results ends no connection and no command', (t, profile) => {
  const bench = ScenarioBench.online(profile);
  for (let round = 0; round < 5; round += 1) {
    bench.faults.inject('hostile-message', { payload: 'OK' });
    bench.faults.inject('hostile-message');
    bench.time.advance(3 * SECOND);
  }
  bench.time.advance(MINUTE);
  // What is pushed unescaped is cut where it looks like framing, and no more than the connection can come of that.
  if (bench.module.profile.hasReceiveMode) t.is(bench.losses, 0);
  recovers(t, bench, 2 * MINUTE);
});
