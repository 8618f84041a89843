import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import type { CellularError } from '../../modules/base/errors.js';
import { mqttPublishLength, mqttRead } from '../../modules/fibocom/mqtt.js';
import { signalQuality } from '../../modules/cellular/network.js';
import { check } from '../property.js';
import { type Bench, type BenchOptions, PROBE, PROBE_ANSWER, settledBench } from './bench.js';
import { HOSTILE_PAYLOADS, inPieces, payloads, pieceSizes } from './session.js';

interface Read {
  readonly bench: Bench;
  readonly into: Buffer;
  /** The payload as it was received. */
  received(): string;
}

/** A read under way into a buffer of `room` bytes, with a signal query behind it. */
function reading(room: number, options?: BenchOptions): Read {
  const bench = settledBench(options);
  const into = Buffer.alloc(room, 0xee);
  let length = 0;
  bench.execute(mqttRead, [1], { label: 'read', into, onReply: (fields) => (length = fields.integer('payloadLength')) });
  bench.execute(signalQuality, []);
  bench.heard();
  return { bench, into, received: () => into.toString('latin1', 0, length) };
}

function answer(payload: string, length = payload.length): string {
  return `\r\n+MQTTREAD: 1,0,1,${length},"t","${payload}"\r\n\r\nOK\r\n`;
}

test('a payload has the length that its command declares, or nothing is sent', (t) => {
  const bench = settledBench();
  for (const data of ['xy', 'xyzw', undefined]) {
    const publish = (): unknown => bench.execute(mqttPublishLength, [1, 't', 1, 0, 3], { data });
    t.like(t.throws(publish), { code: 'invalid-argument', message: 'data: must have the declared length (§4.1.3)' });
  }
  t.is(bench.heard(), '');
});

test('every byte survives a read', (t) => {
  const payload = Buffer.from(Array.from({ length: 256 }, (_, index) => index)).toString('latin1');
  const { bench, received } = reading(256);
  bench.say(answer(payload));
  t.is(received(), payload);
  t.deepEqual(bench.events(), ['read end ok']);
});

for (const payload of HOSTILE_PAYLOADS) {
  test(`a read payload that holds ${JSON.stringify(payload)} is intact, and nothing else happens`, (t) => {
    for (const whole of [payload, `a${payload}`, `${payload}b`, `${payload}${payload}`]) {
      const { bench, received } = reading(64);
      bench.say(answer(whole));
      t.is(received(), whole);
      t.deepEqual(bench.events(), ['read end ok']);
      t.is(bench.heard(), 'AT+CSQ\r');
    }
  });
}

test('any payload is read as it is, however it is cut, also one that is longer than the ring', (t) => {
  const sizesOfReads = fc.oneof(pieceSizes, fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 8 }));
  const intact = fc.property(fc.array(payloads, { maxLength: 30 }), sizesOfReads, (parts, sizes) => {
    const payload = parts.join('');
    const { bench, into, received } = reading(payload.length + 8, { dialogue: { receiveCapacity: 256 } });
    inPieces(sizes)(bench, answer(payload));
    assert.equal(received(), payload);
    assert.equal(into.toString('latin1', payload.length), '\xee'.repeat(8));
    assert.deepEqual(bench.events(), ['read end ok']);
    bench.say('\r\n+CSQ: 9,99\r\n\r\nOK\r\n');
    assert.deepEqual(bench.events(), ['AT+CSQ reply 9|99', 'AT+CSQ end ok']);
  });
  check(t, intact, { runs: 150 });
});

test('a payload whose end is the end of a read is whole', (t) => {
  for (const length of [1, 63, 64, 65, 127, 128, 129, 192, 256, 384]) {
    for (const piece of [64, 128, length]) {
      const { bench, received } = reading(length);
      const payload = 'OK\r\n'.repeat(length).slice(0, length);
      bench.say(`\r\n+MQTTREAD: 1,0,1,${length},"t","`);
      for (let at = 0; at < length; at += piece) bench.say(payload.slice(at, at + piece));
      bench.say('"\r\n\r\nOK\r\n');
      t.is(received(), payload);
      t.deepEqual(bench.events(), ['read end ok'], `${length} in pieces of ${piece}`);
    }
  }
});

test('what does not fit the buffer is counted and dropped', (t) => {
  const { bench, into } = reading(4);
  bench.say(answer('0123456789\r\nOK\r\n'));
  t.is(into.toString('latin1'), '0123');
  t.deepEqual(bench.events(), ['read end ok']);
});

test('a payload that nobody wants is counted all the same', (t) => {
  const bench = settledBench();
  bench.execute(mqttRead, [1], { label: 'read' });
  bench.say(answer('\r\nERROR\r\n'));
  t.deepEqual(bench.events(), ['read reply 1|0|1|9|t', 'read end ok']);
});

