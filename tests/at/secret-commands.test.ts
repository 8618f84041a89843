import test from 'ava';
import { commands } from '../../modules/fibocom/table.js';
import { mqttUser } from '../../modules/fibocom/mqtt.js';
import { signalQuality } from '../../modules/cellular/network.js';
import { type Bench, settledBench } from './bench.js';

test('a command holds a secret when one of its arguments is secret, and not otherwise', (t) => {
  for (const command of commands) {
    const hasSecret = command.arguments.some((field) => field.kind === 'quoted' && field.secret === true);
    t.is(command.holdsSecret, hasSecret, command.summary);
  }
  t.true(mqttUser.holdsSecret);
});

/** What a dump of the memory shows from which the driver has sent. */
function dump(bench: Bench): string {
  return [...bench.port.memory].map((buffer) => Buffer.from(buffer).toString('latin1')).join('\n');
}

for (const [how, answer] of [['accepted', '\r\nOK\r\n'], ['refused', '\r\nERROR\r\n']] as const) {
  test(`a secret is wiped out of the memory from which it was sent once its command is ${how}`, (t) => {
    const bench = settledBench();
    bench.execute(mqttUser, [1, 'user', 'hunter2']);
    t.true(dump(bench).includes('hunter2'));
    bench.say(answer);
    t.false(dump(bench).includes('hunter2'));
    t.false(dump(bench).includes('user'));
  });
}

test('a secret is wiped when its command is given up', (t) => {
  const bench = settledBench();
  bench.execute(mqttUser, [1, 'user', 'hunter2']);
  bench.time.advance(mqttUser.responseDeadline);
  t.deepEqual(bench.events().slice(0, 1), ['AT+MQTTUSER= end timeout']);
  t.false(dump(bench).includes('hunter2'));
});

test('nothing is wiped behind a command without a secret, which costs a turn its time', (t) => {
  const bench = settledBench();
  bench.execute(signalQuality, []);
  bench.say('\r\n+CSQ: 9,99\r\n\r\nOK\r\n');
  t.true(dump(bench).includes('AT+CSQ'));
});
