import test from 'ava';
import type { CellularError } from '../../modules/base/errors.js';
import { errorFormat } from '../../modules/cellular/device.js';
import { mqttPublish, mqttPublishLength, mqttRead } from '../../modules/fibocom/mqtt.js';
import { signalQuality } from '../../modules/cellular/network.js';
import { dial } from '../../modules/fibocom/network.js';
import { Bench, settledBench } from './bench.js';

const PUBLISH = [1, 't', 1, 0, 'x'] as const;

// ── abandoning ─────────────────────────────────────────────────────────────────────────────────────────────────────────

test('an abandoned exchange that was queued is never sent', (t) => {
  const bench = settledBench();
  bench.execute(signalQuality, [], { label: 'a' });
  const abandoned = bench.execute(errorFormat, [1], { label: 'b' });
  bench.execute(signalQuality, [], { label: 'c' });
  bench.dialogue.abandon(abandoned);
  bench.say('\r\nOK\r\n');
  bench.say('\r\nOK\r\n');
  t.is(bench.heard(), 'AT+CSQ\rAT+CSQ\r');
  t.deepEqual(bench.events(), ['a end ok', 'c end ok']);
});

test('an abandoned exchange under way calls nothing back, and its answer answers nobody else', (t) => {
  const bench = settledBench();
  const abandoned = bench.execute(signalQuality, [], { label: 'a' });
  bench.execute(signalQuality, [], { label: 'b' });
  bench.heard();
  bench.dialogue.abandon(abandoned);
  t.is(bench.heard(), '');
  bench.say('\r\n+CSQ: 1,99\r\n\r\nOK\r\n');
  bench.say('\r\n+CSQ: 2,99\r\n\r\nOK\r\n');
  t.deepEqual(bench.events(), ['b reply 2|99', 'b end ok']);
});

test('the payload of an abandoned read is counted, and not stored', (t) => {
  const bench = settledBench();
  const into = Buffer.alloc(8, 0xee);
  const abandoned = bench.execute(mqttRead, [1], { into });
  bench.dialogue.abandon(abandoned);
  bench.say('\r\n+MQTTREAD: 1,0,1,6,"t","\r\nOK\r\n"\r\n\r\nOK\r\n');
  t.deepEqual(bench.events(), []);
  t.is(into.toString('latin1'), '\xee'.repeat(8));
});

test('the data of an abandoned publish are sent to their end', (t) => {
  const bench = settledBench();
  const abandoned = bench.execute(mqttPublishLength, [1, 't', 0, 0, 3], { label: 'a', data: 'abc' });
  bench.dialogue.abandon(abandoned);
  bench.heard();
  bench.say('\r\n> ');
  t.is(bench.heard(), 'abc');
  bench.say('\r\nOK\r\n');
  t.deepEqual(bench.events(), []);
});

for (const [when, accept] of [
  ['before', false],
  ['after', true],
] as const) {
  test(`the completion of an exchange that was abandoned ${when} its OK completes nobody else`, (t) => {
    const bench = settledBench();
    const abandoned = bench.execute(mqttPublish, PUBLISH, { label: 'a' });
    if (accept) bench.say('\r\nOK\r\n');
    bench.dialogue.abandon(abandoned);
    if (!accept) bench.say('\r\nOK\r\n');
    bench.execute(mqttPublish, PUBLISH, { label: 'b' });
    bench.say('\r\nOK\r\n\r\n+MQTTPUB: 1,1\r\n');
    t.deepEqual(bench.events(), []);
    bench.say('\r\n+MQTTPUB: 1,0\r\n');
    t.deepEqual(bench.events(), ['b completion 1|0', 'b end failed']);
  });
}

test('a dial that was abandoned before its OK does not keep the next from its address', (t) => {
  const bench = settledBench();
  const abandoned = bench.execute(dial, [1, 'CMNET'], { label: 'a' });
  bench.dialogue.abandon(abandoned);
  bench.say('\r\nOK\r\n');
  bench.execute(dial, [1, 'CMNET'], { label: 'b' });
  bench.say('\r\nOK\r\n\r\n+MIPCALL: 10.0.0.1\r\n');
  t.deepEqual(bench.events(), ['b completion 10.0.0.1', 'b end ok']);
});

test('an exchange that is abandoned in its own completion has no end, and owes nothing', (t) => {
  const bench = settledBench();
  const abandoned = bench.exchange(mqttPublish, PUBLISH, { onCompletion: () => bench.dialogue.abandon(abandoned), label: 'a' });
  for (const text of ['\r\nOK\r\n\r\n+MQTTPUB: 1,1\r\n', '\r\n+MQTTPUB: 1,1\r\n\r\nOK\r\n']) {
    bench.dialogue.execute(abandoned);
    bench.settle();
    bench.say(text);
    t.deepEqual(bench.events(), []);
  }
  bench.execute(mqttPublish, PUBLISH, { label: 'b' });
  bench.say('\r\nOK\r\n\r\n+MQTTPUB: 1,1\r\n');
  t.deepEqual(bench.events(), ['b completion 1|1', 'b end ok']);
});