test('the head of a payload is read with any blanks', (t) => {
  for (const head of ['+MQTTREAD:1,0,1,4,"t","', '+MQTTREAD: 1, 0, 1, 4, "t", "', '+MQTTREAD:  1 ,0 ,1 ,4 ,"t" ,"']) {
    const { bench, received } = reading(16);
    bench.say(`\r\r\n${head}\r\nOK" \r\r\n\nOK\n`);
    t.is(received(), '\r\nOK');
    t.deepEqual(bench.events(), ['read end ok']);
  }
});

// ── lengths that lie ───────────────────────────────────────────────────────────────────────────────────────────────────

for (const [what, payload, by] of [
  ['one byte short', 'abcdef', -1],
  ['short of a line that looks like a final result', 'abc\r\nOK\r\nxyz', -10],
  ['short of a quote that looks like the end', 'abc"def', -4],
  ['short of bytes that are no text', 'abc\x00\x00', -2],
  ['all too short', 'abcdef', -6],
] as const) {
  test(`a declared length that is ${what} is reported, and the next command is unharmed`, (t) => {
    const { bench } = reading(64);
    bench.say(answer(payload, payload.length + by));
    bench.say(PROBE_ANSWER);
    bench.time.advance(300);
    const events = bench.events();
    t.deepEqual(events.slice(0, 2), ['malformed-line', 'read end malformed']);
    t.true(bench.heard().endsWith('AT+CSQ\r'));
    bench.say('\r\n+CSQ: 9,99\r\n\r\nOK\r\n');
    t.deepEqual(bench.events(), ['AT+CSQ reply 9|99', 'AT+CSQ end ok']);
  });
}

test('a declared length that is too long by what is there is reported at once, and the next command is unharmed', (t) => {
  for (let by = 1; by < '"\r\n\r\nOK\r\n'.length; by += 1) {
    const { bench } = reading(64);
    bench.say(answer('abc', 3 + by));
    // Counted to the payload, the answer's end is missing: the next line shows it.
    bench.say('\r\n+CREG: 5\r\n');
    t.deepEqual(bench.events().slice(0, 2), ['malformed-line', 'read end malformed'], `by ${by}`);
    t.is(bench.heard(), PROBE);
    bench.say(PROBE_ANSWER);
    bench.time.advance(300);
    t.is(bench.heard(), 'AT+CSQ\r');
    bench.say('\r\n+CSQ: 9,99\r\n\r\nOK\r\n');
    t.deepEqual(bench.events().slice(-2), ['AT+CSQ reply 9|99', 'AT+CSQ end ok']);
  }
});

test('a declared length that is never reached ends with the deadline, and the next command is unharmed', (t) => {
  const { bench } = reading(64);
  bench.say(answer('abc', 40));
  t.deepEqual(bench.events(), []);
  bench.time.advance(10000);
  bench.settle();
  t.deepEqual(bench.events(), ['read end timeout']);
  bench.say(PROBE_ANSWER);
  bench.time.advance(300);
  t.true(bench.heard().endsWith('AT+CSQ\r'));
  bench.say('\r\n+CSQ: 9,99\r\n\r\nOK\r\n');
  t.deepEqual(bench.events(), ['AT+CSQ reply 9|99', 'AT+CSQ end ok']);
});

test('a payload whose end is missing does not swallow the answer of the probe', (t) => {
  const { bench } = reading(64);
  bench.say('\r\n+MQTTREAD: 1,0,1,3,"t","abc');
  bench.time.advance(10000);
  bench.settle();
  bench.say(PROBE_ANSWER.trimStart());
  bench.time.advance(300);
  t.is(bench.heard(), `${PROBE}AT+CSQ\r`);
});

test('a payload that is followed by more than the ring holds costs that, and no more', (t) => {
  const { bench } = reading(64, { dialogue: { receiveCapacity: 256 } });
  bench.say(answer('x'.repeat(1000), 3));
  t.deepEqual(bench.events(), ['malformed-line', 'line-overflow', 'read end malformed']);
  bench.say(PROBE_ANSWER);
  t.is(bench.heard(), `${PROBE}AT+CSQ\r`);
});

test('a topic length that lies is reported, and the read has no reply', (t) => {
  const { bench, received } = reading(64);
  bench.say('\r\n+MQTTREAD: 1,0,9,3,"t","abc"\r\n\r\nOK\r\n');
  t.is(received(), '');
  t.deepEqual(bench.events(), ['malformed-line', 'read end ok']);
});

