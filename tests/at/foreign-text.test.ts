import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { attention } from '../../modules/cellular/device.js';
import { mqttPublishLength, mqttRead } from '../../modules/fibocom/mqtt.js';
import { operatorQuery, signalQuality } from '../../modules/cellular/network.js';
import { check } from '../property.js';
import { settledBench } from './bench.js';

const HEADERS = [
  '+CMT: "+8613800100500",,"26/03/01,08:00:10+32"',
  '+CMT: "+8613800100500","","26/03/01,08:00:10+32",145,4,0,0,"+8613010888500",145,11',
  '+CMT: ,24',
  '+CBM: 1,4370,1,1,1',
  '+CDS: 25',
];
const HOSTILE = ['+MIPCALL: 0', '+MQTTBREAK: 1,1', 'AT command ready', 'ERROR', 'OK', '+CME ERROR: 10', '+SIM: Removed', '> ', 'AT+CSQ', '123456789012345'];

for (const header of HEADERS) {
  for (const text of HOSTILE) {
    test(`below ${header.slice(0, 5)} ${header.length}, ${text} is nothing but text`, (t) => {
      const bench = settledBench();
      bench.execute(signalQuality, []);
      bench.heard();
      bench.say(`\r\n${header}\r\n${text}\r\n`);
      const [told, ...rest] = bench.events();
      t.true(told.startsWith(`URC ${header.slice(0, 4)}`));
      t.deepEqual(rest, ['foreign-text']);
      bench.say('\r\n+CSQ: 20,99\r\n\r\nOK\r\n\r\n+MQTTBREAK: 2,1\r\n');
      t.deepEqual(bench.events(), ['AT+CSQ reply 20|99', 'AT+CSQ end ok', 'URC +MQTTBREAK 2|1']);
      t.is(bench.dialogue.counters.echoes, 0);
    });
  }
}

test('a status report in text mode is one line, and the next is the module\'s own', (t) => {
  const bench = settledBench();
  bench.say('\r\n+CDS: 6,27,"+8613800100500",145,"26/03/01,08:00:10+32","26/03/01,08:00:11+32",0\r\n\r\n+MQTTBREAK: 1,1\r\n');
  t.deepEqual(bench.events(), ['URC +CDS 6|27', 'URC +MQTTBREAK 1|1']);
});

test('a text of several lines is text up to an empty line, in every framing that was seen', (t) => {
  for (const [end, between] of [['\r\n', '\n'], ['\r\n', '\r\n'], ['\r\r\n', '\r\n'], ['\n', '\n'], ['\r\n', '\r']]) {
    const bench = settledBench();
    bench.execute(attention, []);
    const text = ['hello', '+MIPCALL: 0', 'ERROR', 'AT command ready'].join(between);
    bench.say(`${end}+CMT: "+86138",,"26/03/01,08:00:10+32"${end}${text}${end}${end}OK${end}`);
    t.deepEqual(bench.events().filter((event) => event !== 'foreign-text'), ['URC +CMT +86138|', 'AT end ok'], JSON.stringify([end, between]));
  }
});

test('an empty text does not swallow more than one line, and a text without an end no more than a message holds', (t) => {
  const bench = settledBench();
  bench.say('\r\n+CMT: "+86138",,"t"\r\n\r\n');
  bench.say('\r\n+MQTTMSGI: 1,0,1,1\r\n\r\n+MQTTMSGI: 1,0,1,2\r\n');
  t.deepEqual(bench.events(), ['URC +CMT +86138|', 'foreign-text', 'URC +MQTTMSGI 1|0|1|2']);
  bench.say(`\r\n+CMT: "+86138",,"t"\r\n${'x\r\n'.repeat(400)}`);
  const events = bench.events();
  t.is(events[0], 'URC +CMT +86138|');
  t.is(events.filter((event) => event === 'foreign-text').length, 171);
  t.is(events.at(-1), 'unknown-line');
});

test('text that begins like a prompt or like a message is not taken for one', (t) => {
  const bench = settledBench();
  bench.execute(mqttPublishLength, [1, 't', 0, 0, 3], { label: 'publish', data: 'abc' });
  bench.heard();
  bench.say('\r\n+CMT: "+86138",,"t"\r\n> now\r\n');
  t.is(bench.heard(), '');
  bench.say('\r\n> ');
  t.is(bench.heard(), 'abc');
  bench.say('\r\nOK\r\n\r\n+MQTTPUB: 1,1\r\n');
  bench.events();
  const into = new Uint8Array(8);
  bench.execute(mqttRead, [1], { label: 'read', into });
  bench.say('\r\n+CMT: "+86138",,"t"\r\n+MQTTREAD: 1,0,1,3,"t","bad"\r\n');
  bench.say('\r\n+MQTTREAD: 1,0,1,4,"t","good"\r\n\r\nOK\r\n');
  t.deepEqual(bench.events(), ['URC +CMT +86138|', 'foreign-text', 'read reply 1|0|1|4|t', 'read end ok']);
  t.is(Buffer.from(into).toString('latin1', 0, 4), 'good');
});

test("a text of the carrier's services, and an operator's name, may break their line", (t) => {
  const bench = settledBench();
  bench.execute(operatorQuery, []);
  bench.say('\r\n+CUSD: 0,"Balance\r\nERROR\n+MIPCALL: 0",15\r\n');
  t.deepEqual(bench.events(), ['URC +CUSD 0|', 'foreign-text', 'foreign-text']);
  bench.say('\r\n+COPS: 0,0,"X\r\nERROR\r\n+MQTTBREAK: 1,1",7\r\n\r\nOK\r\n');
  t.deepEqual(bench.events(), ['AT+COPS? reply 0|0|', 'foreign-text', 'foreign-text', 'AT+COPS? end ok']);
});

test('a line that has lost its closing quote keeps nothing back', (t) => {
  const bench = settledBench();
  bench.say('\r\n+CGREG: 1,"1A2B,"00C3\r\n\r\n+MQTTBREAK: 1,1\r\n');
  t.deepEqual(bench.events(), ['URC +CGREG 1|', 'URC +MQTTBREAK 1|1']);
});

test('no text of one line does anything, wherever it is cut', (t) => {
  const text = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 160 }).filter(isVisible));
  const harmless = fc.property(text, fc.nat(400), fc.constantFrom(...HEADERS), (said, cut, header) => {
    const bench = settledBench();
    bench.execute(signalQuality, []);
    const bytes = `\r\n${header}\r\n${said}\r\n\r\n+CSQ: 9,99\r\n\r\nOK\r\n`;
    bench.say(bytes.slice(0, cut));
    bench.say(bytes.slice(cut));
    const events = bench.events().filter((event) => event !== 'foreign-text' && !event.startsWith('URC +C'));
    assert.deepEqual(events, ['AT+CSQ reply 9|99', 'AT+CSQ end ok']);
  });
  check(t, harmless, { runs: 300 });
});

/** An empty text cannot be told from a late one: the next line is taken for it. */
function isVisible(text: string): boolean {
  return text.trim() !== '';
}
