import test from 'ava';
import { signalQuality } from '../../modules/cellular/network.js';
import { Bench, PROBE, PROBE_ANSWER } from './bench.js';

const CSQ = '\r\n+CSQ: 20,99\r\n\r\nOK\r\n';

/** A bench that has asked twice and was answered once: an answer is owed. */
function owingBench(): Bench {
  const bench = new Bench();
  bench.synchronise();
  bench.time.advance(1000);
  bench.say(PROBE_ANSWER);
  bench.time.advance(300);
  return bench;
}

test('what a probe is answered when the line has settled answers no command', (t) => {
  const bench = owingBench();
  t.deepEqual(bench.events(), ['synchronised ok']);
  t.is(bench.heard(), PROBE + PROBE);
  bench.execute(signalQuality, []);
  bench.say(PROBE_ANSWER);
  t.deepEqual(bench.events(), []);
  bench.say(CSQ);
  t.deepEqual(bench.events(), ['AT+CSQ reply 20|99', 'AT+CSQ end ok']);
});

test('the answer of a probe may be cut in two by the end of the settling', (t) => {
  const bench = owingBench();
  bench.execute(signalQuality, []);
  bench.say('\r\n+CMEE: 1\r\n');
  bench.say('\r\nOK\r\n');
  bench.say(CSQ);
  t.deepEqual(bench.events().slice(1), ['AT+CSQ reply 20|99', 'AT+CSQ end ok']);
});

test('once a command was answered, no earlier answer is expected', (t) => {
  const bench = owingBench();
  bench.execute(signalQuality, []);
  bench.say(CSQ);
  bench.execute(signalQuality, [], { label: 'second' });
  // The probe of before is lost: this information line is nobody's, and the result is the command's.
  bench.say(PROBE_ANSWER);
  const ends = ['AT+CSQ end ok', 'malformed-line', 'second end ok'];
  t.deepEqual(bench.events().slice(1), ['AT+CSQ reply 20|99', ...ends]);
});

test('what is owed for longer than three minutes is lost', (t) => {
  for (const [silence, expected] of [[180_000, []], [180_001, ['malformed-line', 'AT+CSQ end ok']]] as const) {
    const bench = owingBench();
    bench.events();
    bench.time.advance(silence);
    bench.execute(signalQuality, []);
    bench.say(PROBE_ANSWER);
    t.deepEqual(bench.events(), expected);
  }
});

test('a module that answers in order, late: an old probe, the command that was given up, and then the new probe', (t) => {
  const bench = owingBench();
  bench.execute(signalQuality, [], { label: 'given up' });
  bench.time.runUntil(() => bench.events().includes('given up end timeout'), 60_000);
  bench.settle();
  bench.execute(signalQuality, [], { label: 'next' });
  bench.heard();
  bench.say(PROBE_ANSWER);
  bench.time.advance(400);
  t.false(bench.heard().includes('AT+CSQ'), 'the old probe tells nothing of now');
  bench.say(CSQ);
  bench.time.advance(400);
  t.false(bench.heard().includes('AT+CSQ'));
  bench.say(PROBE_ANSWER);
  bench.time.advance(400);
  t.true(bench.heard().includes('AT+CSQ'));
  bench.say(CSQ);
  t.deepEqual(bench.events().slice(-2), ['next reply 20|99', 'next end ok']);
});
