import test from 'ava';
import { Dialogue, type DialogueOptions } from '../../modules/at/dialogue/dialogue.js';
import type { CellularError } from '../../modules/base/errors.js';
import { errorFormatQuery } from '../../modules/cellular/device.js';
import { mqttPublish, mqttPublishLength } from '../../modules/fibocom/mqtt.js';
import { signalQuality } from '../../modules/cellular/network.js';
import { names } from '../../modules/fibocom/table.js';
import { VirtualTime } from '../../host-sim/time/virtual-time.js';
import { Bench, PROBE, PROBE_ANSWER, settledBench } from './bench.js';
import { ScriptedPort } from './scripted-port.js';

const PUBLISH = [1, 't', 1, 0, 'x'] as const;
const PUBLISH_BYTES = [1, 't', 1, 0, 3] as const;

test('options out of bounds are refused before the port is opened', (t) => {
  const refused: Partial<DialogueOptions>[] = [
    { receiveCapacity: 128 },
    { receiveCapacity: 1000 },
    { receiveCapacity: NaN },
    { transmitCapacity: 63 },
    { queueCapacity: 0 },
    { guardTime: -1 },
  ];
  for (const options of refused) {
    const time = new VirtualTime();
    const port = new ScriptedPort(time);
    const serial = { io: port.Serial };
    const needed = { serial, time, names, probe: errorFormatQuery, listener: { onUrc: () => undefined } };
    const error = t.throws<CellularError>(() => new Dialogue({ ...needed, ...options }));
    t.is(error.code, 'invalid-argument');
    t.true(error.message.startsWith(`${Object.keys(options)[0]}: `));
    t.false(port.isOpen);
  }
});

test('nothing is sent before the line is synchronised, and what comes is understood', (t) => {
  const bench = new Bench();
  bench.say('\r\nAT command ready\r\n\r\n+SIM READY\r\n');
  const error = t.throws<CellularError>(() => bench.execute(signalQuality, []));
  t.is(error.code, 'unresponsive');
  t.is(bench.heard(), '');
  t.deepEqual(bench.events(), ['URC AT command ready', 'URC +SIM READY']);
});

test('synchronising polls until the module answers', (t) => {
  const bench = new Bench();
  bench.synchronise();
  t.is(bench.heard(), PROBE);
  bench.time.advance(2500);
  t.is(bench.heard(), PROBE + PROBE);
  bench.say('\r\nAT command ready\r\n\r\nOK\r\n');
  t.deepEqual(bench.events(), ['URC AT command ready'], 'an OK without the information line proves nothing');
  bench.say(`AT+CMEE?\r${PROBE_ANSWER}`);
  bench.time.advance(300);
  t.deepEqual(bench.events(), ['synchronised ok']);
});

test('synchronising gives up at its limit, and can be tried again', (t) => {
  const bench = new Bench();
  bench.synchronise(4000);
  bench.time.advance(3999);
  t.deepEqual(bench.events(), []);
  bench.time.advance(1001);
  t.deepEqual(bench.events(), ['synchronised unresponsive']);
  bench.synchronise();
  bench.say(PROBE_ANSWER);
  bench.time.advance(300);
  t.deepEqual(bench.events(), ['synchronised ok']);
  bench.execute(signalQuality, []);
  t.true(bench.heard().endsWith('AT+CSQ\r'));
});

test('a second attempt polls before it fills, whatever the first has sent', (t) => {
  const bench = new Bench();
  bench.synchronise(2500);
  bench.time.advance(3000);
  t.is(bench.heard(), PROBE.repeat(3));
  bench.synchronise();
  bench.time.advance(2500);
  t.is(bench.heard(), PROBE.repeat(3));
});

test('synchronising anew ends what was queued, under way or awaited, and an earlier call', (t) => {
  const bench = settledBench();
  bench.execute(mqttPublish, PUBLISH, { label: 'awaited' });
  bench.say('\r\nOK\r\n');
  bench.execute(signalQuality, [], { label: 'under way' });
  bench.execute(signalQuality, [], { label: 'queued' });
  bench.synchronise();
  t.throws(() => bench.execute(signalQuality, []), { message: 'the module does not answer' });
  t.deepEqual(bench.events(), ['under way end unresponsive', 'awaited end unresponsive', 'queued end unresponsive']);
  bench.dialogue.synchronise(1000, () => bench.note('second call'));
  t.deepEqual(bench.events(), ['synchronised unresponsive']);
  bench.settle();
  bench.say('\r\nOK\r\n');
  bench.say(PROBE_ANSWER);
  bench.time.advance(300);
  t.deepEqual(bench.events(), ['second call']);
});

