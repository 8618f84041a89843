import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { signalQuality } from '../../modules/cellular/network.js';
import { check } from '../property.js';
import { PROBE_ANSWER, settledBench } from './bench.js';
import { framed, inPieces, pieceSizes } from './session.js';

const SMALL = { dialogue: { receiveCapacity: 256 } };

test('a line longer than the ring is lost, alone, once and reported, however it is cut', (t) => {
  const lost = fc.property(fc.integer({ min: 256, max: 2000 }), pieceSizes, (length, sizes) => {
    const bench = settledBench(SMALL);
    bench.execute(signalQuality, []);
    const lines = ['+CREG: 1', `+MQTTMSG: 1,0,"t","${'x'.repeat(length)}"`, '+CREG: 2', '+CSQ: 9,99', 'OK'];
    inPieces(sizes)(bench, lines.map(framed).join(''));
    assert.deepEqual(bench.events(), ['URC +CREG 1', 'line-overflow', 'URC +CREG 2', 'AT+CSQ reply 9|99', 'AT+CSQ end ok']);
    assert.equal(bench.dialogue.counters.anomalies, 1);
  });
  check(t, lost);
});

test('the longest line that is promised to fit does', (t) => {
  const payload = 'x'.repeat(256 - 65 - '+MQTTMSG: 1,0,"t",""\r\n'.length);
  const fits = fc.property(pieceSizes, (sizes) => {
    const bench = settledBench(SMALL);
    inPieces(sizes)(bench, `\r\n+MQTTMSG: 1,0,"t","${payload}"\r\n`.repeat(5));
    assert.deepEqual(bench.events(), Array(5).fill(`URC +MQTTMSG 1|0|t|${payload}`));
  });
  check(t, fits);
});

test('of a message that is too long its listener hears what came before it; of any other line nobody', (t) => {
  const lost: string[] = [];
  const bench = settledBench({ ...SMALL, listener: { onUrcLost: (urc, fields) => lost.push(`${urc.name} ${fields.integer('slot')}`) } });
  const much = 'x'.repeat(400);
  for (const line of [`+MQTTMSG: 2,0,"t","${much}"`, `+CREG: 1,"${much}"`, `+XYZ: "${much}"`, `+MQTTMSG: 2,0,"${much}"`, `+MQTTMSG: 9,0,"t","${much}"`]) {
    bench.say(framed(line));
  }
  t.deepEqual(lost, ['+MQTTMSG 2']);
  t.deepEqual(bench.events(), Array(5).fill('line-overflow'));
});

test('lost is the line, and not what it holds: no final result is read out of it', (t) => {
  const bench = settledBench(SMALL);
  bench.execute(signalQuality, []);
  bench.say(`${'OK '.repeat(300)}OK\r\nOK\r\n`);
  t.deepEqual(bench.events(), ['line-overflow', 'AT+CSQ end ok']);
});

test('thousands of lines go round the ring', (t) => {
  const bench = settledBench(SMALL);
  const lines = 5000;
  for (let index = 0; index < lines; index += 1) {
    const payload = String(index).padStart(index % 97, '.');
    bench.say(`\r\n+MQTTMSG: 1,0,"t/${index}","${payload}"\r\n`);
    if (bench.events()[0] !== `URC +MQTTMSG 1|0|t/${index}|${payload}`) t.fail(`line ${index}`);
  }
  t.is(bench.dialogue.counters.anomalies, 0);
  // Two more were those of the probe's answer.
  t.is(bench.dialogue.counters.lines, lines + 2);
});

test('a storm of unknown lines is counted, others are served, and a turn stays bounded', (t) => {
  const bench = settledBench();
  bench.execute(signalQuality, []);
  const unknown = '\r\n+XYZ: 1,2,3\r\n';
  bench.port.say(unknown.repeat(5000));
  bench.port.say('\r\n+CSQ: 9,99\r\n\r\nOK\r\n\r\n+CREG: 5\r\n');
  let mostPerTurn = 0;
  let before = 0;
  bench.time.runUntil(() => {
    mostPerTurn = Math.max(mostPerTurn, bench.dialogue.counters.lines - before);
    before = bench.dialogue.counters.lines;
    return false;
  }, 0);
  const events = bench.events();
  t.is(events.filter((event) => event === 'unknown-line').length, 5000);
  t.deepEqual(events.slice(5000), ['AT+CSQ reply 9|99', 'AT+CSQ end ok', 'URC +CREG 5']);
  t.true(mostPerTurn <= 4, `${mostPerTurn} lines in one turn`);
});

test('a storm does not keep a timer from its turn', (t) => {
  const bench = settledBench();
  bench.port.say('\r\n+CREG: 1\r\n'.repeat(100));
  bench.time.alarm(() => bench.note('somebody else')).arm(0);
  bench.settle();
  t.true(bench.events().indexOf('somebody else') <= 16);
});

test('a storm goes on being handled while a guard time runs', (t) => {
  const bench = settledBench({ dialogue: { guardTime: 1000 } });
  bench.time.advance(1000);
  bench.execute(signalQuality, []);
  bench.say('\r\nOK\r\n');
  bench.execute(signalQuality, []);
  bench.say('\r\n+CREG: 1\r\n'.repeat(100));
  t.is(bench.events().filter((event) => event.startsWith('URC')).length, 100);
});

test('bytes that the ring had no room for are fetched when there is, though the port does not tell of them again', (t) => {
  const bench = settledBench({ ...SMALL, receiveFifo: 4096 });
  bench.port.say('\r\n+CREG: 1\r\n'.repeat(200));
  bench.settle();
  t.is(bench.events().length, 200);
  t.is(bench.port.overruns, 0);
});

test('the serial callback empties the FIFO, so that it does not fill while other turns run', (t) => {
  const bench = settledBench({ receiveFifo: 128 });
  for (let index = 0; index < 10; index += 1) bench.port.say('\r\n+CREG: 1\r\n'.repeat(8));
  t.is(bench.port.overruns, 0);
  bench.settle();
  t.is(bench.events().length, 80);
});

test('after an overrun in the middle of an answer the next command has its own', (t) => {
  const answer = '\r\n+CSQ: 9,99\r\n\r\nOK\r\n\r\n+CREG: 5\r\n';
  for (let from = 0; from < answer.length; from += 1) {
    for (const count of [1, 3, 8, answer.length]) {
      const bench = settledBench();
      bench.execute(signalQuality, [], { label: 'hit' });
      bench.say(answer.slice(0, from) + answer.slice(from + count));
      if (!bench.events().some((event) => event.startsWith('hit end'))) {
        bench.time.advance(5000);
        bench.settle();
        bench.say(`\r\n${PROBE_ANSWER}`);
        bench.time.advance(300);
        assert.ok(bench.events().includes('hit end timeout'), `${count} from ${from}`);
      }
      bench.heard();
      bench.execute(signalQuality, [], { label: 'next' });
      assert.equal(bench.heard(), 'AT+CSQ\r', `${count} from ${from}`);
      bench.say('\r\n\r\n+CSQ: 31,0\r\n\r\nOK\r\n');
      assert.deepEqual(bench.events().slice(-2), ['next reply 31|0', 'next end ok'], `${count} from ${from}`);
    }
  }
  t.pass();
});
