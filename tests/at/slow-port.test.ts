import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { mqttPublishLength, mqttUser } from '../../modules/fibocom/mqtt.js';
import { signalQuality } from '../../modules/cellular/network.js';
import { check } from '../property.js';
import { PROBE, settledBench } from './bench.js';

test('through a port that takes little at a time nothing is lost, in order, and never more than it can take', (t) => {
  const sizes = fc.array(fc.integer({ min: 1, max: 128 }), { minLength: 1, maxLength: 20 });
  const bytes = fc.uint8Array({ minLength: 1, maxLength: 3000 }).map((data) => Buffer.from(data).toString('latin1'));
  const complete = fc.property(sizes, bytes, (rooms, data) => {
    let round = 0;
    // The port throws where it is given more than it has told.
    const bench = settledBench({ room: () => rooms[round++ % rooms.length] });
    const password = 'p'.repeat(700);
    bench.execute(mqttUser, [1, 'user', password]);
    assert.equal(bench.heard(), `AT+MQTTUSER=1,"user","${password}"\r`);
    bench.say('\r\nOK\r\n');
    bench.execute(mqttPublishLength, [1, 't', 0, 0, data.length], { data });
    bench.say('\r\n> ');
    assert.equal(bench.heard(), `AT+MQTTPUB=1,"t",0,0,${data.length}\r${data}`);
    bench.say('\r\nOK\r\n\r\n+MQTTPUB: 1,1\r\n');
    assert.deepEqual(bench.events(), ['AT+MQTTUSER= end ok', 'AT+MQTTPUB= completion 1|1', 'AT+MQTTPUB= end ok']);
    assert.ok(bench.port.writes.every((size) => size <= 128));
  });
  check(t, complete);
});

test('a port with much room is given large pieces', (t) => {
  const bench = settledBench({ room: () => 1000 });
  bench.execute(mqttUser, [1, 'user', 'p'.repeat(700)]);
  t.true(bench.port.writes.length < 20);
  t.is(Math.max(...bench.port.writes), 96);
});

test('a port that is stuck ends the command with its deadline; when it comes back the line is settled first', (t) => {
  let room = 1;
  const bench = settledBench({ room: () => room });
  room = 0;
  bench.execute(mqttUser, [1, 'user', 'p'.repeat(700)], { label: 'stuck' });
  bench.execute(signalQuality, [], { label: 'next' });
  bench.heard();
  bench.time.advance(5000);
  bench.settle();
  t.deepEqual(bench.events(), ['stuck end timeout']);
  t.is(bench.heard(), '');
  room = 128;
  bench.port.tellRoom();
  bench.time.advance(1000);
  t.true(bench.heard().startsWith(PROBE));
});

test('a final result that comes before the command has left is not its own, and does not cut it off', (t) => {
  let room = 1;
  const bench = settledBench({ room: () => room });
  room = 0;
  bench.execute(mqttUser, [1, 'user', 'p'.repeat(700)], { label: 'slow' });
  bench.execute(signalQuality, [], { label: 'next' });
  t.is(bench.heard(), 'A');
  bench.say('\r\nERROR\r\n\r\nOK\r\n');
  t.deepEqual(bench.events(), ['stray-final', 'stray-final']);
  room = 128;
  bench.port.tellRoom();
  bench.settle();
  t.is(bench.heard(), `T+MQTTUSER=1,"user","${'p'.repeat(700)}"\r`);
  bench.say('\r\nOK\r\n');
  t.deepEqual(bench.events(), ['slow end ok']);
});

test('what was not sent when the line is synchronised is not sent any more', (t) => {
  let room = 1;
  const bench = settledBench({ room: () => room });
  room = 0;
  bench.execute(mqttUser, [1, 'user', 'p'.repeat(700)], { label: 'cut off' });
  bench.heard();
  room = 128;
  bench.port.tellRoom();
  bench.synchronise();
  t.is(bench.heard(), PROBE);
});

test('a port that stays stuck leaves the module unresponsive', (t) => {
  let room = 1;
  const bench = settledBench({ room: () => room });
  room = 0;
  bench.execute(mqttUser, [1, 'user', 'p'.repeat(700)], { label: 'stuck' });
  bench.time.advance(36000);
  t.deepEqual(bench.events(), ['stuck end timeout', 'unresponsive']);
});
