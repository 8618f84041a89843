import test from 'ava';
import type { EntryKind, TraceEntry } from '../../host-sim/trace/trace-entry.js';
import { PublishesUnderWay } from '../../host-sim/web/server/publishes-under-way.js';

function entry(time: number, kind: EntryKind, text: string): TraceEntry {
  return { time, direction: kind === 'command' ? 'to-module' : 'from-module', kind, text };
}

test('tells when the oldest message on the topic was commanded', (t) => {
  const publishes = new PublishesUnderWay();
  publishes.take(entry(10, 'command', 'AT+MQTTPUB=1,"a",1,0,5'));
  publishes.take(entry(20, 'command', 'at+mqttpub=2,"b",0,0,"text";+CSQ'));
  publishes.take(entry(30, 'command', 'AT+MQTTPUB=1,"a",1,0,5'));
  t.deepEqual(['a', 'b', 'a', 'a', 'c'].map((topic) => publishes.arrived(topic)), [10, 20, 30, undefined, undefined]);
});

test('what failed, and what was under way on a lost connection, does not arrive', (t) => {
  const publishes = new PublishesUnderWay();
  publishes.take(entry(10, 'command', 'AT+MQTTPUB=1,"a",1,0,5'));
  publishes.take(entry(20, 'urc', '+MQTTPUB: 1,0'));
  publishes.take(entry(30, 'command', 'AT+MQTTPUB=1,"a",1,0,5'));
  t.is(publishes.arrived('a'), 30);
  for (const urc of ['+MQTTBREAK: 1,1', '+MQTTCLOSE: 1,1']) {
    publishes.take(entry(40, 'command', 'AT+MQTTPUB=1,"a",1,0,5'));
    publishes.take(entry(45, 'command', 'AT+MQTTPUB=2,"a",1,0,5'));
    publishes.take(entry(50, 'urc', urc));
    t.is(publishes.arrived('a'), 45);
  }
  publishes.take(entry(60, 'command', 'AT+MQTTPUB=1,"a",1,0,5'));
  publishes.forget();
  t.is(publishes.arrived('a'), undefined);
});

test('a success, and any other URC, leaves what is under way', (t) => {
  const publishes = new PublishesUnderWay();
  publishes.take(entry(10, 'command', 'AT+MQTTPUB=1,"a",1,0,5'));
  publishes.take(entry(20, 'urc', '+MQTTPUB: 1,1'));
  publishes.take(entry(20, 'urc', '+CREG: 1'));
  t.is(publishes.arrived('a'), 10);
});