test('abandoning what was never executed, or has ended, does nothing', (t) => {
  const bench = settledBench();
  const ended = bench.execute(signalQuality, [], { label: 'a' });
  bench.say('\r\nOK\r\n');
  bench.dialogue.abandon(ended);
  bench.dialogue.abandon(bench.exchange(signalQuality, []));
  bench.execute(signalQuality, [], { label: 'b' });
  bench.say('\r\nOK\r\n');
  t.deepEqual(bench.events(), ['a end ok', 'b end ok']);
});

// ── closing ────────────────────────────────────────────────────────────────────────────────────────────────────────────

test('closing ends all callbacks, frees the port, and can be done twice; use after it throws', (t) => {
  const bench = settledBench();
  const awaited = bench.execute(mqttPublish, PUBLISH);
  bench.say('\r\nOK\r\n');
  bench.execute(signalQuality, []);
  bench.execute(signalQuality, []);
  bench.port.say('\r\nOK\r\n');
  bench.dialogue.close();
  bench.dialogue.close();
  t.false(bench.port.isOpen);
  t.is(bench.time.armed, 0);
  bench.dialogue.abandon(awaited);
  bench.time.advance(600000);
  t.deepEqual(bench.events(), []);
  for (const use of [() => bench.execute(signalQuality, []), () => bench.synchronise()]) {
    t.is(t.throws<CellularError>(use).code, 'closed');
  }
});

test('closing while the line is synchronised ends that too', (t) => {
  const bench = new Bench();
  bench.synchronise(1000);
  bench.dialogue.close();
  bench.time.advance(60000);
  t.deepEqual(bench.events(), []);
});

test('closing from any callback ends all others', (t) => {
  const close = (bench: Bench) => (): void => {
    bench.note('closed');
    bench.dialogue.close();
  };
  const fromReply = settledBench();
  fromReply.execute(signalQuality, [], { label: 'a', onReply: close(fromReply) });
  fromReply.execute(signalQuality, [], { label: 'b' });
  fromReply.say('\r\n+CSQ: 9,99\r\n\r\nOK\r\n\r\n+CREG: 1\r\n');

  const fromCompletion = settledBench();
  fromCompletion.execute(mqttPublish, PUBLISH, { label: 'a', onCompletion: close(fromCompletion) });
  fromCompletion.say('\r\nOK\r\n\r\n+MQTTPUB: 1,1\r\n\r\n+CREG: 1\r\n');

  const fromEnd = settledBench();
  fromEnd.execute(signalQuality, [], { label: 'a', onEnd: close(fromEnd) });
  fromEnd.execute(signalQuality, [], { label: 'b' });
  fromEnd.say('\r\nOK\r\n\r\n+CREG: 1\r\n');

  const fromTimeout = settledBench();
  fromTimeout.execute(signalQuality, [], { label: 'a', onEnd: close(fromTimeout) });
  fromTimeout.execute(signalQuality, [], { label: 'b' });

  const fromOverdue = settledBench();
  for (const label of ['a', 'b']) {
    fromOverdue.execute(mqttPublish, PUBLISH, { label, onEnd: close(fromOverdue) });
    fromOverdue.say('\r\nOK\r\n');
  }

  const fromUnresponsive = settledBench();
  fromUnresponsive.execute(mqttPublish, PUBLISH, { label: 'a' });
  fromUnresponsive.say('\r\nOK\r\n');
  fromUnresponsive.execute(signalQuality, [], { label: 'b', onEnd: () => undefined });
  fromUnresponsive.execute(signalQuality, [], { label: 'c', onEnd: close(fromUnresponsive) });
  fromUnresponsive.execute(signalQuality, [], { label: 'd' });

  const fromAnomaly: Bench = settledBench({ listener: { onAnomaly: () => close(fromAnomaly)() } });
  fromAnomaly.say('\r\nOK\r\n\r\n+CREG: 1\r\n');

  for (const bench of [fromReply, fromCompletion, fromEnd, fromTimeout, fromOverdue, fromAnomaly]) {
    bench.time.advance(600000);
    t.deepEqual(bench.events(), ['closed']);
    t.is(bench.time.armed, 0);
  }
  fromUnresponsive.time.advance(600000);
  t.deepEqual(fromUnresponsive.events(), ['a end timeout', 'closed']);
});
