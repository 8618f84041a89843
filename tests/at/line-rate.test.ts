import test from 'ava';
import { signalQuality } from '../../modules/cellular/network.js';
import { Bench, PROBE, PROBE_ANSWER, settledBench } from './bench.js';

const CSQ = '\r\n+CSQ: 20,99\r\n\r\nOK\r\n';

test('the line rate is changed with the port closed and opened, and with all that waits given up', (t) => {
  const bench = settledBench();
  bench.execute(signalQuality, [], { label: 'under way' });
  bench.execute(signalQuality, [], { label: 'waiting' });
  bench.heard();
  bench.dialogue.setLineRate(9600);
  t.true(bench.port.isOpen);
  t.deepEqual(bench.events(), ['under way end unresponsive', 'waiting end unresponsive']);
  const unknown = t.throws(() => bench.execute(signalQuality, []));
  t.like(unknown, { code: 'unresponsive' }, 'until it is known whether the module listens at this rate');
  bench.synchronise();
  t.is(bench.heard(), PROBE);
  bench.say(PROBE_ANSWER);
  t.deepEqual(bench.events(), ['synchronised ok']);
  bench.execute(signalQuality, []);
  t.is(bench.heard(), 'AT+CSQ\r');
  bench.say(CSQ);
  t.deepEqual(bench.events(), ['AT+CSQ reply 20|99', 'AT+CSQ end ok']);
});

test('a closed dialogue changes no rate', (t) => {
  const bench = settledBench();
  bench.dialogue.close();
  t.like(t.throws(() => bench.dialogue.setLineRate(9600)), { code: 'closed' });
  t.false(bench.port.isOpen);
});

test('the longest command line is what the dialogue was made for', (t) => {
  t.is(new Bench().dialogue.transmitCapacity, 1024);
  t.is(new Bench({ dialogue: { transmitCapacity: 64 } }).dialogue.transmitCapacity, 64);
});