test('synchronising in the middle of a publish fills what the module may wait for, and its late answer is nobody’s', (t) => {
  const bench = settledBench();
  bench.execute(mqttPublishLength, PUBLISH_BYTES, { label: 'a', data: 'abc' });
  bench.say('\r\n> ');
  bench.heard();
  bench.synchronise();
  t.is(bench.heard(), `\r\r\r${PROBE}`);
  bench.say('\r\nOK\r\n');
  bench.say(PROBE_ANSWER);
  t.deepEqual(bench.events(), ['a end unresponsive', 'synchronised ok']);
  bench.execute(mqttPublish, PUBLISH, { label: 'b' });
  bench.say('\r\nOK\r\n\r\n+MQTTPUB: 1,1\r\n');
  t.deepEqual(bench.events(), []);
});

test('a result that comes after a failed attempt does not synchronise', (t) => {
  const bench = new Bench();
  bench.synchronise(3000);
  bench.time.advance(2500);
  bench.say('\r\n+CMEE: 1\r\n');
  bench.time.advance(3000);
  t.deepEqual(bench.events(), ['synchronised unresponsive']);
  bench.say('\r\nOK\r\n');
  t.deepEqual(bench.events(), ['stray-final']);
  t.throws(() => bench.execute(signalQuality, []), { message: 'the module does not answer' });
});

test('a prompt that comes when the line seemed settled is answered before anything else is sent', (t) => {
  const bench = new Bench();
  bench.synchronise();
  bench.time.advance(1500);
  bench.heard();
  bench.say(PROBE_ANSWER);
  bench.say('\r\n> ');
  t.is(bench.heard(), `${'\r'.repeat(1024)}${PROBE}`);
  t.deepEqual(bench.events(), []);
  bench.say('\r\nOK\r\n');
  bench.say(PROBE_ANSWER);
  bench.time.advance(300);
  t.deepEqual(bench.events(), ['synchronised ok']);
});

test('a module that was silent for long answers a host that was restarted meanwhile, too: the line settles first', (t) => {
  const bench = new Bench();
  bench.synchronise();
  bench.time.advance(2500);
  bench.say(PROBE_ANSWER.repeat(3));
  bench.time.advance(200);
  bench.say(PROBE_ANSWER.repeat(5));
  bench.time.advance(299);
  t.deepEqual(bench.events(), []);
  bench.time.advance(1);
  t.deepEqual(bench.events(), ['synchronised ok']);
});

test('what a run has asked is owed when it begins anew, however long ago the run before has ended', (t) => {
  const bench = settledBench();
  bench.time.advance(600_000);
  bench.synchronise();
  bench.time.advance(2500);
  // A module that has restarted in silence: its boot line, the answers to three probes, and the driver starts anew in the middle.
  bench.say('\r\nAT command ready\r\n');
  bench.say(PROBE_ANSWER);
  bench.synchronise();
  t.deepEqual(bench.events(), ['URC AT command ready', 'synchronised unresponsive']);
  bench.say(PROBE_ANSWER);
  bench.say(PROBE_ANSWER);
  bench.time.advance(200);
  t.deepEqual(bench.events(), []);
  bench.say(PROBE_ANSWER);
  bench.time.advance(300);
  t.deepEqual(bench.events(), ['synchronised ok']);
});

test('a program that has just begun goes on when the line is quiet, and not at the first answer: a former one may have asked much', (t) => {
  const bench = new Bench();
  bench.synchronise();
  bench.time.runUntil(() => bench.port.written >= PROBE.length, 1000);
  // What a module that was silent owes to the program before comes first, the probe's own answer last.
  for (const owed of [PROBE_ANSWER, '\r\nOK\r\n', '\r\n+CME ERROR: 30\r\n', PROBE_ANSWER, '\r\nOK\r\n', PROBE_ANSWER]) {
    t.deepEqual(bench.events().filter((event) => event.startsWith('synchronised')), []);
    bench.say(owed);
    bench.time.advance(200);
  }
  bench.time.advance(300);
  t.deepEqual(bench.events().filter((event) => event.startsWith('synchronised')), ['synchronised ok']);
  bench.heard();
  bench.execute(signalQuality, []);
  bench.say('\r\n+CSQ: 9,99\r\n\r\nOK\r\n');
  t.deepEqual(bench.events().slice(-2), ['AT+CSQ reply 9|99', 'AT+CSQ end ok']);
});
