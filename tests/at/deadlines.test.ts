import test from 'ava';
import type { CellularError } from '../../modules/base/errors.js';
import { errorFormat } from '../../modules/cellular/device.js';
import { mqttPublish, mqttRead } from '../../modules/fibocom/mqtt.js';
import { registrationQueryPacket, signalQuality } from '../../modules/cellular/network.js';
import { type Bench, PROBE, PROBE_ANSWER, settledBench } from './bench.js';

const PUBLISH = [1, 'topic', 1, 0, 'x'] as const;

/** Lets a deadline pass and the probe be sent. */
function miss(bench: Bench, milliseconds: number): void {
  bench.time.advance(milliseconds);
  bench.settle();
}

test('a deadline counts from the last byte of the command', (t) => {
  let room = 4;
  const bench = settledBench({ room: () => room });
  room = 0;
  bench.execute(signalQuality, []);
  bench.time.advance(4000);
  room = 4;
  bench.port.tellRoom();
  bench.time.advance(4999);
  t.deepEqual(bench.events(), []);
  bench.time.advance(1);
  t.deepEqual(bench.events(), ['AT+CSQ end timeout']);
});

test('what was seen is counted', (t) => {
  const bench = settledBench();
  const before = { ...bench.dialogue.counters };
  t.deepEqual(before, { lines: 2, anomalies: 0, timeouts: 0, synchronisations: 1, echoes: 0 });
  bench.execute(mqttRead, [1]);
  bench.say('\r\n+MQTTREAD: 1,0,1,2,"t","\r\n"\r\n\r\nOK\r\n\r\nOK\r\n');
  bench.execute(signalQuality, []);
  miss(bench, 5000);
  t.deepEqual(bench.dialogue.counters, { lines: 5, anomalies: 1, timeouts: 1, synchronisations: 2, echoes: 0 });
});

test('a missed deadline says which command waited for what', (t) => {
  const bench = settledBench();
  let ended: CellularError | undefined;
  bench.execute(signalQuality, [], { onEnd: (error) => (ended = error) });
  miss(bench, 5000);
  t.is(ended?.message, 'AT+CSQ: no final result within its deadline');
  t.is(ended?.command, 'AT+CSQ');
  t.true(ended?.isRetryable);
  t.is(bench.dialogue.counters.timeouts, 1);
});

test('a late final result never answers the next command', (t) => {
  const bench = settledBench();
  bench.execute(errorFormat, [1], { label: 'first' });
  bench.execute(signalQuality, [], { label: 'second' });
  miss(bench, 2000);
  t.is(bench.heard(), `AT+CMEE=1\r${PROBE}`);
  // The answer of the first, and then that of the probe: only now is the second sent.
  bench.say('\r\nERROR\r\n');
  t.is(bench.heard(), '');
  bench.say(PROBE_ANSWER);
  t.is(bench.heard(), 'AT+CSQ\r');
  t.deepEqual(bench.events(), ['first end timeout']);
  bench.say('\r\n+CSQ: 9,99\r\n\r\nOK\r\n');
  t.deepEqual(bench.events(), ['second reply 9|99', 'second end ok']);
});

test('where the late result never comes the line is settled after a while without one', (t) => {
  const bench = settledBench();
  bench.execute(errorFormat, [1], { label: 'first' });
  bench.execute(signalQuality, [], { label: 'second' });
  miss(bench, 2000);
  bench.heard();
  bench.say(PROBE_ANSWER);
  t.is(bench.heard(), '');
  bench.time.advance(299);
  t.is(bench.heard(), '');
  bench.time.advance(1);
  t.is(bench.heard(), 'AT+CSQ\r');
});

test('a late result that never came is not waited for a second time', (t) => {
  const bench = settledBench();
  bench.execute(errorFormat, [1], { label: 'first' });
  miss(bench, 2000);
  bench.say(PROBE_ANSWER);
  bench.time.advance(300);
  bench.execute(errorFormat, [1], { label: 'second' });
  bench.execute(signalQuality, [], { label: 'third' });
  miss(bench, 2000);
  bench.heard();
  bench.say('\r\nOK\r\n');
  bench.say(PROBE_ANSWER);
  t.is(bench.heard(), 'AT+CSQ\r');
});

test('results that nobody asked for before do not make the line wait', (t) => {
  const bench = settledBench();
  bench.say('\r\nOK\r\n\r\nOK\r\n');
  bench.execute(errorFormat, [1], { label: 'first' });
  bench.execute(signalQuality, [], { label: 'second' });
  miss(bench, 2000);
  bench.heard();
  bench.say('\r\nOK\r\n');
  bench.say(PROBE_ANSWER);
  t.is(bench.heard(), 'AT+CSQ\r');
});