test('a line of the same shape and another name is no read', (t) => {
  const { bench, received } = reading(64);
  bench.say('\r\n+XYZ: 1,0,1,3,"x","OK"\r\n\r\n+MQTTMSGI: 1,0,1,3,"x","OK"\r\n');
  bench.say(answer('abc'));
  t.is(received(), 'abc');
  t.deepEqual(bench.events(), ['unknown-line', 'URC +MQTTMSGI 1|0|1|3', 'read end ok']);
});

test('a refused read has no payload', (t) => {
  const { bench } = reading(64);
  bench.say('\r\nERROR\r\n');
  t.deepEqual(bench.events(), ['read end refused']);
});

// ── pushed messages ────────────────────────────────────────────────────────────────────────────────────────────────────

test('a pushed payload may hold line ends, final results and URCs', (t) => {
  const bench = settledBench();
  const plain = ['OK', 'ERROR', 'say "hi", he', '', '"', ' '];
  const broken = ['a\r\nOK\r\nb', '\r\n', '\r\n+MQTTBREAK: 1,1\r\n', 'bare\nLF', '\r\n\r\n\r\n'];
  for (const payload of [...plain, ...broken]) {
    bench.say(`\r\n+MQTTMSG: 1,0,"t","${payload}"\r\n`);
    t.deepEqual(bench.events(), [`URC +MQTTMSG 1|0|t|${payload}`]);
  }
});

test('a pushed payload in which a line ends with a quote ends there: what follows is judged as lines', (t) => {
  const bench = settledBench();
  bench.say('\r\n+MQTTMSG: 1,0,"t","say "hi"\r\n+MQTTBREAK: 1,1\r\nbye"\r\n');
  t.deepEqual(bench.events(), ['URC +MQTTMSG 1|0|t|say "hi', 'URC +MQTTBREAK 1|1', 'unknown-line']);
});

test('a pushed payload without its closing quote is given up after a silence, and what it had swallowed is judged anew', (t) => {
  const bench = settledBench();
  bench.execute(signalQuality, []);
  bench.say('\r\n+MQTTMSG: 1,0,"t","21.\r\n\r\n+CREG: 5\r\n\r\n+CSQ: 9,99\r\n\r\nOK\r\n');
  t.deepEqual(bench.events(), []);
  bench.time.advance(249);
  t.deepEqual(bench.events(), []);
  bench.time.advance(1);
  bench.settle();
  t.deepEqual(bench.events(), ['malformed-line', 'URC +CREG 5', 'AT+CSQ reply 9|99', 'AT+CSQ end ok']);
});

test('a pushed payload that comes slowly is waited for, as long as something comes', (t) => {
  const bench = settledBench();
  for (const piece of ['\r\n+MQTTMSG: 1,0,"t","a\r\n', 'b', 'c', '\r', '\n', 'd"\r\n']) {
    bench.time.advance(200);
    bench.say(piece);
  }
  t.deepEqual(bench.events(), ['URC +MQTTMSG 1|0|t|a\r\nbc\r\nd']);
  // Nor does that wait reach into the next line.
  bench.time.advance(200);
  bench.say('\r\n+CR');
  bench.time.advance(200);
  bench.say('EG: 5\r\n');
  t.deepEqual(bench.events(), ['URC +CREG 5']);
});

test('a pushed payload without its closing quote is given up when the ring is full, and costs but itself', (t) => {
  const bench = settledBench({ dialogue: { receiveCapacity: 256 } });
  bench.say(`\r\n+MQTTMSG: 1,0,"t","21.\r\n${'\r\n+CREG: 5\r\n'.repeat(40)}`);
  t.deepEqual(bench.events(), ['malformed-line', ...Array<string>(40).fill('URC +CREG 5')]);
});

test('a message whose head does not fit is no open line: what follows does not wait', (t) => {
  const bench = settledBench();
  bench.say('\r\n+MQTTMSG: 9,0,"t","x"\r\n\r\n+MQTTMSG: 1,0,t,"x"\r\n\r\n+MQTTMSG: 1,"t","x\r\n\r\n+CREG: 5\r\n');
  t.deepEqual(bench.events(), ['malformed-line', 'malformed-line', 'malformed-line', 'URC +CREG 5']);
});

test('a message that is not read in time is no reason to lose the error of its read', (t) => {
  const bench = settledBench();
  let ended: CellularError | undefined;
  bench.execute(mqttRead, [1], { onEnd: (error) => (ended = error) });
  bench.say('\r\n+MQTTREAD: 1,0,1,50,"t","half of it');
  bench.time.advance(10000);
  t.is(ended?.message, 'AT+MQTTREAD=: no final result within its deadline');
});
