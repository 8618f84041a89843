import test from 'ava';
import { text, VirtualBench } from '../support/virtual-bench.js';
import { StandardProgram } from './standard-program.js';

test('a program written against the standard runs over the modem', (t) => {
  const bench = new VirtualBench().bringUp();
  const program = new StandardProgram({ link: bench.modem }, 30_000);
  program.subscribe('in/+', 'other');
  [0, 1, 2].forEach((QoS) => program.publish('out', `message at QoS ${QoS}`, QoS));
  program.publish('out', '{"large": "'.padEnd(900, 'x'), 1);
  program.connect();
  bench.until(() => bench.received.length === 4, 'all was published');
  for (let index = 0; index < 3; index += 1) bench.publish(`in/${index}`, `command ${index}`);
  bench.publish('in/3', '');
  bench.publish('in/4', 'last');
  program.unsubscribe('in/+', 'other');
  bench.advance(5000);
  const acknowledgements = program.log.filter((entry) => !entry.startsWith('in/'));
  t.deepEqual(acknowledgements, ['CONNACK', 'SUBACK 1 1,1', 'PUBACK 3', 'PUBREC 4', 'PUBCOMP 4', 'PUBACK 5', 'UNSUBACK 6']);
  const messages = program.log.filter((entry) => entry.startsWith('in/'));
  t.deepEqual(messages, ['in/0: command 0', 'in/1: command 1', 'in/2: command 2', 'in/4: last']);
  t.deepEqual(bench.received.slice(0, 4).map(({ qos, payload }) => [qos, payload.length]), [[0, 16], [1, 16], [2, 16], [1, 900]]);
  t.is(program.queued, 0);
});

test('it goes on with a new client from the same options when the connection is lost', (t) => {
  const bench = new VirtualBench().bringUp();
  const program = new StandardProgram({ link: bench.modem }, 60_000);
  program.connect();
  bench.advance(2000);
  bench.broker.goAway();
  bench.until(() => program.log.includes('lost'), 'the program is told');
  program.publish('out', 'while away', 1);
  program.connect();
  bench.until(() => program.log.includes('PUBACK 1'), 'the message is acknowledged');
  t.deepEqual(program.log, ['CONNACK', 'lost', 'CONNACK', 'PUBACK 1']);
  t.deepEqual(bench.received.map(({ payload }) => text(payload)), ['while away']);
});

test('two programs at once, one in each slot', (t) => {
  const bench = new VirtualBench().bringUp();
  const programs = [1, 2].map((slot) => new StandardProgram({ link: bench.modem, slot, publishCapacity: 64 }, 0));
  programs[0].connect();
  bench.advance(2000);
  programs[0].subscribe('news');
  // The same client identifier: the broker gives up the first connection for the second.
  programs[1].connect();
  bench.until(() => programs[0].log.includes('lost'), 'the first is replaced');
  programs[1].subscribe('news');
  bench.advance(1000);
  bench.publish('news', 'for the second');
  bench.advance(1000);
  t.deepEqual(programs[0].log, ['CONNACK', 'SUBACK 1 1', 'lost']);
  t.deepEqual(programs[1].log, ['CONNACK', 'SUBACK 1 1', 'news: for the second']);
});