test('a late result that comes behind the first answer of the probe is still waited for', (t) => {
  const bench = settledBench();
  bench.execute(errorFormat, [1], { label: 'first' });
  bench.execute(signalQuality, [], { label: 'second' });
  miss(bench, 2000);
  bench.time.advance(1500);
  t.is(bench.heard(), `AT+CMEE=1\r${PROBE}${PROBE}`);
  bench.say('\r\nOK\r\n');
  bench.say(PROBE_ANSWER);
  t.is(bench.heard(), '');
  bench.say(PROBE_ANSWER);
  bench.time.advance(300);
  t.is(bench.heard(), 'AT+CSQ\r');
});

test('a late information line never answers the next command', (t) => {
  const bench = settledBench();
  bench.execute(registrationQueryPacket, [], { label: 'first' });
  bench.execute(registrationQueryPacket, [], { label: 'second' });
  miss(bench, 5000);
  bench.say('\r\n+CGREG: 0,2\r\n\r\nOK\r\n');
  bench.say(PROBE_ANSWER);
  bench.say('\r\n+CGREG: 0,1\r\n\r\nOK\r\n');
  t.deepEqual(bench.events(), ['first end timeout', 'malformed-line', 'second reply 0|1', 'second end ok']);
});

test('URCs are served while the line is settled', (t) => {
  const bench = settledBench();
  bench.execute(signalQuality, []);
  miss(bench, 5000);
  bench.say('\r\n+MQTTMSG: 1,0,"t","x"\r\n\r\n+CMEE: 1\r\n\r\n+CREG: 1\r\n\r\nOK\r\n\r\n+CREG: 5\r\n');
  t.deepEqual(bench.events(), ['AT+CSQ end timeout', 'URC +MQTTMSG 1|0|t|x', 'URC +CREG 1', 'URC +CREG 5']);
});

test('a module that does not come back ends everything, and says so once', (t) => {
  const bench = settledBench();
  bench.execute(mqttPublish, PUBLISH, { label: 'accepted' });
  bench.say('\r\nOK\r\n');
  bench.execute(signalQuality, [], { label: 'asked' });
  bench.execute(errorFormat, [1], { label: 'queued' });
  bench.time.advance(5000);
  t.deepEqual(bench.events(), ['asked end timeout']);
  bench.time.advance(30000);
  t.deepEqual(bench.events(), ['accepted end timeout', 'queued end unresponsive', 'unresponsive']);
  const error = t.throws<CellularError>(() => bench.execute(signalQuality, []));
  t.is(error.code, 'unresponsive');
  bench.heard();
  bench.time.advance(600000);
  t.deepEqual(bench.events(), []);
  t.is(bench.heard(), '');
});

test('silence for two minutes and then everything at once: nothing is taken for anything else', (t) => {
  const bench = settledBench();
  bench.execute(mqttPublish, PUBLISH, { label: 'a' });
  bench.say('\r\nOK\r\n');
  bench.time.advance(20000);
  // The module is silent from here on.
  bench.execute(mqttPublish, PUBLISH, { label: 'b' });
  bench.time.advance(60000);
  t.deepEqual(bench.events(), ['b end timeout', 'a end timeout', 'unresponsive']);
  bench.dialogue.synchronise(180000, () => {
    bench.note('synchronised');
    bench.dialogue.execute(bench.exchange(signalQuality, [], { label: 'c' }));
    bench.dialogue.execute(bench.exchange(mqttPublish, PUBLISH, { label: 'd' }));
  });
  bench.time.advance(40000);
  const probes = bench.heard().split(PROBE).length - 1;
  t.true(probes > 20);

  bench.say(`\r\n+MQTTPUB: 1,1\r\n\r\nOK\r\n${PROBE_ANSWER.repeat(probes)}`);
  bench.time.advance(300);
  t.deepEqual(bench.events(), ['synchronised']);
  t.is(bench.heard(), 'AT+CSQ\r');
  bench.say('\r\n+CSQ: 9,99\r\n\r\nOK\r\n');
  t.deepEqual(bench.events(), ['c reply 9|99', 'c end ok']);
  // What b completes with comes when d waits for its own.
  bench.say('\r\nOK\r\n\r\n+MQTTPUB: 1,1\r\n');
  t.deepEqual(bench.events(), []);
  bench.say('\r\n+MQTTPUB: 1,0\r\n');
  t.deepEqual(bench.events(), ['d completion 1|0', 'd end failed']);
});

test('results that come between two attempts to synchronise are not taken for the second one’s', (t) => {
  const bench = settledBench();
  bench.execute(signalQuality, []);
  bench.time.advance(40000);
  const probes = bench.heard().split(PROBE).length - 1;
  bench.say('\r\n+CSQ: 9,99\r\n\r\nOK\r\n');
  bench.events();
  bench.dialogue.synchronise(60000, () => bench.dialogue.execute(bench.exchange(errorFormat, [1])));
  bench.settle();
  bench.heard();
  bench.say(PROBE_ANSWER.repeat(probes));
  t.is(bench.heard(), '');
  bench.say(PROBE_ANSWER);
  t.is(bench.heard(), 'AT+CMEE=1\r');
  t.deepEqual(bench.events(), []);
});
