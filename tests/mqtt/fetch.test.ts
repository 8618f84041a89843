import test from 'ava';
import { cellularError } from '../../modules/base/errors.js';
import { mqttMessageWaiting } from '../../modules/fibocom/urcs.js';
import { MQTTClient } from '../../modules/mqtt/mqtt-client.js';
import { ScriptedLink } from './scripted-link.js';

const READ = '+MQTTREAD';

/** Connected: user and open have been answered. */
function connected(): { link: ScriptedLink; client: MQTTClient; lengths: number[] } {
  const link = new ScriptedLink();
  const lengths: number[] = [];
  const client = new MQTTClient({
    link,
    host: 'broker',
    onReadable(count) {
      lengths.push(count);
      this.read(count);
    },
  });
  link.time.advance(0);
  link.end();
  link.end();
  return { link, client, lengths };
}

function answer(link: ScriptedLink, reply: string): void {
  link.reply(reply);
  link.end();
}

test('each announced message is fetched once', (t) => {
  const { link, lengths } = connected();
  link.urc(mqttMessageWaiting, '1,0,1,4');
  link.urc(mqttMessageWaiting, '1,0,1,5');
  t.deepEqual(link.names, [READ]);
  answer(link, '1,0,1,4,"t","four"');
  t.deepEqual([lengths, link.names], [[4], [READ]]);
  answer(link, '1,0,1,5,"t","fives"');
  t.deepEqual([lengths, link.names], [[4, 5], []]);
});

test('a message is not announced before all of it is there', (t) => {
  const { link, lengths } = connected();
  link.urc(mqttMessageWaiting, '1,0,1,4');
  link.reply('1,0,1,4,"t","four"');
  link.urc(mqttMessageWaiting, '1,0,1,5');
  t.deepEqual([lengths, link.names], [[], [READ]]);
  link.end();
  t.deepEqual([lengths, link.names], [[4], [READ]]);
});

const EMPTY_ANSWERS: readonly (readonly [name: string, answer: (link: ScriptedLink) => void])[] = [
  ['ERROR', (link) => link.refuse()],
  ['OK alone', (link) => link.end()],
  ['a line without a topic', (link) => answer(link, '1,0,0,0,"",""')],
];

for (const [name, answerEmpty] of EMPTY_ANSWERS) {
  test(`a module that has fewer messages than it announced, and answers with ${name}`, (t) => {
    const { link, lengths } = connected();
    for (let index = 0; index < 5; index += 1) link.urc(mqttMessageWaiting, '1,0,1,1');
    answer(link, '1,0,1,1,"t","x"');
    answerEmpty(link);
    t.deepEqual([lengths, link.names], [[1], []]);
    link.urc(mqttMessageWaiting, '1,0,1,2');
    answer(link, '1,0,1,2,"t","xy"');
    t.deepEqual([lengths, link.names], [[1, 2], []]);
  });

  test(`after an anomaly messages are fetched until the module answers with ${name}`, (t) => {
    const { link, lengths } = connected();
    link.loseLine();
    link.urc(mqttMessageWaiting, '1,0,1,1');
    answer(link, '1,0,1,1,"t","x"');
    answer(link, '1,0,1,2,"t","xy"');
    t.deepEqual(link.names, [READ]);
    answerEmpty(link);
    t.deepEqual([lengths, link.names], [[1, 2], []]);
  });
}

test('a fetch that fails is done again, and what had come of the message counts as dropped', (t) => {
  const { link, client, lengths } = connected();
  link.urc(mqttMessageWaiting, '1,0,1,4');
  link.end(cellularError('timeout', 'no answer'));
  t.deepEqual([lengths, link.names, client.dropped], [[], [READ], 0]);
  link.reply('1,0,1,4,"t","four"');
  link.end(cellularError('malformed', 'cut short'));
  t.deepEqual([lengths, link.names, client.dropped], [[], [READ], 1]);
  link.refuse();
  t.deepEqual([lengths, link.names], [[], []]);
});

test('a fetch that finds no place in the command queue is tried again', (t) => {
  const { link, lengths } = connected();
  link.isFull = true;
  link.urc(mqttMessageWaiting, '1,0,1,4');
  t.deepEqual(link.names, []);
  link.isFull = false;
  link.time.advance(1000);
  answer(link, '1,0,1,4,"t","four"');
  t.deepEqual(lengths, [4]);
});
