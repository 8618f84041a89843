import { text } from '../support/bytes.js';
import { onEveryProfile, ScenarioBench } from './scenario-bench.js';

const PLAIN = ['a\nb', 'a\r\nb', '"', 'a","b', '","', '\n\n'];
/** Looks like framing: only where the module tells the length first can it be told apart. */
const LIKE_FRAMING = ['\r\nOK\r\n', 'a"\r\n+MQTTBREAK: 2,1\r\nb', '\r\nERROR\r\n', '"\r\n'];

onEveryProfile('F6: bare LF, CR LF and quotes in messages', (t, profile) => {
  const bench = ScenarioBench.online(profile);
  const client = bench.client();
  client.subscribe('unescaped');
  const isExact = bench.module.profile.hasReceiveMode;
  t.is(bench.node.modem.receiveMode, isExact ? 'read' : 'push');
  const payloads = isExact ? [...PLAIN, ...LIKE_FRAMING] : PLAIN;
  for (const [index, payload] of payloads.entries()) {
    bench.publish('unescaped', payload);
    client.untilReceived(index + 1);
  }
  bench.time.advance(1000);
  t.deepEqual(client.messages.map((message) => text(message.payload)), payloads);
  t.is(client.error, undefined);
  t.is(bench.losses, 0);
});
