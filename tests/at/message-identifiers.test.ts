import test from 'ava';
import { nameTable } from '../../modules/at/line/names.js';
import { LATENESS_LIMIT } from '../../modules/at/dialogue/late-completions.js';
import { errorFormatQuery } from '../../modules/cellular/device.js';
import { mqttCommands, mqttUrcs, publish, published, publishTopic } from '../dialects/composite/mqtt-commands.js';
import { type Bench, settledBench } from './bench.js';

/** Of a vendor whose completions name the message. */
const names = nameTable({ commands: [errorFormatQuery, ...mqttCommands], urcs: mqttUrcs });

function bench(): Bench {
  return settledBench({ dialogue: { names } });
}

/** A publish that the module has accepted. */
function accepted(on: Bench, client: number, message: number): void {
  on.execute(publish, [client, message, 1, 0, 2], { label: `${client}/${message}`, data: 'hi' });
  on.say('\r\nCONNECT\r\n');
  on.say('\r\nOK\r\n');
}

test('a completion goes to the message that it names, in whichever order they come', (t) => {
  const on = bench();
  for (const message of [1, 2, 3]) accepted(on, 0, message);
  on.say('\r\n+XMQPUB: 0,2,0\r\n');
  on.say('\r\n+XMQPUB: 0,3,2\r\n');
  on.say('\r\n+XMQPUB: 0,1,0\r\n');
  t.deepEqual(on.events(), [
    '0/2 completion 0|2|0', '0/2 end ok', '0/3 completion 0|3|2', '0/3 end failed', '0/1 completion 0|1|0', '0/1 end ok',
  ]);
});

test('one that names a message of nobody, or of another client, completes none', (t) => {
  const on = bench();
  accepted(on, 0, 1);
  on.say('\r\n+XMQPUB: 0,9,0\r\n');
  on.say('\r\n+XMQPUB: 1,1,0\r\n');
  t.deepEqual(on.events(), ['URC +XMQPUB 0|9|0', 'URC +XMQPUB 1|1|0']);
  on.say('\r\n+XMQPUB: 0,1,0\r\n');
  t.deepEqual(on.events(), ['0/1 completion 0|1|0', '0/1 end ok']);
});

test('a late one is taken for the message that owes it, and never for a younger one, even of the same identifier', (t) => {
  const on = bench();
  accepted(on, 0, 1);
  on.time.advance(30000);
  t.deepEqual(on.events(), ['0/1 end timeout']);
  accepted(on, 0, 2);
  on.say('\r\n+XMQPUB: 0,1,0\r\n');
  t.deepEqual(on.events(), []);
  on.say('\r\n+XMQPUB: 0,2,0\r\n');
  t.deepEqual(on.events(), ['0/2 completion 0|2|0', '0/2 end ok']);

  accepted(on, 0, 7);
  on.time.advance(30000);
  // The identifiers of another connection begin anew.
  accepted(on, 0, 7);
  on.events();
  on.say('\r\n+XMQPUB: 0,7,0\r\n');
  t.deepEqual(on.events(), []);
  on.say('\r\n+XMQPUB: 0,7,0\r\n');
  t.deepEqual(on.events(), ['0/7 completion 0|7|0', '0/7 end ok']);
});

test('what is owed of one message keeps no other waiting, whether its completion comes or not', (t) => {
  const on = bench();
  for (const message of [1, 2, 3]) accepted(on, 0, message);
  on.time.advance(30000);
  on.events();
  accepted(on, 0, 4);
  on.say('\r\n+XMQPUB: 0,4,0\r\n');
  t.deepEqual(on.events(), ['0/4 completion 0|4|0', '0/4 end ok']);
  on.say('\r\n+XMQPUB: 0,2,0\r\n');
  on.say('\r\n+XMQPUB: 0,2,0\r\n');
  t.deepEqual(on.events(), ['URC +XMQPUB 0|2|0']);
  t.true(on.dialogue.isDue(published, 0));
  t.false(on.dialogue.isDue(published, 1));
  on.time.advance(LATENESS_LIMIT);
  t.false(on.dialogue.isDue(published, 0));
});

test('of a caller that has counted by itself, and knows no identifiers, the next ones are owed, whichever they name', (t) => {
  const on = bench();
  if (publish.completion !== undefined) on.dialogue.expectLate(publish.completion, [0], 2);
  accepted(on, 0, 5);
  on.say('\r\n+XMQPUB: 0,8,0\r\n');
  on.say('\r\n+XMQPUB: 0,9,0\r\n');
  t.deepEqual(on.events(), []);
  on.say('\r\n+XMQPUB: 0,5,0\r\n');
  t.deepEqual(on.events(), ['0/5 completion 0|5|0', '0/5 end ok']);
});

test('a command that is accepted after its deadline owes the completion of its own message', (t) => {
  const on = bench();
  on.execute(publish, [0, 1, 1, 0, 2], { label: '0/1', data: 'hi' });
  on.say('\r\nCONNECT\r\n');
  on.time.advance(5000);
  t.deepEqual(on.events(), ['0/1 end timeout']);
  on.say('\r\nOK\r\n');
  on.time.runUntil(() => on.port.written > 0, 5000);
  on.say('\r\n+CMEE: 1\r\n\r\nOK\r\n');
  on.time.advance(1000);
  on.heard();
  accepted(on, 0, 2);
  on.say('\r\n+XMQPUB: 0,1,0\r\n');
  t.deepEqual(on.events(), []);
  on.say('\r\n+XMQPUB: 0,2,0\r\n');
  t.deepEqual(on.events(), ['0/2 completion 0|2|0', '0/2 end ok']);
});

test('that a message is sent once more ends nothing, and is owed by nobody', (t) => {
  const on = bench();
  accepted(on, 0, 1);
  on.say('\r\n+XMQPUB: 0,1,1\r\n');
  t.deepEqual(on.events(), ['URC +XMQPUB 0|1|1']);
  on.time.advance(30000);
  t.deepEqual(on.events(), ['0/1 end timeout']);
  on.say('\r\n+XMQPUB: 0,1,1\r\n');
  t.true(on.dialogue.isDue(published, 0));
  on.say('\r\n+XMQPUB: 0,1,0\r\n');
  t.false(on.dialogue.isDue(published, 0));
});

test('a prompt that is a line is answered with exactly the data, once, wherever it is cut', (t) => {
  const text = '\r\nCONNECT\r\n';
  for (let cut = 0; cut <= text.length; cut += 1) {
    const on = bench();
    on.execute(publishTopic, [0, 3], { label: 'topic', data: 'a/b' });
    t.is(on.heard(), 'AT+XMQTOPIC=0,3\r');
    on.say(text.slice(0, cut));
    on.say(text.slice(cut));
    t.is(on.heard(), 'a/b');
    on.say('\r\nOK\r\n');
    t.deepEqual(on.events(), ['topic end ok']);
  }
});

test('a prompt that is a line counts whole, and only where one is waited for', (t) => {
  const on = bench();
  on.say('\r\nCONNECT\r\n');
  t.deepEqual(on.events(), ['unknown-line']);
  on.execute(publishTopic, [0, 3], { label: 'topic', data: 'a/b' });
  on.heard();
  for (const line of ['CONNEC', 'CONNECTED', 'CONNECT 115200']) on.say(`\r\n${line}\r\n`);
  t.is(on.heard(), '');
  t.deepEqual(on.events(), ['unknown-line', 'unknown-line', 'unknown-line']);
  on.say('\r\nERROR\r\n');
  t.deepEqual(on.events(), ['topic end refused']);
});
